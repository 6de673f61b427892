"""Values of dynamic fields: rows of the store, in and out.

Source: reference, section 11.8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dsl.values import Value
from engine.model.reference_data import DynamicField
from engine.storage.connection import Connection
from engine.storage.search_text import fold

_MIDNIGHT: Final = " 00:00:00"

_SELECT: Final = """
SELECT field_id, value_text, value_date, value_int, index_value FROM dynamic_field_value
WHERE object_id = ? ORDER BY field_id, index_value, id"""
_DELETE: Final = "DELETE FROM dynamic_field_value WHERE object_id = ? AND field_id = ?"
_INSERT: Final = """
INSERT INTO dynamic_field_value
    (field_id, object_id, value_text, value_date, value_int, index_value, search_value)
VALUES (?, ?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of one field of one object, without ids; no row means that the field is unset.

    `is_list` tells a list of one from a single value, in fields that keep either.
    """

    field: DynamicField
    values: tuple[str | int, ...]
    is_list: bool

    @property
    def value(self) -> Value:
        """The value as readers get it: None when unset, a list where the field holds many."""
        if not self.values:
            return None
        return list(self.values) if self.is_list else self.values[0]

    @property
    def shown(self) -> str:
        """The value as history shows it: dates without time, lists joined by commas."""
        return ", ".join(
            str(value).removesuffix(_MIDNIGHT) if self.field.type == "Date" else str(value)
            for value in self.values
        )


def holds_many(field: DynamicField) -> bool:
    """Say whether a field keeps a list."""
    return field.type == "Multiselect" or bool(field.config.get("MultiValue"))


def read_values(
    connection: Connection, fields: Iterable[DynamicField], object_id: int
) -> Mapping[str, Value]:
    """Return the set fields among `fields` of an object, by name, in their order."""
    rows: dict[int, list[str | int]] = {}
    lists: set[int] = set()
    for field_id, text, date, integer, index in connection.execute(_SELECT, (object_id,)):
        value = next((each for each in (text, date, integer) if each is not None), "")
        rows.setdefault(field_id, []).append(value)
        if index is not None:
            lists.add(field_id)
    return {
        field.name: Cells(
            field, tuple(rows[field.id]), is_list=holds_many(field) or field.id in lists
        ).value
        for field in fields
        if field.id in rows
    }


def write_value(connection: Connection, object_id: int, cells: Cells) -> None:
    """Replace the rows of a field of an object."""
    field = cells.field
    connection.execute(_DELETE, (object_id, field.id))
    for place, value in enumerate(cells.values):
        text, date, integer = _columns(field, value)
        index = place if cells.is_list else None
        connection.execute(
            _INSERT, (field.id, object_id, text, date, integer, index, fold(str(value)))
        )


def cells_of(field: DynamicField, value: Value) -> Cells | None:
    """Return how a value is kept, or None when it leaves the field as it is.

    The values are those that the operations accept. Raises `ValueError` for a list in a field
    that holds one value, and for an item that is neither text nor number.
    """
    if isinstance(value, list) and (holds_many(field) or field.is_open):
        return _cells_of_list(field, value)
    if isinstance(value, list):
        if any(item not in ("", None) for item in value):
            raise ValueError(f"the dynamic field {field.name} holds one value")
        value = ""
    text = _text(value)
    if text == "" and field.type != "Checkbox":
        return Cells(field, (), is_list=holds_many(field))
    return Cells(field, tuple(_kept(field, [text])), is_list=holds_many(field))


def _cells_of_list(field: DynamicField, items: list[Value]) -> Cells | None:
    if field.is_open and not holds_many(field):
        return Cells(field, tuple(_kept(field, map(_text, items))), is_list=bool(items))
    texts = [_text(item) for item in items if item not in ("", None)]
    # An empty list in a field with many values is no change there (11.8).
    keeps = not texts and field.type != "Multiselect"
    return None if keeps else Cells(field, tuple(_kept(field, texts)), is_list=True)


def current_cells(field: DynamicField, value: Value) -> Cells:
    """Return what was read by `read_values` as cells; None is an unset field."""
    values: Sequence[Value] = value if isinstance(value, list) else [value]
    kept = tuple(each for each in values if isinstance(each, str | int))
    return Cells(field, kept, is_list=holds_many(field) or isinstance(value, list))


def _kept(field: DynamicField, texts: Iterable[str]) -> Iterable[str | int]:
    for text in texts:
        match field.type:
            case "Checkbox":
                yield int(text or "0")
            case "Date" | "DateTime" if len(text) == len("YYYY-MM-DD"):
                yield text + _MIDNIGHT
            case _:
                yield text


def _columns(field: DynamicField, value: str | int) -> tuple[str | None, str | None, int | None]:
    """Return `value_text`, `value_date`, `value_int`."""
    match field.type:
        case "Checkbox":
            return None, None, int(value)
        case "Date" | "DateTime":
            return None, str(value), None
        case _:
            return str(value), None, None


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case str():
            return value
        case int() | float():
            return str(value)
        case Decimal():
            return format(value, "f")
        case _:
            raise ValueError(f"a dynamic field holds text and numbers, not {type(value).__name__}")
