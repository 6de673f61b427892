"""What names mean while code is generated, and what the makers of each kind of node build with."""

import ast
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dsl import nodes
from dsl.generating.emitter import Emitter, Hole
from dsl.generating.values import Need, Value
from dsl.running.input_paths import Link
from dsl.unit import Unit


@dataclass(frozen=True, slots=True)
class Binding:
    """A name's value, and whether it is a name of the whole mapping rather than of a loop."""

    value: Value
    is_global: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression sees, and the file it stands in. A change is a new scope."""

    unit: Unit
    names: Mapping[str, Binding]

    def bind(self, name: str, value: Value, *, is_global: bool = False) -> "Scope":
        """Return a scope with one more name."""
        return replace(self, names={**self.names, name: Binding(value, is_global)})


class Parts(Protocol):
    """A loop whose result is read in pieces."""

    def part(self, generator: "Generator", node: nodes.Expression) -> Value | None:
        """Return what an expression reads of it, None if it reads nothing."""


class Generator(Protocol):
    """Makes the code of expressions. Whatever has no code raises `Unsupported`."""

    @property
    def emitter(self) -> Emitter:
        """The function under construction."""

    fuel: int
    """Units that one turn of the loop under construction costs, whatever the values."""
    parts: "dict[int, Parts]"
    """What expressions, by their identity, are found in a loop that was made before."""
    uses_numbers: bool
    """Whether the code computes, and so needs the arithmetic that never rounds."""

    def value(
        self, node: nodes.Expression, scope: Scope, need: Need = Need.EXACT, *, form: bool = True
    ) -> Value:
        """Return the code of an expression.

        Without `form` only the number counts, not how it is written: 2.50 may stand for 2.5.
        """

    def condition(self, node: nodes.Expression, scope: Scope) -> ast.expr:
        """Return the code of a Boolean: true or false, or the fast path ends."""

    def constant(self, template: str, key: Hashable, /, **holes: Hole) -> str:
        """Return the name of a value that is made once, when the code is loaded.

        All that ask with the same `key` share it.
        """

    def delegate(self, node: nodes.Expression, scope: Scope) -> Value:
        """Return code that has the closure tree work an expression out."""

    def attempt(self, node: nodes.Expression, scope: Scope) -> Value:
        """Return code as `delegate` does; what failed is `FAILED`."""

    def literal(self, node: nodes.Literal) -> Value:
        """Return the code of a constant."""

    def projection(
        self, items: Value, link: nodes.Each, rest: Sequence[Link], scope: Scope
    ) -> Value:
        """Return the code of `items[* where p].rest`, a list."""

    def library_call(
        self, name: str, first: Value, rest: Sequence[nodes.Argument], scope: Scope
    ) -> Value:
        """Return the code of a call of a library function whose first argument is made already."""

    def user_call(
        self, node: nodes.Call, function: nodes.Function, owner: Unit, scope: Scope, need: Need,
        *, form: bool,
    ) -> Value:  # fmt: skip
        """Return the code of a call of an `fn` function."""

    def place(self, node: nodes.Node, scope: Scope) -> tuple[int, int, int, int]:
        """Return where a node stands, as Python counts lines and columns."""

    def declare(self, node: nodes.Function, scope: Scope) -> None:
        """Note what an `fn` function sees: the names before it."""
