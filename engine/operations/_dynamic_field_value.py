"""Values of dynamic fields: which ones a field takes, and how they are stored.

Source: ticket-operations reference 11.8.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dsl.values import Value
from engine.model.fault import Blame, Fault
from engine.model.perl_scalar import is_string, is_true
from engine.model.reference_data import DynamicField
from engine.operations._pattern import contains_match
from engine.operations._scalar import as_items, text

_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?: (?:00:00:00|23:59:59))?", re.ASCII)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}", re.ASCII)


def is_accepted(field: DynamicField, value: Value, *, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a field takes a value, which is text, a number, a list, or 1 and 0 for a boolean.

    A field with several values takes a list, and one value as a list of one (1.4). One of a type
    without a rule here takes texts and lists of texts, and gives them back as they were.
    """
    if _holds_many(field):
        return all(
            is_string(item) and _takes(field, text(item), now, zone) for item in as_items(value)
        )
    if isinstance(value, list):
        if field.is_open:
            return all(is_string(item) and _takes(field, text(item), now, zone) for item in value)
        # The reference looks at lists for text fields only when it stores them: see `stored`.
        return _is_text(field) or not value
    return _takes(field, text(value), now, zone)


def stored(field: DynamicField, value: Value) -> Value:
    """Return an accepted value as the desk keeps it: text, 0 or 1, a time stamp, a list of texts.

    Raises `Fault` for what passes the check and cannot be stored: a list in a field for one text,
    the last second of a day in a date field.
    """
    if _holds_many(field):
        items = [_stored_text(field, text(item)) for item in as_items(value)]
        return [item for item in items if item != ""]
    if isinstance(value, list):
        if value and not field.is_open:
            raise unstorable(field)
        return [text(item) for item in value] if value else ""
    if field.type == "Checkbox":
        return int(is_true(value))
    return _stored_text(field, text(value))


def unstorable(field: DynamicField) -> Fault:
    """Return the failure that the reference makes of a value it cannot store (1.2)."""
    message = (
        f"Dynamic Field {field.name} could not be set, please contact the system administrator"
    )
    return Fault("ticket.dynamic-field-not-set", message, Blame.CALLER)


def _stored_text(field: DynamicField, value: str) -> str:
    match field.type:
        case "Date" if value.endswith(" 23:59:59"):
            raise unstorable(field)
        case "Date" if value:
            return f"{_day(value):%Y-%m-%d} 00:00:00"
        case "DateTime" if value:
            return f"{datetime.strptime(value, '%Y-%m-%d %H:%M:%S'):%Y-%m-%d %H:%M:%S}"
        case _:
            return value


def _takes(field: DynamicField, value: str, now: datetime, zone: ZoneInfo) -> bool:
    match field.type:
        case "Checkbox":
            return value in ("", "0", "1")
        case "Dropdown" | "Multiselect":
            return value == "" or value in _choices(field)
        case "Date":
            return value == "" or _is_date(value, field, now.astimezone(zone).date())
        case "DateTime":
            return value == "" or _is_moment(value, field, now.astimezone(zone))
        case _:
            return value == "" or all(contains_match(rule, value) for rule in _rules(field))


def _is_text(field: DynamicField) -> bool:
    return field.type not in ("Checkbox", "Dropdown", "Multiselect", "Date", "DateTime")


def _holds_many(field: DynamicField) -> bool:
    return field.type == "Multiselect" or is_true(field.config.get("MultiValue"))


def _choices(field: DynamicField) -> Mapping[str, Value]:
    choices = field.config.get("PossibleValues")
    return {text(key): label for key, label in choices.items()} if isinstance(choices, dict) else {}


def _rules(field: DynamicField) -> list[str]:
    rules = field.config.get("RegExList")
    if not isinstance(rules, list):
        return []
    return [text(rule.get("Value")) for rule in rules if isinstance(rule, dict)]


def _is_date(value: str, field: DynamicField, today: date) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        day = _day(value)
    except ValueError:
        return False
    return _is_inside(field, is_past=day < today, is_future=day > today)


def _is_moment(value: str, field: DynamicField, now: datetime) -> bool:
    if not _MOMENT.fullmatch(value):
        return False
    try:
        moment = datetime.strptime(value, "%Y-%m-%d %H:%M:%S").replace(tzinfo=now.tzinfo)
    except ValueError:
        return False
    return _is_inside(field, is_past=moment < now, is_future=moment > now)


def _is_inside(field: DynamicField, *, is_past: bool, is_future: bool) -> bool:
    match field.config.get("DateRestriction"):
        case "DisablePastDates":
            return not is_past
        case "DisableFutureDates":
            return not is_future
        case _:
            return True


def _day(value: str) -> date:
    return datetime.strptime(value.partition(" ")[0], "%Y-%m-%d").date()
