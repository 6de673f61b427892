"""Object data as conditions see them: one level, nested keys joined by `_`.

Source: generic-interface reference 10.3.
"""

from collections.abc import Iterator, Mapping

from dsl.values import Value
from engine.model.perl_scalar import is_true


def flattened(data: Mapping[str, Value]) -> dict[str, Value]:
    """Return the data on one level: ``{"a": {"b": [1, 2]}}`` as ``{"a_b_0": 1, "a_b_1": 2}``.

    An empty list or mapping stays as it is. Of a list only what is true counts and is numbered.
    """
    return dict(_flat("", data))


def _flat(prefix: str, data: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for key, value in data.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value:
            yield from _flat(f"{name}_", value)
        elif isinstance(value, list) and value:
            yield from _numbered(name, value)
        else:
            yield name, value


def _numbered(name: str, items: list[Value]) -> Iterator[tuple[str, Value]]:
    for index, item in enumerate(filter(is_true, items)):
        # The reference files a structure inside a list under its memory address: no field of a
        # condition can name that, and yet it has taken a number.
        if not isinstance(item, dict | list):
            yield f"{name}_{index}", item
