"""How large a result may become, so that no small input fills the memory."""

from typing import Final

from dsl.values import Failure, Value

MAX_TEXT: Final = 10_000_000
"""Most code points of one text that a function makes."""
MAX_ITEMS: Final = 1_000_000
"""Most elements of one list that a function makes, and most values in a tree it walks."""
MAX_DEPTH: Final = 100
"""Most levels of a document that is read or written, and most steps of a path."""


def check_text(length: int) -> None:
    """Refuse a text of `length` code points before it is made, if it is too long."""
    if length > MAX_TEXT:
        raise Failure(
            f"a result of at most {MAX_TEXT:,} characters", "a longer one", "make it shorter"
        )


def check_items(count: int) -> None:
    """Refuse a list of `count` elements before it is made, if it is too long."""
    if count > MAX_ITEMS:
        raise Failure(f"a result of at most {MAX_ITEMS:,} elements", "more", "take fewer")


def check_tree(value: Value, *, max_depth: int = MAX_DEPTH, max_values: int = MAX_ITEMS) -> None:
    """Refuse a value that is too deep or too large to be walked as a tree.

    Needed although values are finite: one list may stand in many places of another, and a tree of
    thirty such levels has a billion leaves.
    """
    level: list[Value] = [value]
    values = characters = depth = 0
    while level:
        values += len(level)
        below: list[Value] = []
        for item in level:
            if isinstance(item, str | bytes):
                characters += len(item)
            elif isinstance(item, dict):
                below.extend(item.values())
                characters += sum(map(len, item))
            elif isinstance(item, list):
                below.extend(item)
            if values + len(below) > max_values:
                raise Failure(f"at most {max_values:,} values in it", "more")
        check_text(characters)
        depth += 1 if below else 0
        if depth > max_depth:
            raise Failure(f"at most {max_depth} levels", "more")
        level = below


def tree_fuel(*values: object) -> int:
    """Return the fuel for walking values as trees, for which the length of a list says nothing.

    Counting stops where `check_tree` would refuse the value.
    """
    fuel = 0
    level: list[object] = list(values)
    while level and fuel <= MAX_ITEMS:
        fuel += len(level)
        below: list[object] = []
        for item in level:
            if isinstance(item, str | bytes):
                fuel += len(item) // 16
            elif isinstance(item, list | dict):
                below.extend(item.values() if isinstance(item, dict) else item)
            if len(below) > MAX_ITEMS:
                break
        level = below
    return fuel


def text_fuel(length: int) -> int:
    """Return the fuel for making a text of `length` code points: sixteen are one unit."""
    return length // 16 + 1
