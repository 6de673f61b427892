"""When two outputs are the same: exactly, or as far as floats reach."""

import math
from decimal import Decimal
from typing import Any

from dsl.values import encode_json

_RELATIVE = 1e-9


def same_bytes(ours: Any, other: Any) -> bool:
    """Tell whether two values are written alike: fields, their order, and digits of numbers."""
    return encode_json(ours) == encode_json(other)


def difference(ours: Any, other: Any, path: str = "") -> str | None:
    """Return where two values differ, None where nowhere; numbers may differ by 1e-9 of them.

    A field that is null in one and left out in the other is the same field: other engines write
    null for what Tie leaves out.
    """
    if isinstance(ours, bool) or isinstance(other, bool):
        return None if ours is other else _found(path, ours, other)
    if isinstance(ours, int | float | Decimal) and isinstance(other, int | float | Decimal):
        close = math.isclose(ours, other, rel_tol=_RELATIVE, abs_tol=_RELATIVE)
        return None if close else _found(path, ours, other)
    if isinstance(ours, dict) and isinstance(other, dict):
        names = [*ours, *(name for name in other if name not in ours)]
        return _first(difference(ours.get(n), other.get(n), f"{path}.{n}") for n in names)
    if isinstance(ours, list) and isinstance(other, list) and len(ours) == len(other):
        pairs = enumerate(zip(ours, other, strict=True))
        return _first(difference(one, two, f"{path}[{index}]") for index, (one, two) in pairs)
    return None if ours == other else _found(path, ours, other)


def _first(found: Any) -> str | None:
    return next((each for each in found if each is not None), None)


def _found(path: str, ours: Any, other: Any) -> str:
    return f"{path or 'the whole'}: {ours!r:.80} and {other!r:.80}"
