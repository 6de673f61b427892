"""Lay out the items of an object and of a whole mapping."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from dsl import nodes
from dsl.formatting.branches import BranchStyle, Columns, Entry
from dsl.formatting.layout import (
    BLANK,
    COMMA,
    EMPTY,
    LIST_COMMA,
    SPACE_OR_LINE,
    Layout,
    grouped,
    indented,
    row,
)
from dsl.formatting.literals import Style
from dsl.formatting.precedence import POST
from dsl.formatting.spelling import spell_key, spell_name


class ItemStyle(BranchStyle):
    """Items, and the objects that hold them."""

    def item(self, node: nodes.Declaration) -> Layout | Columns:
        """Return the layout of an item or a declaration."""
        return self.item_styles[type(node)](self, node)

    def _object(self, node: nodes.ObjectLiteral) -> Layout:
        return self._items(node.items, stand_alone=False)

    def _items(self, items: Sequence[nodes.Item], *, stand_alone: bool) -> Layout:
        entries = [Entry(partial(self.item, item), partial(_part, item)) for item in items]
        return self.braces(entries, stand_alone=stand_alone)

    def _assign(self, node: nodes.Assign) -> Layout | Columns:
        spelled = spell_key(node.key)
        written = self.pen.written(node.key_span) or spelled
        head = row(self.pen.word(spelled), self._mark(optional=node.optional))
        sign = self.pen.peek("=")
        tail = row(self.pen.word(sign), BLANK, self.value(node.value))
        if sign == ":":
            return row(head, tail)
        return Columns(head, len(written) + node.optional, tail)

    def _mark(self, *, optional: bool) -> Layout:
        return self.pen.word("?") if optional else EMPTY

    def _block(self, node: nodes.Block) -> Layout:
        key = row(self.pen.word(spell_name(node.key)), self._mark(optional=node.optional))
        return row(key, BLANK, self._items(node.items, stand_alone=True))

    def _let(self, node: nodes.Let) -> Layout:
        return row(self.phrase("let", node.name, "="), BLANK, self.value(node.value))

    def _require(self, node: nodes.Require) -> Layout:
        condition = row(self.pen.word("require"), BLANK, self.value(node.condition))
        before = row(SPACE_OR_LINE, self.pen.remarks(), self.pen.word("else"), BLANK)
        return grouped(row(condition, indented(row(before, self.value(node.message)))))

    def _skip(self, node: nodes.Skip) -> Layout:
        return row(self.phrase("skip", "when"), BLANK, self.value(node.condition))

    def _spread(self, node: nodes.Spread) -> Layout:
        copied = row(self.pen.word("..."), self.value(node.value, POST))
        if not node.excluded:
            return copied
        keys = [partial(self.pen.word, spell_name(key)) for key in node.excluded]
        word = self.pen.word("except")
        return row(copied, BLANK, word, BLANK, self.bracket("(", keys, ")"))

    styles: ClassVar[Mapping[type, Style]] = {
        **BranchStyle.styles,
        nodes.ObjectLiteral: _object,
    }
    item_styles: ClassVar[Mapping[type, Callable[[Any, Any], Layout | Columns]]] = {
        nodes.Assign: _assign,
        nodes.Block: _block,
        nodes.Let: _let,
        nodes.Require: _require,
        nodes.Skip: _skip,
        nodes.Spread: _spread,
    }


def _part(node: nodes.Item, laid: Layout | Columns) -> Layout:
    """Return the comma behind an item: on one line always, else as JSON has it behind `key: v`."""
    return COMMA if isinstance(node, nodes.Assign) and not isinstance(laid, Columns) else LIST_COMMA
