"""Builds Python syntax from short templates, statement by statement."""

import ast
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, TypeAlias

from dsl.generating.values import ANY, UNBOUNDED, Value

Hole: TypeAlias = "Value | ast.expr | str | int | list[ast.stmt] | None"
"""What stands for a name of a template: an expression, a variable's name, an integer, or the
statements of a body."""


@cache
def _parsed(template: str) -> tuple[ast.stmt, ...]:
    return tuple(ast.parse(template).body)


class Emitter:
    """The function under construction: the block that statements go to, and what is known there.

    What is known of a variable, or was worked out already, holds in the block where it was found
    and in those inside it.
    """

    def __init__(self) -> None:
        self.block: list[ast.stmt] = []
        self.place: tuple[int, int, int, int] = (1, 0, 1, 0)
        self._count = 0
        self.unsure: set[str] = set()
        """Variables that have no value where what they stand for failed."""
        self._kinds: list[dict[str, Value]] = [{}]
        self._known: list[dict[Hashable, Value]] = [{}]

    # ------------------------------------------------------------ building

    def expression(self, template: str, /, **holes: Hole) -> ast.expr:
        """Return the expression of a template; each name that is a hole is replaced."""
        (statement,) = _parsed(template)
        if not isinstance(statement, ast.Expr):
            raise TypeError(f"no expression: {template}")
        built: ast.expr = self._filled(statement.value, holes)
        return built

    def emit(self, template: str, /, **holes: Hole) -> None:
        """Add the statements of a template to the block."""
        for statement in _parsed(template):
            self.block.append(self._filled(statement, holes))

    def name(self, stem: str = "t") -> str:
        """Return the name of a new variable."""
        self._count += 1
        # A name of the author's may end in digits, so they stand apart.
        return f"{stem}_{self._count}"

    def constant(self, value: str | int | None) -> ast.expr:
        """Return a constant at the present place."""
        made: ast.expr = self.placed(ast.Constant(value))
        return made

    def load(self, name: str) -> ast.expr:
        """Return the variable as an expression."""
        made: ast.expr = self.placed(ast.Name(name, ast.Load()))
        return made

    def placed(self, node: Any) -> Any:
        """Return a node with the place of what is under construction."""
        node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = self.place
        return node

    def _filled(self, node: Any, holes: dict[str, Hole]) -> Any:
        if isinstance(node, ast.Name) and node.id in holes:
            hole = holes[node.id]
            match hole:
                case Value():
                    return hole.node
                case str():
                    return self.placed(ast.Name(hole, node.ctx))
                case int() | None:
                    return self.constant(hole)
                case _:
                    return hole
        made = type(node)()
        for field in node._fields:
            part = getattr(node, field, None)
            if isinstance(part, list):
                setattr(made, field, self._filled_list(part, holes))
            elif isinstance(part, ast.AST) and not isinstance(
                part, ast.expr_context | ast.operator
            ):
                setattr(made, field, self._filled(part, holes))
            else:
                setattr(made, field, part)
        return self.placed(made)

    def _filled_list(self, parts: list[Any], holes: dict[str, Hole]) -> list[Any]:
        out: list[Any] = []
        for part in parts:
            if isinstance(part, ast.Expr) and isinstance(part.value, ast.Name):
                body = holes.get(part.value.id)
                if isinstance(body, list):
                    out.extend(body or [self.placed(ast.Pass())])
                    continue
            out.append(self._filled(part, holes) if isinstance(part, ast.AST) else part)
        return out

    # ------------------------------------------------------------ blocks

    @contextmanager
    def branch(self) -> Iterator[list[ast.stmt]]:
        """Collect statements that may not run, or run many times, and forget what they found."""
        outer, self.block = self.block, []
        self._kinds.append({})
        self._known.append({})
        try:
            yield self.block
        finally:
            self.block = outer
            self._kinds.pop()
            self._known.pop()

    # ------------------------------------------------------------ values

    def variable(self, name: str, kinds: int = ANY, bits: int = UNBOUNDED) -> Value:
        """Return a variable as a value, with all that is known about it here."""
        for known in reversed(self._kinds):
            if name in known:
                return Value(self.load(name), known[name].kinds, name, known[name].bits)
        return Value(self.load(name), kinds, name, bits)

    def learn(self, value: Value, kinds: int, bits: int | None = None) -> Value:
        """Note that a variable has one of these kinds from here on, and return it so."""
        learnt = Value(value.node, value.kinds & kinds, value.key, bits or value.bits)
        if value.key:
            self._kinds[-1][value.key] = learnt
        return learnt

    def again(self, value: Value) -> Value:
        """Return a simple value with all that is known of it by now."""
        return self.variable(value.key, value.kinds, value.bits) if self._is_name(value) else value

    def bind(self, value: Value, stem: str = "t") -> Value:
        """Return the value as a variable or constant that may be used many times."""
        if value.key:
            return value
        name = self.name(stem)
        self.emit("target = value", target=name, value=value)
        return self.learn(Value(self.load(name), value.kinds, name, value.bits), ANY)

    def worked_out(self, value: Value, stem: str = "t") -> Value:
        """Bind a value that may not be used: what fails in it fails here all the same."""
        if value.key in self.unsure:
            self.emit("x", x=value)
        return self.bind(value, stem)

    def known(self, key: Hashable) -> Value | None:
        """Return what was worked out under a key before, if anything was."""
        for known in reversed(self._known):
            if key in known:
                return self.again(known[key])
        return None

    def keep(self, key: Hashable, value: Value) -> Value:
        """Bind a value, and keep it under a key for whoever needs it again."""
        bound = self._known[-1][key] = self.bind(value)
        return bound

    def forget(self) -> None:
        """Forget what this block found, since statements that found it were taken back."""
        self._kinds[-1].clear()
        self._known[-1].clear()

    @staticmethod
    def _is_name(value: Value) -> bool:
        return isinstance(value.node, ast.Name)


SURPRISE: Final = "raise Surprise"
"""The statement that gives up the fast path."""
