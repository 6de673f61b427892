"""A file of Jinja: read, checked and rewritten so that Jinja sees none of its expressions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, cast

from jinja2 import Environment, TemplateSyntaxError, meta
from jinja2 import nodes as jinja
from jinja2.lexer import Token, TokenStream

from dsl.source import Source
from dsl.templates.asks import Ask, Slip
from dsl.templates.driver import HOOK, Driver
from dsl.templates.statements import Statements

MAX_CHARACTERS: Final = 100_000
"""Longest template file that is read: it is compiled in about a second."""
CONTEXTS: Final = ("input", "config", "request", "now")
"""Variables of every template: the whole input, and what `$config` and so on are in a mapping."""


@dataclass(frozen=True, slots=True)
class FileTemplate:
    """A template file ready to run, what its calls ask for, and the variables it reads."""

    source: Source
    driver: Driver
    asks: tuple[Ask, ...]
    variables: tuple[str, ...]


def read_template(source: Source) -> tuple[FileTemplate | None, Sequence[Slip]]:
    """Return the template that a text means, or None and every slip that is found in it."""
    count = len(source.text)
    if count > MAX_CHARACTERS:
        words = {"count": str(count), "limit": str(MAX_CHARACTERS)}
        return None, [Slip(1, "template-too-long", words)]
    try:
        tree = _environment().parse(source.text)
        rewriting = Statements(source)
        rewriting.find_macros(tree)
        body = rewriting.body(tree.body)
        if rewriting.slips:
            return None, sorted(rewriting.slips, key=lambda slip: slip.line)
        return _template(source, rewriting, body), ()
    except TemplateSyntaxError as error:
        reason = (error.message or "it cannot be read").rstrip(".")
        return None, [Slip(error.lineno, "template-syntax", {"reason": reason})]
    except ValueError:
        # An integer with more digits than Python reads.
        return None, [Slip(1, "template-syntax", {"reason": "a number has too many digits"})]
    except (RecursionError, SyntaxError, MemoryError):
        # What Python says about code that nests more than its compiler takes.
        return None, [Slip(1, "template-too-deep")]


def _template(source: Source, rewriting: Statements, body: list[jinja.Node]) -> FileTemplate:
    tree = jinja.Template(body, lineno=1)
    tree.set_environment(_environment())
    driver = Driver(body)
    variables = meta.find_undeclared_variables(tree) - {HOOK} - rewriting.macros.keys()
    return FileTemplate(source, driver, tuple(rewriting.asks), tuple(sorted(variables)))


class _Environment(Environment):
    """Jinja that keeps every digit of a number."""

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        written = list(self.lexer.tokeniter(source, name, filename, state))
        fractions = iter([text for _, kind, text in written if kind == "float"])
        tokens = (
            Token(token.lineno, token.type, cast("Any", Decimal(next(fractions))))
            if token.type == "float"
            else token
            for token in self.lexer.wrap(written, name, filename)
        )
        return TokenStream(tokens, name, filename)


@cache
def _environment() -> Environment:
    """Return what parses files; nothing is compiled or run by it."""
    environment = _Environment(autoescape=True)
    # Without them `range` is a variable like any other where it is not called.
    environment.globals.clear()
    return environment
