"""Recorded answers with placeholders: filled before a request, compared loosely after it.

``{{agent1.id}}`` is the value of an object that the desk of the case was given; ``{{integer}}``,
``{{epoch}}``, ``{{datetime}}`` and ``{{base64 of 5 bytes, …}}`` stand for a kind of value; any
other name is learned from the first answer that shows it. Numbers and their digits count as equal:
which of the two a recorded answer holds is an accident of its origin.
"""

import base64
import re
from collections.abc import Iterator, MutableMapping
from typing import Any

_NAME = re.compile(r"\{\{([^{}]+)\}\}")
_FILE = re.compile(r"base64 of ([0-9]+) bytes.*")
_KINDS = {
    "integer": re.compile(r"-?[0-9]+"),
    "epoch": re.compile(r"[0-9]{9,11}"),
    "datetime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"),
    "session": re.compile(r"[0-9A-Za-z]{32}"),
}


def fill(value: Any, known: MutableMapping[str, Any]) -> Any:
    """Return a request with every placeholder replaced by what it names."""
    if isinstance(value, dict):
        return {key: fill(member, known) for key, member in value.items()}
    if isinstance(value, list):
        return [fill(item, known) for item in value]
    if not isinstance(value, str):
        return value
    whole = _NAME.fullmatch(value)
    return known[whole[1]] if whole else _NAME.sub(lambda one: str(known[one[1]]), value)


def differences(
    expected: Any, actual: Any, known: MutableMapping[str, Any], path: str = ""
) -> Iterator[str]:
    """Yield a line for each place where an answer is not as recorded."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in sorted(expected.keys() | actual.keys()):
            if key not in actual:
                yield f"{path}/{key} is missing"
            elif key not in expected:
                yield f"{path}/{key} is extra: {actual[key]!r}"
            else:
                yield from differences(expected[key], actual[key], known, f"{path}/{key}")
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield f"{path} has {len(actual)} items, not {len(expected)}"
        for place, (one, other) in enumerate(zip(expected, actual, strict=False)):
            yield from differences(one, other, known, f"{path}/{place}")
    elif not _is_same(expected, actual, known):
        yield f"{path} is {actual!r}, not {expected!r}"


def _is_same(expected: Any, actual: Any, known: MutableMapping[str, Any]) -> bool:
    whole = _NAME.fullmatch(expected) if isinstance(expected, str) else None
    if whole is None:
        if isinstance(expected, str) and _NAME.search(expected):
            return str(fill(expected, known)) == str(actual)
        return _is_equal(expected, actual)
    name = whole[1]
    if name in _KINDS:
        return _KINDS[name].fullmatch(str(actual)) is not None
    file = _FILE.fullmatch(name)
    if file:
        return len(base64.b64decode(str(actual), validate=True)) == int(file[1])
    return _is_equal(known.setdefault(name, actual), actual)


def _is_equal(expected: Any, actual: Any) -> bool:
    if isinstance(expected, dict | list | bool | None) or isinstance(
        actual, dict | list | bool | None
    ):
        return type(expected) is type(actual) and bool(expected == actual)
    return str(expected) == str(actual)
