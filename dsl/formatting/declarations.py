"""Lay out a whole mapping: its header and its declarations."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from dsl import nodes
from dsl.formatting.branches import Columns, Entry
from dsl.formatting.items import ItemStyle
from dsl.formatting.layout import (
    BLANK,
    EMPTY,
    LINE,
    MUST_BREAK,
    Layout,
    indented,
    line,
    row,
    rows,
)
from dsl.formatting.spelling import spell_text


class MappingStyle(ItemStyle):
    """A file and what stands at its top."""

    def mapping(self, node: nodes.Mapping) -> Layout:
        """Return the layout of a file: the header, an empty line, the declarations."""
        entries = [Entry(partial(self.item, each), _no_parting) for each in node.declarations]
        parts: list[Layout] = []
        if node.header is not None:
            parts.append(self._header(node.header))
        if entries:
            parts += (line(blank=True), self.sequence(entries))
        is_apart = self.pen.is_apart()
        after = self.pen.remarks(closing=True)
        if after is not EMPTY:
            parts += (line(blank=is_apart), after)
        begins = 1 if parts and node.header is None else 0
        return rows(parts[begins:])

    def _header(self, node: nodes.Header) -> Layout:
        parts = [self.phrase("mapping", node.name)]
        sides: list[Layout] = []
        for each in node.inputs:
            before = row(LINE, self.pen.remarks(), self.phrase("from", each.name))
            sides.append(row(before, self.pen.word(":"), BLANK, self._contract(each.contract)))
        if node.output is not None:
            before = row(LINE, self.pen.remarks(), self.pen.word("to"), BLANK)
            sides.append(row(before, self._contract(node.output)))
        return row(*parts, indented(rows(sides)))

    def _contract(self, node: nodes.Contract) -> Layout:
        schema = "any" if node.schema is None else spell_text(node.schema)
        contract = self.phrase(node.format, schema)
        if not node.namespaces:
            return contract
        spaces = [partial(self._namespace, *space) for space in node.namespaces]
        return row(contract, BLANK, self.bracket("(", spaces, ")"))

    def _namespace(self, prefix: str, name: str) -> Layout:
        return self.phrase(prefix, "=", spell_text(name))

    def _use(self, node: nodes.Use) -> Layout:
        names = [partial(self.pen.word, name) for name, _ in node.names]
        used = self.phrase("use", spell_text(node.file))
        return row(used, BLANK, self.bracket("(", names, ")"))

    def _table(self, node: nodes.Table) -> Layout:
        return row(self.phrase("table", node.name), BLANK, self.cases(node.cases, node.otherwise))

    def _table_file(self, node: nodes.TableFile) -> Layout:
        return self.phrase("table", node.name, "from", spell_text(node.file))

    def _function(self, node: nodes.Function) -> Layout:
        name = self.phrase("fn", node.name)
        parameters = [partial(self._parameter, each) for each in node.parameters]
        head = row(name, self.bracket("(", parameters, ")"))
        if node.result is not None:
            head = row(head, BLANK, self.pen.word("->"), BLANK, self._type(node.result))
        return row(head, BLANK, self.pen.word("="), self.body(node.body))

    def _parameter(self, node: nodes.Parameter) -> Layout:
        name = self.pen.word(node.name)
        if node.type is None:
            return name
        return row(name, self.pen.word(":"), BLANK, self._type(node.type))

    def _type(self, node: nodes.TypeName) -> Layout:
        if node.item is not None:
            opened = self.pen.word("[")
            named = row(opened, self._type(node.item), self.pen.word("]"))
        else:
            named = self.pen.word(node.name or "")
        return row(named, self._mark(optional=node.optional))

    def _example(self, node: nodes.Example) -> Layout:
        head = row(self.phrase("example", spell_text(node.title)), BLANK, self.pen.word("{"))
        given = [partial(self._told, "given", node.given)]
        if node.context is not None:
            given.append(partial(self._told, "with", node.context))
        if node.expect is not None:
            given.append(partial(self._told, "expect", node.expect))
        else:
            fails = nodes.Literal(node.span, node.fails)
            given.append(partial(self._told, "fails", fails))
        inside = self.sequence([Entry(each, _no_parting) for each in given])
        is_apart = self.pen.is_apart()
        after = self.pen.remarks(closing=True)
        ending = row(line(blank=is_apart), after) if after is not EMPTY else EMPTY
        body = indented(row(MUST_BREAK, LINE, inside, ending))
        return row(head, body, LINE, self.pen.word("}"))

    def _told(self, word: str, node: nodes.Expression) -> Columns:
        return Columns(self.pen.word(word), len(word), self.value(node))

    def _check(self, node: nodes.Check) -> Layout:
        check = self.phrase("check", node.kind)
        if node.other is not None:
            check = row(check, BLANK, self.phrase("with", node.other))
        if node.paths:
            paths = [partial(self._path, path) for path in node.paths]
            on = self.pen.word("on")
            check = row(check, BLANK, on, BLANK, self.bracket("(", paths, ")"))
        return check

    def _path(self, path: str) -> Layout:
        parts = [self.pen.word(path)]
        while (step := self.pen.peek(")", goes_on=True)) not in {",", ")"}:
            parts.append(self.pen.word(step))
        return rows(parts)

    def _law(self, node: nodes.Law) -> Layout:
        return row(self.phrase("law", spell_text(node.title), "="), self.body(node.condition))

    def _result(self, node: nodes.Result) -> Layout:
        return row(self.pen.word("result"), BLANK, self.value(node.value))

    item_styles: ClassVar[Mapping[type, Callable[[Any, Any], Layout | Columns]]] = {
        **ItemStyle.item_styles,
        nodes.Use: _use,
        nodes.Table: _table,
        nodes.TableFile: _table_file,
        nodes.Function: _function,
        nodes.Example: _example,
        nodes.Check: _check,
        nodes.Law: _law,
        nodes.Result: _result,
    }


def _no_parting(_laid: Layout | Columns) -> Layout:
    return EMPTY
