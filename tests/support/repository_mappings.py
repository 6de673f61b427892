"""The mappings of this repository, each with inputs that it is made for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml
from input_synthesis import synthesised

import dsl
from benchmarks.mapping.inputs import BODIES
from dsl.values import MISSING, decode_json

ROOT: Final = Path(__file__).parents[2]
FOLDERS: Final = ("benchmarks", "examples", "stdlib_mappings", "tests")
MOST_ELEMENTS: Final = 4
"""Elements of a list in an input: damage is found in few as well as in many."""


@dataclass(frozen=True)
class Given:
    """An input of a mapping, and the context it is given with."""

    value: Any
    context: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class RepositoryMapping:
    """A mapping's text, where it stands, and the folder of the files it uses."""

    name: str
    text: str
    folder: Path

    def load(self, name: str) -> bytes:
        """Return a file that the mapping uses."""
        return (self.folder / name).read_bytes()

    @cached_property
    def program(self) -> dsl.Program:
        """The mapping, compiled."""
        return dsl.compile(self.text, self.name, self.load)

    @cached_property
    def inputs(self) -> tuple[Given, ...]:
        """Undamaged inputs: those of its examples and of benchmarks, or one made of its paths."""
        return tuple(_inputs(self)) or (Given(synthesised(self.program.mapping)),)


def repository_mappings() -> Iterator[RepositoryMapping]:
    """Give every mapping, those in service files among them."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.tie")):
            yield RepositoryMapping(_name(path), path.read_text(encoding="utf-8"), path.parent)
        for path in sorted((ROOT / folder).rglob("*.y*ml")):
            text = path.read_text(encoding="utf-8")
            if "Type: Tie" not in text:
                continue
            for place, source in _sources(yaml.safe_load(text), ""):
                yield RepositoryMapping(f"{_name(path)}:{place}", source, path.parent)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _sources(node: Any, place: str) -> Iterator[tuple[str, str]]:
    """Give the texts of mappings in a service file, each with the names above it."""
    if isinstance(node, dict):
        config = node.get("Config")
        if node.get("Type") == "Tie" and isinstance(config, dict) and "Source" in config:
            yield place, config["Source"]
        for key, value in node.items():
            yield from _sources(value, f"{place}.{key}".lstrip("."))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _sources(value, f"{place}[{number}]")


def _inputs(mapping: RepositoryMapping) -> Iterator[Given]:
    program = mapping.program
    for example in program.examples:
        if example.fails is None:
            context = program.constant(example.context) if example.context else None
            yield Given(program.constant(example.given), context)
    if mapping.name.startswith("benchmarks/mapping/tie/"):
        yield Given(_shortened(decode_json(BODIES[Path(mapping.name).stem])))


def _shortened(value: Any) -> Any:
    if isinstance(value, list):
        return [_shortened(one) for one in value[:MOST_ELEMENTS]]
    if isinstance(value, dict):
        return {key: _shortened(one) for key, one in value.items() if one is not MISSING}
    return value
