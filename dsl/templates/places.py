"""What every rewriting of a template file needs: places, what is asked for, what is wrong."""

from collections.abc import Sequence
from typing import Any, Final, NoReturn

from jinja2 import nodes as jinja

from dsl import nodes
from dsl.source import Source, Span
from dsl.templates.asks import Ask, Judge, Slip, Turns, Work, Write, argument
from dsl.templates.driver import ask, asks_for


class Refused(Exception):
    """An expression that cannot be; why is noted."""


class Rewriting:
    """The state of rewriting one file; `value` comes with `dsl.templates.expressions`."""

    def __init__(self, source: Source) -> None:
        self.source: Final = source
        self.asks: Final[list[Ask]] = []
        self.slips: Final[list[Slip]] = []
        self.macros: Final[dict[str, jinja.Macro]] = {}
        self.loops: Final[list[bool]] = []
        """The loops around the current place, and whether each is recursive."""

    def value(self, node: Any) -> jinja.Expr:
        """Return what takes the place of an expression; raises `Refused`."""
        raise TypeError(type(node))

    def refuse(self, node: jinja.Node, code: str, **words: str) -> NoReturn:
        """Note what is wrong at a node, and end the reading of its expression."""
        self.slips.append(Slip(node.lineno or 1, code, words))
        raise Refused

    def ask(self, ask_: Ask, *given: jinja.Expr) -> jinja.Call:
        """Return the call that asks for something with what is rewritten already."""
        self.asks.append(ask_)
        return ask(len(self.asks) - 1, *given)

    def written(self, node: jinja.Node) -> jinja.Expr:
        """Return the call that gives an expression as text."""
        name, path = self.subject(node)
        inner = self.value(node)
        last = self.asks[-1] if self.asks else None
        if isinstance(last, Work) and asks_for(inner, len(self.asks) - 1):
            self.asks[-1] = Write(name, path, last)
            return inner
        return self.ask(Write(name, path), inner)

    def judged(self, node: jinja.Node) -> jinja.Expr:
        """Return the call that gives what decides something."""
        name, path = self.subject(node)
        return self.ask_for(Judge(name, path), node)

    def turns(self, node: jinja.Node, width: int = 1) -> jinja.Expr:
        """Return the call that gives the elements of a loop."""
        name, path = self.subject(node)
        return self.ask_for(Turns(name, path, width), node)

    def work(
        self,
        work: nodes.Expression,
        given: Sequence[jinja.Expr],
        of_texts: nodes.Expression | None = None,
        of_count: nodes.Expression | None = None,
    ) -> jinja.Expr:
        """Return the call that works out an expression of Tie over what is given."""
        paths = tuple(path_of(one) for one in given)
        return self.ask_for(Work(work, paths, of_texts, of_count), *given)

    def ask_for(self, ask_: Ask, *given: jinja.Node) -> jinja.Call:
        """Return the call that asks for something with what is yet to be rewritten."""
        return self.ask(ask_, *(self.value(one) for one in given))

    def subject(self, node: jinja.Node) -> tuple[nodes.Name, str]:
        """Return the name that stands for an expression, and the path that it is."""
        return argument(0, self.place(node)), path_of(node)

    def line(self, node: jinja.Node) -> Span:
        """Return the span of the line that a node stands on, without the blanks around it."""
        number = min(node.lineno or 1, self.source.line_count)
        start, line = self.source.offset(number, 1), self.source.line(number)
        indent = len(line) - len(line.lstrip())
        return Span(start + indent, start + max(len(line.rstrip()), indent))

    def place(self, node: jinja.Node) -> Span:
        """Return the span of a path on its line, or that of the line: Jinja knows no columns."""
        line, path = self.line(node), path_of(node)
        text = self.source.text[line.start : line.end]
        if path and text.count(path) == 1:
            start = line.start + text.index(path)
            return Span(start, start + len(path))
        return line


def path_of(node: jinja.Node) -> str:
    """Return the path that an expression is, as it is usually written, or an empty text."""
    if isinstance(node, jinja.Name):
        return node.name
    if isinstance(node, jinja.Getattr):
        base = path_of(node.node)
        return base and f"{base}.{node.attr}"
    if isinstance(node, jinja.Getitem) and isinstance(node.arg, jinja.Const):
        base = path_of(node.node)
        key = f'"{node.arg.value}"' if isinstance(node.arg.value, str) else node.arg.value
        return base and f"{base}[{key}]"
    return ""
