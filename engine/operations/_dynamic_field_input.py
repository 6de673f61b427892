"""The `DynamicField` list of a request: one object or several, each a name and a value.

Source: ticket-operations reference 4.2 rows 6 and 41 to 43, and 5.2 rows 11 to 14.
"""

from dataclasses import dataclass

from dsl.values import Value
from engine.model.desk import DeskReader, DeskWriter
from engine.model.perl_scalar import is_string
from engine.model.reference_data import DynamicField
from engine.model.service import Compatibility
from engine.operations._dynamic_field_value import is_accepted, stored, unstorable
from engine.operations._refusals import Refusals
from engine.operations._scalar import as_items, is_filled_object, text, trimmed
from engine.operations._setting import system_zone


@dataclass(frozen=True, slots=True)
class FieldInput:
    """A value for a field, accepted but not yet in the form the desk stores."""

    field: DynamicField
    value: Value


@dataclass(frozen=True, slots=True)
class FieldRules:
    """How an operation reads its dynamic fields."""

    refusals: Refusals
    compatibility: Compatibility
    has_article: bool
    """False refuses fields of articles: there is none to keep them with."""


def is_well_formed(value: Value) -> bool:
    """Say whether a list-like parameter is an object or a list, with something in it."""
    return isinstance(value, dict | list) and bool(value)


def read_fields(sent: Value, desk: DeskReader, rules: FieldRules) -> list[FieldInput]:
    """Return the fields of a request in its order, or raise for the first rule one breaks."""
    return [_read_field(item, desk, rules) for item in as_items(sent)]


def write_fields(
    fields: list[FieldInput], object_type: str, object_id: int, desk: DeskWriter, *, by: int
) -> None:
    """Store the fields of one type of object, or raise `Fault` for one that cannot be stored."""
    for item in fields:
        if item.field.object_type == object_type:
            value = stored(item.field, item.value)
            try:
                desk.set_field(item.field, object_id, value, by=by)
            except ValueError as error:
                raise unstorable(item.field) from error


def _read_field(item: Value, desk: DeskReader, rules: FieldRules) -> FieldInput:
    refusals = rules.refusals
    if not is_filled_object(item):
        raise refusals.malformed("Ticket->DynamicField parameter is invalid!")
    members = trimmed(item)
    name = _member(members.get("Name"), "Name", rules)
    value = _member(members.get("Value"), "Value", rules)
    field = desk.dynamic_field(text(name)) if is_string(name) else None
    if field is None or field.object_type not in ("Ticket", "Article"):
        raise refusals.invalid("DynamicField->Name parameter is invalid!")
    if field.object_type == "Article" and not rules.has_article:
        raise refusals.missing("To create an article DynamicField an article is required!")
    if not is_accepted(field, value, now=desk.now, zone=system_zone(desk)):
        raise refusals.invalid("DynamicField->Value parameter is invalid!")
    return FieldInput(field, value)


def _member(value: Value, key: str, rules: FieldRules) -> Value:
    if isinstance(value, bool) and rules.compatibility is Compatibility.MODERN:
        # The reference counts booleans as missing (decision 16.20).
        return int(value)
    if not is_string(value) and not isinstance(value, list):
        gap = rules.refusals.item_gap
        raise rules.refusals.missing(f"DynamicField->{key}{gap}parameter is missing!")
    return value
