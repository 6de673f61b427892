"""A desk for tests: a store in a folder, built from a desk file, with operations to run on it."""

import asyncio
import json
from collections.abc import Coroutine, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from argon2 import PasswordHasher
from desk_declaration import golden_declaration, upstream_declaration
from event_record import EventRecord
from fake_clock import FakeClock
from stores import new_store
from ticket_fixture import write_history, write_tickets

from dsl.source import Source
from engine.accounts.accounts import EmbeddedAccounts
from engine.desk.desk import apply_desk
from engine.kinds import OperationKind
from engine.model.credentials import NO_HEADER, HeaderCredentials
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange, Role
from engine.model.fault import Fault, Refusal
from engine.model.level import Level
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.model.tracer import Outcome
from engine.storage.database import Database
from engine.tickets.store import EmbeddedTicketStore

T = TypeVar("T")
REMOTE_ADDRESS = "127.0.0.1"
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes in no time: what keeps guessers out would keep these tests waiting."""
_SESSION_OWNERS = {
    "simple": "agent2",
    "complex": "agent3",
    "expired_max": "agent1",
    "expired_idle": "agent1",
}
_SESSION_CHANGES = {
    "expired_max": "user_session_start = user_session_start - 60000",
    "expired_idle": "user_last_request = user_last_request - 10000",
}


@dataclass
class SilentTracer:
    """A tracer that keeps nothing."""

    debug: bool = False
    action: str | None = None
    outcome: Outcome | None = None

    def note(self, summary: str, data: object = None) -> None:
        """Forget the entry."""

    def record(self, level: Level, summary: str, data: object = None) -> None:
        """Forget the entry."""


@dataclass
class Desk:
    """A store and accounts under a clock that stands still; `known` names what was put there."""

    runner: asyncio.Runner
    database: Database
    clock: FakeClock
    tickets: EmbeddedTicketStore
    accounts: EmbeddedAccounts
    events: EventRecord
    """Wants nothing until a test says what."""
    known: MutableMapping[str, Any] = field(default_factory=dict)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the desk's own event loop."""
        return self.runner.run(work)

    async def declare(self, declaration: Mapping[str, Any]) -> None:
        """Apply a desk file given as data."""
        text = yaml.safe_dump(dict(declaration), allow_unicode=True, sort_keys=False)
        await apply_desk(Source("desk.yml", text), self.database, self.accounts, self.clock)

    async def set(self, settings: Mapping[str, Any]) -> None:
        """Change system settings."""
        if settings:
            await self.declare({"settings": dict(settings)})

    def dependencies(self, compatibility: Compatibility) -> Dependencies:
        """Return what operations are built from."""
        return Dependencies(
            tickets=self.tickets,
            accounts=self.accounts,
            clock=self.clock,
            new_id=lambda: "0" * 32,
            compatibility=compatibility,
        )


@contextmanager
def open_desk(folder: Path, declaration: Mapping[str, Any]) -> Iterator[Desk]:
    """Open a new desk in a folder and close it behind you."""
    with open_desk_on(new_store(folder), declaration) as desk:
        yield desk


@contextmanager
def open_desk_on(where: Path | str, declaration: Mapping[str, Any]) -> Iterator[Desk]:
    """Open the desk of a store, new or not, and close it behind you."""
    with asyncio.Runner() as runner:
        database = Database.open(where)
        clock = FakeClock()
        events = EventRecord(wanted=())
        tickets = EmbeddedTicketStore(database, clock, events)
        accounts = EmbeddedAccounts(database, clock, hasher=CHEAP_HASHER)
        desk = Desk(runner, database, clock, tickets, accounts, events)
        try:
            if declaration:
                runner.run(desk.declare(declaration))
            yield desk
        finally:
            runner.run(database.close())


@contextmanager
def open_golden_desk(folder: Path, fixtures: Mapping[str, Any]) -> Iterator[Desk]:
    """Open the desk of the recorded HTTP conversations."""
    with open_desk(folder, golden_declaration(fixtures)) as desk:
        yield desk


@contextmanager
def open_upstream_desk(folder: Path, record: Mapping[str, Any]) -> Iterator[Desk]:
    """Open the desk of a file of recorded cases; its objects are known by their names."""
    with open_desk(folder, upstream_declaration(record)) as desk:
        desk.run(_fill_upstream_desk(desk, record))
        yield desk


