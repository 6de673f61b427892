"""What every engine under measurement offers, and the plainest way to offer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from benchmarks.mapping import float_floor, inputs
from benchmarks.mapping.timing import runner


class Column(Enum):
    """What is measured: a value into a value, or bytes into bytes."""

    MAP = "map"
    CALL = "call"


class Engine(Protocol):
    """A way to say the four tasks. `version` is shown beside the name."""

    @property
    def name(self) -> str:
        """The name in the tables."""

    @property
    def version(self) -> str:
        """The version, empty for what is part of this repository."""

    def offers(self, task: str, column: Column) -> bool:
        """Tell whether the engine has such an entry."""

    def output(self, task: str, column: Column) -> Any:
        """Return the output for the task's input, as a value that can be compared."""

    def seconds(self, task: str, column: Column, count: int) -> float:
        """Return the CPU time that so many runs take together."""


@dataclass(frozen=True, slots=True)
class InProcess:
    """An engine that is a function in this process."""

    name: str
    version: str
    maps: Mapping[str, Callable[[Any], Any]]
    calls: Mapping[str, Callable[[Any], bytes]]
    values: Mapping[str, Any]
    bodies: Mapping[str, bytes]
    read: Callable[[Any], Any]
    """Makes what a call returned comparable."""
    read_map: Callable[[Any], Any] = lambda output: output
    """Makes what a map returned comparable."""

    def offers(self, task: str, column: Column) -> bool:
        """Tell whether the engine has such an entry."""
        return task in (self.maps if column is Column.MAP else self.calls)

    def output(self, task: str, column: Column) -> Any:
        """Return the output for the task's input, as a value that can be compared."""
        if column is Column.MAP:
            return self.read_map(self.maps[task](self.values[task]))
        return self.read(self.calls[task](self.bodies[task]))

    def seconds(self, task: str, column: Column, count: int) -> float:
        """Return the CPU time that so many runs take together."""
        if column is Column.MAP:
            return runner(self.maps[task], self.values[task])(count)
        return runner(self.calls[task], self.bodies[task])(count)


def json_engine(
    name: str,
    version: str,
    maps: Mapping[str, Callable[[Any], Any]],
    calls: Mapping[str, Callable[[bytes], bytes]] | None = None,
) -> InProcess:
    """Return an engine over floats; without calls of its own the standard json reads and writes."""
    return InProcess(
        name=name,
        version=version,
        maps=maps,
        calls={task: _call(each) for task, each in maps.items()} if calls is None else calls,
        values={task: float_floor.decode(body) for task, body in inputs.BODIES.items()},
        bodies=inputs.BODIES,
        read=float_floor.decode,
    )


def _call(function: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    decode, encode = float_floor.decode, float_floor.encode
    return lambda body: encode(function(decode(body)))
