"""What rarely changes and every request needs: names, settings, fields, agents, permissions.

It is kept in memory together with the number of the revision it was read at. Triggers of the
store count that number up on every change of such a row, so that a look at it is enough to know.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar, cast

from dsl.values import Value
from engine.model.people import Agent
from engine.model.reference_data import DynamicField, Named, Queue, Reference, State
from engine.model.working_time import Calendar, calendar_of
from engine.storage.connection import Connection
from engine.storage.setting import from_json, read_settings
from engine.tickets import people
from engine.tickets.terms import AllTerms, read_terms

VALID: Final = 1
"""The id of the validity `valid`."""

_SELECT_REVISION: Final = "SELECT revision FROM desk_revision"
_SELECT_NAMED: Final = {
    kind: f"SELECT id, name, valid_id FROM {kind.value}"  # noqa: S608 - our own table names
    for kind in Reference
}
_SELECT_QUEUES: Final = "SELECT id, name, group_id, valid_id FROM queue"
_SELECT_STATES: Final = """
SELECT s.id, s.name, t.name, s.valid_id, t.id FROM ticket_state s JOIN ticket_state_type t
ON t.id = s.type_id"""
_SELECT_FIELDS: Final = """
SELECT id, name, label, field_type, object_type, config, internal_field FROM dynamic_field
WHERE valid_id = 1 ORDER BY name"""
_SELECT_SLA_SERVICES: Final = "SELECT sla_id, service_id FROM service_sla ORDER BY service_id"


class _Row(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


T = TypeVar("T")
R = TypeVar("R", bound=_Row)


@dataclass(frozen=True, slots=True)
class Names(Generic[R]):
    """Rows by id and by name."""

    by_id: Mapping[int, R]
    by_name: Mapping[str, R]

    @classmethod
    def of(cls, rows: Iterable[R]) -> "Names[R]":
        """Return the rows, ready to be looked up."""
        by_id = {row.id: row for row in rows}
        return cls(by_id, {row.name: row for row in by_id.values()})

    def find(self, *, name: str | None, id: int | None) -> R | None:
        """Return a row by id if that is given, else by name."""
        if id is not None:
            return self.by_id.get(id)
        return None if name is None else self.by_name.get(name)


class ReferenceData:
    """The reference data of one revision; each part is read when it is first asked for."""

    def __init__(self, revision: int) -> None:
        self.revision: Final = revision
        # Several threads may fill a part at once: they read the same revision, so both are right.
        self._parts: dict[object, object] = {}

    def settings(self, connection: Connection) -> Mapping[str, Value]:
        """Return all settings."""
        return self._part("settings", lambda: read_settings(connection))

    def named(self, connection: Connection, kind: Reference) -> Names[Named]:
        """Return the rows of a kind."""
        return self._part(kind, lambda: _read_named(connection, kind))

    def queues(self, connection: Connection) -> Names[Queue]:
        """Return all queues."""
        return self._part(
            Queue,
            lambda: Names.of(
                Queue(row_id, name, group_id, valid_id == VALID)
                for row_id, name, group_id, valid_id in connection.execute(_SELECT_QUEUES)
            ),
        )

    def states(self, connection: Connection) -> Names[State]:
        """Return all states."""
        return self._part(
            State,
            lambda: Names.of(
                State(row_id, name, type_name, valid_id == VALID, type_id)
                for row_id, name, type_name, valid_id, type_id in connection.execute(_SELECT_STATES)
            ),
        )

    def fields(self, connection: Connection) -> Names[DynamicField]:
        """Return the active dynamic fields, in the order of their names."""
        return self._part(DynamicField, lambda: Names.of(_read_fields(connection)))

    def sla_services(self, connection: Connection) -> Mapping[int, Sequence[int]]:
        """Return the service ids of each SLA."""
        return self._part("sla services", lambda: _read_sla_services(connection))

    def terms(self, connection: Connection) -> AllTerms:
        """Return what queues and SLAs promise."""
        return self._part(AllTerms, lambda: read_terms(connection))

    def calendar(self, connection: Connection, name: str) -> Calendar:
        """Return a working-time calendar."""
        settings = self.settings(connection)
        return self._part((Calendar, name), lambda: calendar_of(settings, name))

    def agent(self, connection: Connection, *, login: str | None, id: int | None) -> Agent | None:
        """Return an agent by id if that is given, else by login."""
        key = (Agent, id if id is not None else login)
        found = self._parts.get(key)
        if found is None:
            found = people.read_agent(connection, login=login, id=id)
            if found is None:  # not kept: logins that do not exist are without number
                return None
            self._parts[key] = found
        return cast("Agent", found)

    def agent_permissions(
        self, connection: Connection, user_id: int
    ) -> Mapping[int, frozenset[str]]:
        """Return what an agent may in each group, by group id."""
        return self._part(
            ("permissions", user_id), lambda: people.read_permissions(connection, user_id)
        )

    def _part(self, key: object, read: Callable[[], T]) -> T:
        if key not in self._parts:
            self._parts[key] = read()
        return cast("T", self._parts[key])


class ReferenceCache:
    """The latest committed reference data, kept from transaction to transaction."""

    def __init__(self) -> None:
        self._latest = ReferenceData(revision=-1)

    def committed(self, connection: Connection) -> ReferenceData:
        """Return the data that a reading transaction sees, and keep them for the next one."""
        self._latest = self.of_writer(connection)
        return self._latest

    def of_writer(self, connection: Connection) -> ReferenceData:
        """Return the data that a writing transaction sees.

        They are not kept: a revision that is rolled back is counted again, with other rows.
        """
        (revision,) = connection.execute(_SELECT_REVISION).fetchone()
        latest = self._latest
        return latest if latest.revision == revision else ReferenceData(revision)


def _read_named(connection: Connection, kind: Reference) -> Names[Named]:
    return Names.of(
        Named(row_id, name, valid_id == VALID)
        for row_id, name, valid_id in connection.execute(_SELECT_NAMED[kind])
    )


def _read_fields(connection: Connection) -> list[DynamicField]:
    return [
        DynamicField(
            id=row_id,
            name=name,
            label=label,
            type=type_name,
            object_type=object_type,
            config=cast("dict[str, Value]", from_json(config)),
            is_internal=bool(is_internal),
        )
        for row_id, name, label, type_name, object_type, config, is_internal in connection.execute(
            _SELECT_FIELDS
        )
    ]


def _read_sla_services(connection: Connection) -> Mapping[int, Sequence[int]]:
    found: dict[int, list[int]] = {}
    for sla_id, service_id in connection.execute(_SELECT_SLA_SERVICES):
        found.setdefault(sla_id, []).append(service_id)
    return found
