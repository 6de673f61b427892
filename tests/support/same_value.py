"""Tells two values apart by everything that a reader of the output may see."""

from decimal import Decimal
from typing import Any


def difference(one: Any, other: Any, path: str = "") -> str:
    """Return where two values differ, an empty text where nowhere.

    Types count, the order of fields, and how a number is written: 2.50 is not 2.5, true is not 1.
    """
    where = path or "the whole"
    if type(one) is not type(other):
        return f"{where}: {one!r:.80} ({type(one).__name__}), {other!r:.80}"
    if isinstance(one, dict):
        if list(one) != list(other):
            return f"{where}: the fields {list(one)!r:.80}, {list(other)!r:.80}"
        return _first(difference(one[key], other[key], f"{path}.{key}") for key in one)
    if isinstance(one, list):
        if len(one) != len(other):
            return f"{where}: {len(one)} elements, {len(other)}"
        pairs = enumerate(zip(one, other, strict=True))
        return _first(difference(left, right, f"{path}[{i}]") for i, (left, right) in pairs)
    same = repr(one) == repr(other) if isinstance(one, Decimal | float) else one == other
    return "" if same else f"{where}: {one!r:.80}, {other!r:.80}"


def _first(found: Any) -> str:
    return next((each for each in found if each), "")
