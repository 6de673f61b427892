"""The SQL of stored services: plain functions on a connection, inside the caller's transaction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from engine.model.service import Validity
from engine.services.errors import ServiceError
from engine.services.service_name import spelt
from engine.services.stored import ServiceVersion, StoredService
from engine.storage.connection import Connection

_COLUMNS: Final = (
    "id, name, text, validity, revision, created_time, created_by, changed_time, changed_by"
)
_SELECT: Final = f"SELECT {_COLUMNS} FROM web_service"  # noqa: S608 - only the constant above
_SELECT_BY_NAME: Final = f"{_SELECT} WHERE name = ?"
_SELECT_BY_ID: Final = f"{_SELECT} WHERE id = ?"
_SELECT_ALL: Final = f"{_SELECT} ORDER BY lower(name), name"
_INSERT: Final = """
INSERT INTO web_service
    (name, text, validity, revision, created_time, created_by, changed_time, changed_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_UPDATE: Final = """
UPDATE web_service
SET name = ?, text = ?, validity = ?, revision = ?, changed_time = ?, changed_by = ?
WHERE id = ?"""
_DELETE: Final = "DELETE FROM web_service WHERE id = ?"
_INSERT_VERSION: Final = """
INSERT INTO web_service_version
    (web_service_id, number, name, text, validity, change, changed_time, changed_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_SELECT_VERSIONS: Final = """
SELECT number, name, validity, change, changed_time, changed_by FROM web_service_version
WHERE web_service_id = ? ORDER BY number DESC"""
_SELECT_TEXT: Final = "SELECT text FROM web_service_version WHERE web_service_id = ? AND number = ?"
_COUNT_CHANGE: Final = "UPDATE web_service_change SET counter = counter + 1"
_SELECT_CHANGES: Final = "SELECT counter FROM web_service_change"


def find(connection: Connection, name: str) -> StoredService | None:
    """Return the service of a name, None without one."""
    row = connection.execute(_SELECT_BY_NAME, (spelt(name),)).fetchone()
    return None if row is None else _service(row)


def find_by_id(connection: Connection, id: int) -> StoredService | None:
    """Return the service of an id, None without one."""
    row = connection.execute(_SELECT_BY_ID, (id,)).fetchone()
    return None if row is None else _service(row)


def get(connection: Connection, name: str) -> StoredService:
    """Return the service of a name; raises `ServiceError`."""
    service = find(connection, name)
    if service is None:
        raise ServiceError(
            "service-unknown",
            f"there is no service `{name}`",
            "`crosstie service list` shows those there are",
        )
    return service


def every(connection: Connection) -> Iterator[StoredService]:
    """Yield all services by name."""
    return map(_service, connection.execute(_SELECT_ALL))


def insert(connection: Connection, service: StoredService, change: str) -> StoredService:
    """Store a new service with its first version; its `id` is given here. Raises `ServiceError`."""
    _refuse_taken(connection, service.name)
    (service_id,) = connection.execute(
        _INSERT,
        (
            service.name,
            service.text,
            service.validity.value,
            service.revision,
            service.created_at.isoformat(),
            service.created_by,
            service.changed_at.isoformat(),
            service.changed_by,
        ),
    ).fetchone()
    stored = replace(service, id=service_id)
    _remember(connection, stored, change)
    return stored


def update(
    connection: Connection, before: StoredService, after: StoredService, change: str
) -> StoredService:
    """Store a change as the next version; the same text, validity and name write nothing.

    Raises `ServiceError` when the new name is taken.
    """
    if (before.name, before.text, before.validity) == (after.name, after.text, after.validity):
        return before
    if after.name != before.name:
        _refuse_taken(connection, after.name)
    stored = replace(after, revision=before.revision + 1)
    connection.execute(
        _UPDATE,
        (
            stored.name,
            stored.text,
            stored.validity.value,
            stored.revision,
            stored.changed_at.isoformat(),
            stored.changed_by,
            stored.id,
        ),
    )
    _remember(connection, stored, change)
    return stored


def delete(connection: Connection, service: StoredService) -> None:
    """Remove a service and its history."""
    connection.execute(_DELETE, (service.id,))
    connection.execute(_COUNT_CHANGE)


def versions(connection: Connection, service: StoredService) -> Iterator[ServiceVersion]:
    """Yield the history of a service, newest first."""
    for number, name, validity, change, time, by in connection.execute(
        _SELECT_VERSIONS, (service.id,)
    ):
        yield ServiceVersion(
            number, name, Validity(validity), change, datetime.fromisoformat(time), by
        )


def version_text(connection: Connection, service: StoredService, number: int) -> str:
    """Return the text of one version; raises `ServiceError`."""
    row: tuple[str] | None = None
    if 0 < number <= service.revision:  # others may be too long for SQLite
        row = connection.execute(_SELECT_TEXT, (service.id, number)).fetchone()
    if row is None:
        raise ServiceError(
            "version-unknown",
            f"`{service.name}` has no version {number}",
            f"its versions are 1 to {service.revision}",
        )
    return row[0]


def changes(connection: Connection) -> int:
    """Return how many changes of services there ever were."""
    row: tuple[int] = connection.execute(_SELECT_CHANGES).fetchone()
    return row[0]


def _refuse_taken(connection: Connection, name: str) -> None:
    other = find(connection, name)
    if other is None:
        return
    state = "" if other.validity is Validity.VALID else f", which is {other.validity.word}"
    raise ServiceError(
        "service-name-taken",
        f"there is another service named `{name}`{state}",
        "choose another name, or update that service",
    )


def _remember(connection: Connection, service: StoredService, change: str) -> None:
    connection.execute(
        _INSERT_VERSION,
        (
            service.id,
            service.revision,
            service.name,
            service.text,
            service.validity.value,
            change,
            service.changed_at.isoformat(),
            service.changed_by,
        ),
    )
    connection.execute(_COUNT_CHANGE)


def _service(row: tuple[int, str, str, int, int, str, str, str, str]) -> StoredService:
    number, name, text, validity, revision, created, created_by, changed, changed_by = row
    return StoredService(
        id=number,
        name=name,
        text=text,
        validity=Validity(validity),
        revision=revision,
        created_at=datetime.fromisoformat(created),
        created_by=created_by,
        changed_at=datetime.fromisoformat(changed),
        changed_by=changed_by,
    )
