"""Parse the text of a mapping into its syntax tree, or into diagnostics; never raises for any text.

The grammar is `grammar/tie.lark`; its tables are built once, when the first text is parsed.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from lark import Lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer as LarkLexer

from dsl import nodes
from dsl.diagnostics import Diagnostic
from dsl.lexer import Lexer
from dsl.lowering import Lowering
from dsl.messages import diagnostic
from dsl.source import Source, Span
from dsl.tape import Stop, Tape
from dsl.tokens import Token, vocabulary

MAX_CHARACTERS: Final = 1_048_576
"""Longest text that is read at all."""


class _Unused(LarkLexer):
    """Stands where Lark wants a lexer: the tokens are fed to its parser one by one."""

    def __init__(self, lexer_conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Any:
        yield from ()


@dataclass(frozen=True, slots=True)
class _Machine:
    lark: Lark
    lexer: Lexer


@cache
def _machine() -> _Machine:
    lark = Lark(
        files("grammar").joinpath("tie.lark").read_text("utf-8"),
        parser="lalr",
        strict=True,
        start=["mapping", "expression"],
        lexer=_Unused,
        transformer=cast("Any", Lowering()),
        keep_all_tokens=True,
        maybe_placeholders=False,
    )
    return _Machine(lark, Lexer(vocabulary(lark.terminals)))


def parse(source: Source) -> tuple[nodes.Mapping | None, tuple[Diagnostic, ...]]:
    """Return the mapping a text means, or None and every slip in it, in file order."""
    tree, findings = _parse(source, "mapping")
    return cast("nodes.Mapping | None", tree), findings


def parse_expression(source: Source) -> tuple[nodes.Expression | None, tuple[Diagnostic, ...]]:
    """Return the expression a text means, or None and every slip in it, in file order."""
    tree, findings = _parse(source, "expression")
    return cast("nodes.Expression | None", tree), findings


def _parse(source: Source, start: str) -> tuple[Any, tuple[Diagnostic, ...]]:
    machine = _machine()
    tape = Tape(source)
    try:
        machine.lexer.read(tape)
    except Stop:
        return None, tuple(tape.findings)
    state = machine.lark.parse_interactive("", start).parser_state
    try:
        for token in tape.tokens[:-1]:
            state.feed_token(cast("Any", token))
        tree = state.feed_token(cast("Any", tape.tokens[-1]), True)
    except UnexpectedToken as error:
        token = cast("Token", error.token)
        return None, (diagnostic("unexpected", source, token.span, found=token.text or token.type, expected=str(sorted(error.expected))),)
    return (None if tape.findings else tree), tuple(tape.findings)
