"""Lay out branches, loops and what stands in braces."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from typing import ClassVar

from dsl import nodes
from dsl.formatting.layout import (
    BLANK,
    COMMA,
    EMPTY,
    LIST_COMMA,
    MUST_BREAK,
    SPACE_OR_LINE,
    Layout,
    either,
    grouped,
    hugged,
    indented,
    leaf,
    line,
    row,
    rows,
)
from dsl.formatting.literals import Style
from dsl.formatting.page import write_flat
from dsl.formatting.pen import NO_TEXT
from dsl.formatting.precedence import (
    DEFAULT,
    SUM,
    begins_with_brace,
    ends_with_mark,
    is_bracketed,
)
from dsl.formatting.text_template import spell_template
from dsl.formatting.values import ValueStyle


@dataclass(frozen=True, slots=True)
class Columns:
    """An entry whose second column stands below those of its neighbours."""

    head: Layout
    width: int
    tail: Layout


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several in braces: lays itself out, and then what parts it from the next."""

    lay_out: Callable[[], Layout | Columns]
    part: Callable[[Layout | Columns], Layout]


@dataclass(slots=True)
class _Laid:
    is_apart: bool
    remarks: Layout
    entry: Layout | Columns
    parting: Layout


class BranchStyle(ValueStyle):
    """`if`, `match`, `for` and the entries of braces."""

    def braces(self, entries: Sequence[Entry], *, stand_alone: bool = False) -> Layout:
        """Return entries in braces.

        They stand one a line where the author has put a line end behind the opening brace, or
        without an author where they `stand_alone`; else on one line if they fit.
        """
        opened = self.pen.word("{")
        is_open = bool(entries) and self.pen.is_fresh(otherwise=stand_alone)
        inside = self.sequence(entries)
        is_apart = bool(entries) and self.pen.is_apart()
        after = self.pen.remarks(closing=True)
        closed = self.pen.word("}")
        if not entries and after is EMPTY:
            return row(opened, closed)
        ending = row(line(blank=is_apart), after) if after is not EMPTY else EMPTY
        start = row(MUST_BREAK, SPACE_OR_LINE) if is_open else SPACE_OR_LINE
        body = row(start, inside, ending) if entries else ending
        return grouped(row(opened, indented(body), SPACE_OR_LINE, closed))

    def sequence(self, entries: Sequence[Entry]) -> Layout:
        """Return entries with line ends between them, and their columns below each other."""
        laid: list[_Laid] = []
        for entry in entries:
            is_apart, remarks = self.pen.is_apart(), self.pen.remarks()
            found = entry.lay_out()
            laid.append(_Laid(is_apart, remarks, found, entry.part(found)))
        parts: list[Layout] = []
        for place, (each, entry_layout) in enumerate(zip(laid, _aligned(laid), strict=True)):
            if place:
                parting = laid[place - 1].parting
                parts += (parting, line("  " if parting is EMPTY else " ", blank=each.is_apart))
            parts += (each.remarks, entry_layout)
        return rows(parts)

    # branches and loops

    def _conditional(self, node: nodes.Conditional) -> Layout:
        clauses = [self._clause(node)]
        brackets = [is_bracketed(node.yes)]
        otherwise = node.no
        while True:
            before = row(self.pen.remarks(), self.pen.word("else"), BLANK)
            if not isinstance(otherwise, nodes.Conditional):
                break
            clauses.append(row(before, self._clause(otherwise)))
            brackets.append(is_bracketed(otherwise.yes))
            otherwise = otherwise.no
        clauses.append(row(before, self.value(otherwise)))
        if not any(brackets):
            rest = [row(SPACE_OR_LINE, clause) for clause in clauses[1:]]
            return grouped(row(clauses[0], indented(rows(rest))))
        whole = clauses.pop()
        while clauses:
            whole = hugged(clauses.pop(), row(SPACE_OR_LINE, whole))
        return whole

    def _clause(self, node: nodes.Conditional) -> Layout:
        condition = row(self.pen.word("if"), BLANK, self.value(node.condition))
        before = self.pen.remarks()
        then = row(before, self.pen.word("then"), BLANK, self.value(node.yes))
        if is_bracketed(node.yes):
            return row(condition, BLANK, then)
        return grouped(row(condition, indented(row(SPACE_OR_LINE, then))))

    def _match(self, node: nodes.Match) -> Layout:
        head = row(self.pen.word("match"), BLANK, self.value(node.subject, DEFAULT))
        return row(head, BLANK, self.cases(node.cases, node.otherwise))

    def _for(self, node: nodes.For) -> Layout:
        head = self.loop_head(node)
        return row(head, BLANK, self.pen.word("=>"), self.body(node.body))

    def loop_head(self, node: nodes.For | nodes.TextFor) -> Layout:
        """Return a loop without its body."""
        names = self.phrase("for", node.variable)
        if node.second is not None:
            names = row(names, COMMA, BLANK, self.pen.word(node.second))
        head = row(names, BLANK, self.pen.word("in"), BLANK, self.value(node.source, DEFAULT))
        return grouped(row(head, indented(rows(self._clauses(node)))))

    def loop(self, node: nodes.TextFor) -> str:
        """Return the head of a loop in text, on one line."""
        return write_flat(type(self)(NO_TEXT).loop_head(node))

    def _text_template(self, node: nodes.TextTemplate) -> Layout:
        return self.pen.verbatim(node) or leaf(spell_template(node, self))

    def _clauses(self, node: nodes.For | nodes.TextFor) -> Sequence[Layout]:
        clauses: list[Layout] = []
        if node.where is not None:
            clauses.append(self._word_clause("where", node.where))
        if (group := node.group) is not None:
            before = row(SPACE_OR_LINE, self.pen.remarks(), self.phrase("group", "by"), BLANK)
            key = self.value(group.key, DEFAULT)
            clauses.append(row(before, key, BLANK, self.phrase("into", group.name)))
        if node.order:
            before = row(SPACE_OR_LINE, self.pen.remarks(), self.phrase("order", "by"))
            keys = [row(BLANK, self._order_key(key), COMMA) for key in node.order[:-1]]
            clauses.append(row(before, *keys, BLANK, self._order_key(node.order[-1])))
        if node.limit is not None:
            clauses.append(self._word_clause("limit", node.limit))
        return clauses

    def _word_clause(self, word: str, node: nodes.Expression) -> Layout:
        gap = BLANK if begins_with_brace(node) else SPACE_OR_LINE
        before = row(gap, self.pen.remarks(), self.pen.word(word), BLANK)
        return row(before, indented(self.value(node, DEFAULT)))

    def _order_key(self, node: nodes.OrderKey) -> Layout:
        key = self.value(node.key, DEFAULT)
        direction = self.pen.peek("desc" if node.descending else "", goes_on=True)
        if direction in {"asc", "desc"}:
            return row(key, BLANK, self.pen.word(direction))
        return key

    # cases

    def cases(self, cases: Sequence[nodes.Case], otherwise: nodes.Expression | None) -> Layout:
        """Return cases in braces, `else` where its author has put it."""
        ordered: list[nodes.Case | nodes.Expression] = [*cases]
        if otherwise is not None:
            start = otherwise.span.start
            ordered.insert(sum(case.span.start <= start for case in cases), otherwise)
        entries = [
            Entry(partial(self._case, case), partial(self._part_case, case, following))
            for case, following in zip_longest(ordered, ordered[1:])
        ]
        return self.braces(entries)

    def _case(self, node: nodes.Case | nodes.Expression) -> Layout:
        if not isinstance(node, nodes.Case):
            return row(self.phrase("else", "->"), self.body(node))
        if node.guard is not None and node.guard_operand is not None:
            guard = row(self.pen.word(node.guard), BLANK, self.value(node.guard_operand, SUM))
            return row(guard, BLANK, self.pen.word("->"), self.body(node.result))
        keys = self.key(node.keys[0])
        for key in node.keys[1:]:
            keys = row(keys, BLANK, self.pen.word("|"), BLANK, self.key(key))
        return row(keys, BLANK, self.pen.word("->"), self.body(node.result))

    def _part_case(
        self,
        node: nodes.Case | nodes.Expression,
        following: nodes.Case | nodes.Expression | None,
        _laid: Layout | Columns,
    ) -> Layout:
        """Return a comma where the next case begins with a sign or a guard; else blanks will do."""
        if isinstance(following, nodes.Case) and (following.guard or self._is_signed(following)):
            return COMMA
        result = node.result if isinstance(node, nodes.Case) else node
        return LIST_COMMA if ends_with_mark(result) else EMPTY

    def _is_signed(self, node: nodes.Case) -> bool:
        key = node.keys[0]
        is_negative = (
            isinstance(key, nodes.Literal)
            and key.value is not None
            and not isinstance(key.value, str)
            and key.value < 0
        )
        return self.pen.peek("-" if is_negative else "") in {"-", "+"}

    styles: ClassVar[Mapping[type, Style]] = {
        **ValueStyle.styles,
        nodes.Conditional: _conditional,
        nodes.Match: _match,
        nodes.For: _for,
        nodes.TextTemplate: _text_template,
    }


def _aligned(laid: Sequence[_Laid]) -> list[Layout]:
    """Return the entries; in a run of columns without an empty line the second ones align."""
    runs: list[list[int]] = []
    for each in laid:
        width = each.entry.width if isinstance(each.entry, Columns) else 0
        if width and runs and runs[-1][-1] and not each.is_apart:
            runs[-1].append(width)
        else:
            runs.append([width])
    widths = [max(run) for run in runs for _ in run]
    return [_padded(each.entry, width) for each, width in zip(laid, widths, strict=True)]


def _padded(entry: Layout | Columns, width: int) -> Layout:
    if not isinstance(entry, Columns):
        return entry
    pad = either(" " * (width - entry.width), "")
    return row(entry.head, pad, BLANK, entry.tail)
