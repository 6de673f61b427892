"""Paths given as text, such as ``a.b[0]`` or ``a["odd name"]``: read, followed and set."""

import re
from functools import lru_cache
from typing import Any, Final, TypeAlias

from dsl.functions._limits import MAX_DEPTH
from dsl.kinds import kind_of
from dsl.values import MISSING, Failure

Steps: TypeAlias = tuple[str | int, ...]

_STEP: Final = re.compile(
    r'\.?(?P<name>[^.\[\]"\s]+)|\[(?P<index>-?[0-9]{1,9})\]'
    r'|\["(?P<key>[^"]*)"\]|\.?"(?P<quoted>[^"]*)"'
)
_FORM: Final = 'a path such as a.b[0] or a["odd name"]'


@lru_cache(maxsize=512)
def steps_of(path: str) -> Steps:
    """Return the keys and indices of a path; an empty path has none."""
    steps: list[str | int] = []
    position = 0
    while position < len(path):
        match = _STEP.match(path, position)
        # A step is marked off from the one before by a point or brackets; the first needs none.
        if match is None or (match[0][0] == "." if not steps else match[0][0] not in ".["):
            raise Failure(_FORM, "other text")
        index = match["index"]
        steps.append(match[match.lastgroup or 0] if index is None else int(index))
        position = match.end()
    if len(steps) > MAX_DEPTH:
        raise Failure(f"a path of at most {MAX_DEPTH} steps", "a longer one")
    return tuple(steps)


def follow(value: Any, steps: Steps) -> Any:
    """Return what stands at the path; missing when a key, an element or a parent is not there."""
    for step in steps:
        if value is None or value is MISSING:
            return MISSING
        value = _step(value, step)
    return value


def _step(value: Any, step: str | int) -> Any:
    if isinstance(step, int):
        if not isinstance(value, list):
            raise Failure("a list for an index of the path", kind_of(value))
        return value[step] if -len(value) <= step < len(value) else MISSING
    if not isinstance(value, dict):
        raise Failure("an object for a name of the path", kind_of(value))
    return value.get(step, MISSING)


def placed(value: Any, steps: Steps, new: Any) -> Any:
    """Return a copy of the value with `new` at the path.

    Objects that are not there, or null, are made on the way, and lists for the index 0. A list is
    extended by one when the index is its length.
    """
    # Down to the place, then up again: a loop, so that no path is too deep for it.
    parents: list[Any] = []
    for step in steps:
        parent = ([] if isinstance(step, int) else {}) if value in (None, MISSING) else value
        parents.append(parent)
        value = _step(parent, step)
    for parent, step in zip(reversed(parents), reversed(steps), strict=True):
        new = _with(parent, step, new)
    return new


def _with(parent: Any, step: str | int, new: Any) -> Any:
    copy = parent.copy()
    if isinstance(step, int) and step == len(copy):
        copy.append(new)
    elif isinstance(step, int) and not -len(copy) <= step < len(copy):
        raise Failure("an index inside the list, or its length", "one beyond it")
    else:
        copy[step] = new
    return copy