async def answer_of(
    desk: Desk,
    kind: OperationKind,
    data: Any,
    *,
    config: Any = None,
    compatibility: Compatibility = Compatibility.STRICT,
    headers: Mapping[str, str] = MappingProxyType({}),
    credentials: frozenset[HeaderCredentials] = NO_HEADER,
) -> Any:
    """Return what a partner is told: the data, the refusal, or the fault as REST words it.

    `headers` have names in lower case; `credentials` are those of them that may say who asks.
    """
    operation = kind.build(config or {}, desk.dependencies(compatibility))
    exchange = Exchange(
        id="0" * 32,
        service="Desk",
        role=Role.PROVIDER,
        started_at=desk.clock.now(),
        deadline_seconds=desk.clock.monotonic_seconds() + 60,
        tracer=SilentTracer(),
        remote_address=REMOTE_ADDRESS,
        headers=(("user-agent", "none"), *headers.items()),
        credentials=credentials,
    )
    try:
        return (await operation.run(Message(data, headers), exchange)).body
    except Refusal as refusal:
        return {"Error": {"ErrorCode": refusal.code, "ErrorMessage": refusal.message}}
    except Fault as fault:
        return {"faultcode": "Server", "faultstring": fault.message}


async def _fill_upstream_desk(desk: Desk, record: Mapping[str, Any]) -> None:
    fixtures = record["fixtures"]
    for kind, table, column in (
        ("users", "users", "login"),
        ("groups", "groups_table", "name"),
        ("queues", "queue", "name"),
        ("types", "ticket_type", "name"),
        ("services", "service", "name"),
        ("slas", "sla", "name"),
        ("states", "ticket_state", "name"),
        ("priorities", "ticket_priority", "name"),
    ):
        for one in fixtures.get(kind, []):
            desk.known[f"{one['ref']}.id"] = await _id_of(desk, table, column, one[column])
    for one in fixtures.get("users", []):
        if "out_of_office" in one:
            await _send_away(desk, one["login"])
    for name in fixtures.get("sessions", {}):
        await _create_session(desk, name, record)
    now = desk.clock.now()
    for name, minutes in (("now-2m", -2), ("now+2m", 2)):
        desk.known[name] = f"{now + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S}"
    await desk.tickets.write(lambda writer: write_tickets(record, desk.known, writer))
    for ticket in fixtures.get("tickets", []):
        for column, value in ticket.get("raw_columns", {}).items():
            await _set_epoch(desk, desk.known[f"{ticket['ref']}.id"], column, value)
    desk.clock.advance(seconds=1)
    await desk.tickets.write(lambda writer: write_history(record, desk.known, writer))


async def _set_epoch(desk: Desk, ticket_id: int, column: str, value: str) -> None:
    """Set a column to a point in time that is told as ``now+120s``."""
    seconds = int(value.removeprefix("now").removesuffix("s"))
    epoch = int(desk.clock.now().timestamp()) + seconds
    statement = f"UPDATE ticket SET {column} = ? WHERE id = ?"
    await desk.database.write(lambda c: c.execute(statement, (epoch, ticket_id)))


async def _id_of(desk: Desk, table: str, column: str, value: str) -> int:
    statement = f"SELECT id FROM {table} WHERE {column} = ?"
    row = await desk.database.read(lambda c: c.execute(statement, (value,)).fetchone())
    return int(row[0])


async def _send_away(desk: Desk, login: str) -> None:
    """Put an agent out of office from yesterday to tomorrow."""
    user_id, today = await _id_of(desk, "users", "login", login), desk.clock.now()
    rows = [(user_id, "OutOfOffice", "1")]
    for edge, days in (("Start", -1), ("End", 1)):
        day = today + timedelta(days=days)
        parts = {"Year": day.year, "Month": day.month, "Day": day.day}
        rows += [(user_id, f"OutOfOffice{edge}{part}", str(n)) for part, n in parts.items()]
    statement = "INSERT INTO user_preferences VALUES (?, ?, ?)"
    await desk.database.write(lambda c: c.executemany(statement, rows))


async def _create_session(desk: Desk, name: str, record: Mapping[str, Any]) -> None:
    """Create a session under a name; see `fixtures.sessions` of the recorded cases."""
    login = _SESSION_OWNERS.get(name, name)
    principal = await desk.accounts.check_agent(login, f"{login}-pw")
    assert principal is not None
    desk.known[f"session.{name}"] = await desk.accounts.create_session(
        principal, remote_address=REMOTE_ADDRESS, user_agent="none"
    )
    newest = "WHERE id = (SELECT max(id) FROM sessions)"
    if name in _SESSION_CHANGES:
        statement = f"UPDATE sessions SET {_SESSION_CHANGES[name]} {newest}"
        await desk.database.write(lambda c: c.execute(statement))
    data = _recorded_session(name, record, desk)
    if data:
        statement = f"UPDATE sessions SET data = ? {newest}"
        await desk.database.write(lambda c: c.execute(statement, (json.dumps(data),)))


def _recorded_session(name: str, record: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """Return what a recorded session held, taken from the answer that shows it."""
    epoch = int(desk.clock.now().timestamp())
    for case in record["cases"]:
        if case["request_data"].get("SessionID") == f"{{{{session.{name}}}}}":
            shown = case["expected"].get("data", {}).get("SessionData", [])
            return {
                one["Key"]: json.loads(one["Value"])
                if "Serialized" in one
                else epoch
                if one["Value"] == "{{epoch}}"
                else one["Value"]
                for one in shown
            }
    return {}
