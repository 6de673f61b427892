"""Tell whether two trees mean the same: equal in everything but the places they were written at."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from dsl.source import Span


def same_meaning(left: Any, right: Any) -> bool:
    """Tell whether two nodes are equal but for their spans; `1`, `1.0` and `true` differ."""
    todo = [(left, right)]
    while todo:
        one, other = todo.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, tuple):
            if len(one) != len(other):
                return False
            todo.extend(zip(one, other, strict=True))
        elif isinstance(one, Decimal):
            if one.as_tuple() != other.as_tuple():
                return False
        elif hasattr(one, "span"):
            names = [field.name for field in fields(one)]
            todo.extend((getattr(one, name), getattr(other, name)) for name in names)
        elif not isinstance(one, Span) and one != other:
            return False
    return True
