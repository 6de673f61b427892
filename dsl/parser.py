"""Parse the text of a mapping into its syntax tree, or into diagnostics; never raises for any text.

The grammar is `grammar/tie.lark`; its tables are built once, when the first text is parsed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from lark import Lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer as LarkLexer
from lark.parsers.lalr_parser_state import ParserState

from dsl import nodes
from dsl.diagnostics import Diagnostic
from dsl.messages import diagnostic
from dsl.reading.depth import may_be_deep, too_deep
from dsl.reading.lexer import Lexer
from dsl.reading.lowering import LOWERING
from dsl.reading.recovery import Recovery
from dsl.reading.tape import Stop, Tape
from dsl.reading.tokens import Token, vocabulary
from dsl.source import Source, Span

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
        transformer=cast("Any", LOWERING),
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


def read_tokens(source: Source) -> tuple[Token, ...]:
    """Return the tokens of a text, the last one its end; for a text that `parse` accepts."""
    tape = Tape(source)
    _machine().lexer.read(tape)
    return tuple(tape.tokens)


def _parse(source: Source, start: str) -> tuple[Any, tuple[Diagnostic, ...]]:
    if len(source.text) > MAX_CHARACTERS:
        span = Span(MAX_CHARACTERS, MAX_CHARACTERS)
        words = {"count": str(len(source.text)), "limit": str(MAX_CHARACTERS)}
        return None, (diagnostic("too-long", source, span, **words),)
    machine = _machine()
    tape = Tape(source)
    try:
        machine.lexer.read(tape)
    except Stop:
        return None, _in_file_order(tape.findings)
    tree: Any = None
    try:
        tree = _feed(machine.lark.parse_interactive("", start).parser_state, tape.tokens)
    except UnexpectedToken:
        Recovery(tape, machine.lark.parse_interactive("", start).parser_state).run()
    if tape.findings:
        return None, _in_file_order(tape.findings)
    deep = too_deep(tree) if may_be_deep(tape.tokens) else None
    if deep is not None:
        return None, (diagnostic("too-deep", source, deep),)
    return tree, ()


def _feed(state: ParserState[Any], tokens: Sequence[Token]) -> Any:
    for token in tokens[:-1]:
        state.feed_token(cast("Any", token))
    return state.feed_token(cast("Any", tokens[-1]), is_end=True)


def _in_file_order(findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.span))
