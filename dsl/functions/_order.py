"""Equality and order of values: what counts as the same, and what comes before what."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, TypeVar

from dsl.functions._limits import MAX_ITEMS, check_tree
from dsl.kinds import kind_of
from dsl.values import MAX_DEPTH, MISSING, Failure

T = TypeVar("T")

_MAX_KEY_VALUES: Final = 1_000
_SORTABLE: Final = "numbers, texts, Booleans or dates to sort by"


def identity(value: Any, *, max_values: int = MAX_ITEMS) -> Hashable:
    """Return a key that two values share when they are equal.

    Numbers are equal by value, Booleans apart from numbers, objects whatever the order of their
    fields; missing equals only missing and null only null.
    """
    if isinstance(value, list | dict):
        check_tree(value, max_depth=MAX_DEPTH, max_values=max_values)
    return _identity(value)


def key_identity(key: Any) -> Hashable:
    """Return the identity of what a lambda gave: small, since nobody paid fuel for its size."""
    return identity(key, max_values=_MAX_KEY_VALUES)


def _identity(value: Any) -> Hashable:
    match value:
        case bool():
            return (bool, value)
        case list():
            return (list, tuple(map(_identity, value)))
        case dict():
            return (dict, frozenset((key, _identity(item)) for key, item in value.items()))
        case _:
            key: Hashable = value
            return key


def distinct(items: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """Return the items whose key did not appear before."""
    seen: dict[Hashable, T] = {}
    for item in items:
        seen.setdefault(key(item), item)
    return list(seen.values())


def in_order(items: Sequence[T], keys: Sequence[Any], *, descending: bool) -> list[T]:
    """Return the items sorted by their keys, equal ones in the order they had.

    Items whose key is missing or null come last, also when descending, in the order they had.
    Raises `Failure` when keys are of different kinds, or lists or objects.
    """
    present = [i for i, key in enumerate(keys) if key is not MISSING and key is not None]
    check_sortable([keys[i] for i in present])
    # Reversing twice keeps equal items in their order.
    ranked = sorted(present, key=lambda i: keys[i], reverse=descending)
    absent = [i for i, key in enumerate(keys) if key is MISSING or key is None]
    return [items[i] for i in (*ranked, *absent)]


def check_sortable(keys: Sequence[Any]) -> None:
    """Raise `Failure` unless all keys are of one kind that has an order."""
    first = ""
    for key in keys:
        kind = sort_kind(key)
        if first and kind != first:
            raise Failure(f"{first}, as before it, to sort by", kind)
        first = kind


def sort_kind(value: Any) -> str:
    """Return the kind of a value that has an order, in words; raises `Failure` for others."""
    if not isinstance(value, bool | int | Decimal | float | str | bytes | date | datetime | time):
        raise Failure(_SORTABLE, kind_of(value))
    return kind_of(value)
