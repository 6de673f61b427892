"""Build the nodes of text: pieces, expressions, and the statements of a block nested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dsl import nodes
from dsl.reading.blocks import lay_out
from dsl.reading.tokens import Token
from dsl.source import Span

Parts = tuple[nodes.TextPart, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One `{% %}` as it was read: what it begins, or the word that goes on with or ends it."""

    span: Span
    word: str
    begins: nodes.TextStatement | None = None
    branch: nodes.TextBranch | None = None


def text_node(children: Sequence[Any]) -> nodes.Text | nodes.TextTemplate:
    """Return the text that pieces, with expressions and statements between them, make."""
    tokens = [child for child in children if isinstance(child, Token)]
    span = Span(tokens[0].span.start, tokens[-1].span.end)
    block = tokens[0].text.startswith('"""')
    pieces, cuts_line_end = lay_out(tokens) if block else ([token.value for token in tokens], False)
    texts = iter(pieces)
    parts = [next(texts) if isinstance(child, Token) else child for child in children]
    parts = [part for part in parts if part != ""]
    if not any(isinstance(part, Statement) for part in parts):
        return nodes.Text(span, tuple(parts), block)
    return nodes.TextTemplate(span, _Nesting(parts).parts(), cuts_line_end)


class _StatementRules:
    """Rules of the statements of a text block."""

    def statement_for(self, c: list[Any]) -> Statement:
        second: Token | None = c[2]
        ends = [part.span.end for part in (*c[3:7], *c[7], c[8]) if part is not None]
        span = Span(c[0].span.start, max(ends))
        begins = nodes.TextFor(
            span,
            variable=c[1].text,
            variable_span=c[1].span,
            second=second.text if second else None,
            second_span=second.span if second else None,
            source=c[4],
            where=c[5],
            group=c[6],
            order=c[7],
            limit=c[8],
            parts=(),
            otherwise=(),
        )
        return Statement(span, "for", begins)

    def statement_if(self, c: list[Any]) -> Statement:
        span = Span(c[0].span.start, c[1].span.end)
        return Statement(span, c[0].text, branch=nodes.TextBranch(span, c[1], ()))

    def statement_word(self, c: list[Any]) -> Statement:
        return Statement(c[0].span, c[0].text)

    def statement_set(self, c: list[Any]) -> Statement:
        span = Span(c[0].span.start, c[3].span.end)
        return Statement(span, "set", nodes.TextSet(span, c[1].text, c[1].span, c[3]))


class _Nesting:
    """Reads the parts of a block in order; ends that end nothing were reported before."""

    def __init__(self, parts: Sequence[Any]) -> None:
        self._parts = parts
        self._place = 0

    def parts(self, *ends: str) -> Parts:
        """Return what stands up to a statement with one of these words, or to the end."""
        out: list[nodes.TextPart] = []
        while self._place < len(self._parts):
            part = self._parts[self._place]
            if not isinstance(part, Statement):
                out.append(part)
                self._place += 1
            elif part.word in ends:
                break
            else:
                self._place += 1
                statement = self._statement(part)
                out.extend([statement] if statement is not None else [])
        return tuple(out)

    def _statement(self, part: Statement) -> nodes.TextStatement | None:
        if isinstance(part.begins, nodes.TextFor):
            parts = self.parts("else", "endfor")
            otherwise, end = self._otherwise("endfor")
            span = part.span.to(end or part.span)
            return replace(part.begins, span=span, parts=parts, otherwise=otherwise)
        if part.branch is not None:
            branches = [self._branch(part.branch)]
            while (branch := self._next_branch()) is not None:
                branches.append(self._branch(branch))
            otherwise, end = self._otherwise("endif")
            return nodes.TextIf(part.span.to(end or part.span), tuple(branches), otherwise)
        return part.begins

    def _branch(self, branch: nodes.TextBranch) -> nodes.TextBranch:
        parts = self.parts("elif", "else", "endif")
        spans = [part.span for part in parts if not isinstance(part, str)]
        return replace(branch, span=branch.span.to((spans or [branch.span])[-1]), parts=parts)

    def _next_branch(self) -> nodes.TextBranch | None:
        statement = self._parts[self._place] if self._place < len(self._parts) else None
        if statement is None or statement.word != "elif":
            return None
        self._place += 1
        branch: nodes.TextBranch | None = statement.branch
        return branch

    def _otherwise(self, end: str) -> tuple[Parts, Span | None]:
        """Return what stands behind an `else`, if there is one, and step over the end."""
        parts: Parts = ()
        if self._place < len(self._parts) and self._parts[self._place].word == "else":
            self._place += 1
            parts = self.parts(end)
        closing = self._parts[self._place] if self._place < len(self._parts) else None
        self._place += 1
        return parts, closing.span if closing is not None else None
