"""System settings, read the way the reference reads them."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from dsl.values import Value
from engine.model import system_time
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.operations._scalar import text


def is_on(desk: DeskReader, name: str, *, default: bool) -> bool:
    """Say whether a switch is on; `default` stands in for a setting nobody made."""
    value = desk.settings.get(name)
    return default if value is None else is_true(value)


def setting_text(desk: DeskReader, name: str, *, default: str) -> str:
    """Return a setting as text."""
    value = desk.settings.get(name)
    return default if value is None else text(value)


def operation_setting(desk: DeskReader, operation: str, key: str, *, default: Value) -> Value:
    """Return a default that belongs to one operation: `HistoryType` of `TicketCreate`.

    It lies under ``GenericInterface::Operation::TicketCreate``, as an object of such keys.
    """
    group = desk.settings.get(f"GenericInterface::Operation::{operation}")
    value = group.get(key) if isinstance(group, Mapping) else None
    return default if value is None else value


def system_zone(desk: DeskReader) -> ZoneInfo:
    """Return the time zone that time stamps are written in; UTC for a name nobody knows."""
    return system_time.system_zone(desk.settings)
