"""Makes an input out of the paths that a mapping reads."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, TypeAlias

from dsl import nodes as n

Path: TypeAlias = "tuple[str, ...] | None"
"""Keys from the input on; `[*]` stands for the elements of a list. None: not of the input."""

ELEMENT: Final = "[*]"


def synthesised(mapping: n.Mapping) -> Any:
    """Return an input that has a value at every path that a mapping reads, texts at the ends."""
    found: dict[tuple[str, ...], None] = {}
    names: dict[str, Path] = {}
    if mapping.header is not None and len(mapping.header.inputs) == 1:
        names = {mapping.header.inputs[0].name: ()}
    elif mapping.header is not None:
        names = {each.name: (each.name,) for each in mapping.header.inputs}
    for declaration in mapping.declarations:
        _collect(declaration, names, found)
        if isinstance(declaration, n.Let):
            names[declaration.name] = _path(declaration.value, names)
    return _value(list(found))


def _collect(node: Any, names: Mapping[str, Path], found: dict[tuple[str, ...], None]) -> None:
    if isinstance(node, tuple):
        for part in node:
            _collect(part, names, found)
    if not isinstance(node, n.Node) or isinstance(node, n.Example):
        return
    path = _path(node, names) if isinstance(node, n.Expression) else None
    if path:
        found[path] = None
    inner = dict(names)
    match node:
        case n.For(variable=variable, source=source):
            inner[variable] = _element(_path(source, names))
        case n.Each(base=base):
            inner["it"] = _element(_path(base, names))
    for field in fields(node):
        _collect(getattr(node, field.name), inner, found)


def _path(node: Any, names: Mapping[str, Path]) -> Path:
    match node:
        case n.Input():
            return ()
        case n.Name(name=name):
            return names.get(name)
        case n.Step(base=base, key=key):
            return _extended(_path(base, names), key)
        case n.Each(base=base):
            return _element(_path(base, names))
        case n.Group(inner=inner) | n.Drop(base=inner) | n.Binary(operator="??", left=inner):
            return _path(inner, names)
    return None


def _element(path: Path) -> Path:
    return _extended(path, ELEMENT)


def _extended(path: Path, key: str) -> Path:
    return None if path is None else (*path, key)


def _value(paths: list[tuple[str, ...]]) -> Any:
    heads = dict.fromkeys(path[0] for path in paths if path)
    if not heads:
        return "text"
    if ELEMENT in heads:
        return [_value([path[1:] for path in paths if path and path[0] == ELEMENT])] * 2
    return {
        head: _value([path[1:] for path in paths if path and path[0] == head]) for head in heads
    }
