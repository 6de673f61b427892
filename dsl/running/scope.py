"""What names mean while a program is built, and what builds the parts of an expression."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Protocol

from dsl import nodes
from dsl.running.runs import FIRST_BINDING, Closure, Place


@dataclass(frozen=True, slots=True)
class Binding:
    """A name's place in the frame, and the input path that it stands for, if it is one."""

    slot: int
    path: str = ""


@dataclass(slots=True)
class Slots:
    """Hands out the places of a frame, each once."""

    _next: "count[int]" = field(default_factory=lambda: count(FIRST_BINDING))
    size: int = FIRST_BINDING

    def new(self) -> int:
        """Return a place that nothing else uses."""
        slot = next(self._next)
        self.size = slot + 1
        return slot


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression sees. A change is a new scope."""

    slots: Slots
    names: Mapping[str, Binding]

    def bind(self, name: str, path: str = "") -> tuple["Scope", int]:
        """Return a scope with one more name, and the name's place."""
        slot = self.slots.new()
        return replace(self, names={**self.names, name: Binding(slot, path)}), slot


class Builder(Protocol):
    """Turns the expressions of one file into closures."""

    def expression(self, node: nodes.Expression, scope: Scope) -> Closure:
        """Return the closure of an expression."""

    def place(self, node: nodes.Node, path: str = "") -> Place:
        """Return what the errors of a node point at; `path` is the input path it reads."""

    def function_body(self, node: nodes.Function, scope: Scope) -> None:
        """Build the body of an `fn` function, which sees the names of a scope."""
