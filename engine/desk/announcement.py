"""Tells what changed about queues and dynamic fields.

Source: reference, section 12.2.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

from dsl.values import Value
from engine.model.event import ObjectType
from engine.storage.connection import Connection
from engine.storage.emitter import Emitter
from engine.storage.setting import from_json

_ROOT_ID: Final = 1
_SELECT_QUEUE: Final = """
SELECT id AS "QueueID", name AS "Name", group_id AS "GroupID", unlock_timeout AS "UnlockTimeout",
    first_response_time AS "FirstResponseTime", first_response_notify AS "FirstResponseNotify",
    update_time AS "UpdateTime", update_notify AS "UpdateNotify",
    solution_time AS "SolutionTime", solution_notify AS "SolutionNotify",
    calendar_name AS "Calendar", follow_up_id AS "FollowUpID", follow_up_lock AS "FollowUpLock",
    comments AS "Comment", valid_id AS "ValidID"
FROM queue WHERE name = ?"""
_SELECT_FIELD: Final = """
SELECT id AS "ID", internal_field AS "InternalField", name AS "Name", label AS "Label",
    field_order AS "FieldOrder", field_type AS "FieldType", object_type AS "ObjectType",
    config AS "Config", valid_id AS "ValidID"
FROM dynamic_field WHERE name = ?"""


class DeskAnnouncements:
    """Compares what queues and fields were with what they are."""

    def __init__(self, connection: Connection, events: Emitter) -> None:
        self._connection = connection
        self._events = events

    @contextmanager
    def queue(self, name: str) -> Iterator[None]:
        """Tell of a queue that the block adds or changes."""
        if not (self._events.wants("QueueCreate") or self._events.wants("QueueUpdate")):
            yield
            return
        old = self._queue(name)
        yield
        new = self._queue(name)
        if old is None:
            self._events.emit("QueueCreate", ObjectType.QUEUE, {"Queue": new}, by=_ROOT_ID)
        elif old != new:
            data = {"Queue": new, "OldQueue": old}
            self._events.emit("QueueUpdate", ObjectType.QUEUE, data, by=_ROOT_ID)

    @contextmanager
    def field(self, name: str) -> Iterator[None]:
        """Tell of a dynamic field that the block adds or changes."""
        if not (self._events.wants("DynamicFieldAdd") or self._events.wants("DynamicFieldUpdate")):
            yield
            return
        old = self._field(name)
        yield
        new = self._field(name)
        kind = ObjectType.DYNAMIC_FIELD
        if old is None:
            self._events.emit("DynamicFieldAdd", kind, {"NewData": new}, by=_ROOT_ID)
        elif old != new:
            data = {"NewData": new, "OldData": old}
            self._events.emit("DynamicFieldUpdate", kind, data, by=_ROOT_ID)

    def _queue(self, name: str) -> dict[str, Value] | None:
        return self._record(_SELECT_QUEUE, name)

    def _field(self, name: str) -> dict[str, Value] | None:
        record = self._record(_SELECT_FIELD, name)
        if record is not None:
            record["Config"] = from_json(cast("str", record["Config"]))
        return record

    def _record(self, statement: str, name: str) -> dict[str, Value] | None:
        cursor = self._connection.execute(statement, (name,))
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
        return None if row is None else dict(zip(names, row, strict=True))
