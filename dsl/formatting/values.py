"""Lay out paths, pipes, calls and operators, in the order in which their words are written."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Final

from dsl import nodes
from dsl.formatting.layout import (
    BLANK,
    EMPTY,
    SPACE_OR_LINE,
    Layout,
    grouped,
    hugged,
    indented,
    row,
    rows,
)
from dsl.formatting.literals import Fold, LiteralStyle, Style
from dsl.formatting.precedence import (
    DEFAULT,
    NOT,
    POST,
    SIGN,
    STEPPED,
    SUM,
    begins_with_brace,
    is_bracketed,
    level_of,
    must_follow,
)
from dsl.formatting.spelling import spell_key
from dsl.source import Span

_POST: Final = (
    nodes.Step, nodes.Attribute, nodes.Index, nodes.Each, nodes.Slice, nodes.One, nodes.Drop,
)  # fmt: skip


class ValueStyle(LiteralStyle):
    """Paths, pipes, calls and operators."""

    # paths and pipes

    def _post(self, node: nodes.Expression) -> Layout:
        steps: list[Any] = []
        base: Any = node
        while isinstance(base, _POST) or (isinstance(base, nodes.Call) and base.piped):
            steps.append(base)
            base = base.arguments[0].value if isinstance(base, nodes.Call) else base.base
        steps.reverse()
        parts = [self._base(base, steps[0])]
        pipes: list[Layout] = []
        for step in steps:
            if isinstance(step, nodes.Call):
                pipes.append(rows(parts))
                parts = [SPACE_OR_LINE, self.pen.remarks(), self._pipe(step)]
            else:
                parts.append(self._steps[type(step)](self, step))
        pipes.append(rows(parts))
        if len(pipes) == 1:
            return pipes[0]
        if isinstance(base, nodes.ListLiteral | nodes.ObjectLiteral | nodes.Group | nodes.Call):
            return hugged(pipes[0], rows(pipes[1:]))
        return grouped(row(pipes[0], indented(rows(pipes[1:]))))

    def _base(self, base: nodes.Expression, step: nodes.Expression) -> Layout:
        is_path = isinstance(step, nodes.Step | nodes.Attribute)
        if isinstance(base, nodes.Input) and is_path and self.pen.peek(".") == ".":
            return self.pen.word(".") if isinstance(step, nodes.Attribute) else EMPTY
        if isinstance(base, nodes.ListLiteral) and not base.items:
            # `[].name` is refused as a slip for `[*].name`.
            return row(self.pen.word("["), BLANK, self.pen.word("]"))
        return self.value(base, STEPPED if is_path else POST)

    def _pipe(self, node: nodes.Call) -> Layout:
        bar = self.pen.word("|")
        name = self.pen.word(node.function)
        rest = node.arguments[1:]
        if self.pen.peek("(" if rest else "", goes_on=True) == "(":
            return row(bar, BLANK, name, self._arguments(rest))
        return row(bar, BLANK, name)

    def _step(self, node: nodes.Step) -> Layout:
        return row(self.pen.word("."), self.pen.word(spell_key(node.key)))

    def _attribute(self, node: nodes.Attribute) -> Layout:
        return row(self.pen.word("@"), self.pen.word(spell_key(node.name)))

    def _index(self, node: nodes.Index) -> Layout:
        return self.bracket("[", [partial(self.value, node.index)], "]")

    def _each(self, node: nodes.Each) -> Layout:
        opened = row(self.pen.word("["), self.pen.word("*"))
        where: Layout = EMPTY
        if node.where is not None:
            where = row(
                BLANK, self.pen.word("where"), BLANK, indented(self.value(node.where, DEFAULT))
            )
        return row(opened, where, self.pen.word("]"))

    def _slice(self, node: nodes.Slice) -> Layout:
        opened = self.pen.word("[")
        start = self._slice_end(node.start)
        colon = self.pen.word(":")
        return row(opened, start, colon, self._slice_end(node.stop), self.pen.word("]"))

    def _slice_end(self, end: int | None) -> Layout:
        return EMPTY if end is None else self.key(nodes.Literal(Span(0, 0), end))

    def _one(self, node: nodes.One) -> Layout:
        return self.pen.word("!")

    def _drop(self, node: nodes.Drop) -> Layout:
        return self.pen.word("?")

    # calls

    def _call(self, node: nodes.Call) -> Layout:
        if node.piped:
            return self._post(node)
        name = self.pen.word(node.function)
        return row(name, self._arguments(node.arguments))

    def _arguments(self, arguments: Sequence[nodes.Argument]) -> Layout:
        is_hugged = len(arguments) == 1 and is_bracketed(arguments[0].value)
        fold = Fold.HUG if is_hugged else Fold.FIT
        parts = [partial(self._argument, each) for each in arguments]
        return self.bracket("(", parts, ")", fold)

    def _argument(self, node: nodes.Argument) -> Layout:
        if node.name is not None:
            return row(self.phrase(node.name, "="), BLANK, self._argument_value(node.value))
        return self._argument_value(node.value)

    def _argument_value(self, node: nodes.Expression | nodes.Lambda) -> Layout:
        if isinstance(node, nodes.Lambda):
            return row(self.phrase(node.parameter, "=>"), self.body(node.body))
        return self.value(node)

    def body(self, node: nodes.Expression) -> Layout:
        """Return what follows an arrow: on its line, or on the next one further in."""
        before = self.pen.remarks()
        value = self.value(node)
        if is_bracketed(node) or must_follow(node):
            return row(BLANK, before, value)
        return grouped(indented(row(SPACE_OR_LINE, before, value)))

    # operators

    def _sign(self, node: nodes.Sign) -> Layout:
        sign = self.pen.word(node.operator)
        gap = BLANK if isinstance(node.operand, nodes.Sign) else EMPTY
        return row(sign, gap, self.value(node.operand, SIGN))

    def _not(self, node: nodes.Not) -> Layout:
        return row(self.pen.word("not"), BLANK, self.value(node.operand, NOT))

    def _is(self, node: nodes.Is) -> Layout:
        operand = self.value(node.operand, SUM)
        words = ("is", "not", node.test) if node.negated else ("is", node.test)
        return row(operand, BLANK, self.phrase(*words))

    def _binary(self, node: nodes.Binary) -> Layout:
        own = level_of(node.operator)
        if own == level_of("=="):
            left = self.value(node.left, SUM)
            operator = self.phrase(*node.operator.split())
            return row(left, BLANK, operator, BLANK, self.value(node.right, SUM))
        chain: list[nodes.Binary] = [node]
        while isinstance(left_node := chain[-1].left, nodes.Binary) and (
            level_of(left_node.operator) == own
        ):
            chain.append(left_node)
        first = self.value(chain[-1].left, own)
        rest = [self._operation(link, own) for link in reversed(chain)]
        return grouped(row(first, indented(rows(rest))))

    def _operation(self, node: nodes.Binary, own: int) -> Layout:
        is_word = node.operator in {"and", "or"}
        gap = BLANK if is_word and begins_with_brace(node.right) else SPACE_OR_LINE
        before = self.pen.remarks()
        operator = self.pen.word(node.operator)
        return row(gap, before, operator, BLANK, self.value(node.right, own + 1))

    _steps: ClassVar[Mapping[type, Style]] = {
        nodes.Step: _step,
        nodes.Attribute: _attribute,
        nodes.Index: _index,
        nodes.Each: _each,
        nodes.Slice: _slice,
        nodes.One: _one,
        nodes.Drop: _drop,
    }
    styles: ClassVar[Mapping[type, Style]] = {
        **LiteralStyle.styles,
        **dict.fromkeys(_steps, _post),
        nodes.Call: _call,
        nodes.Sign: _sign,
        nodes.Not: _not,
        nodes.Binary: _binary,
        nodes.Is: _is,
    }
