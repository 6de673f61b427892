"""Build the nodes of branches, loops and items, as `lowering_values` does those of values."""

from dataclasses import dataclass
from typing import Any, Final

from dsl import nodes
from dsl.reading.lowering_values import Children, _ValueRules, key_of, span_of
from dsl.reading.tokens import Token
from dsl.source import Span

NOWHERE: Final = Span(0, 0)
"""The span of a part that is never shown on its own."""


@dataclass(frozen=True, slots=True)
class Else:
    """The `else` case of a `match` or table, before its owner is complete."""

    span: Span
    result: nodes.Expression


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a `match` or table, before their owner is complete."""

    cases: tuple[nodes.Case, ...] = ()
    otherwise: nodes.Expression | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a larger rule, before that is complete: the word it begins with and its parts."""

    word: str
    parts: tuple[Any, ...]
    span: Span = NOWHERE


def is_token(child: Any, type: str) -> bool:
    """Tell whether a child is a token of a type."""
    return isinstance(child, Token) and child.type == type


class _ItemRules(_ValueRules):
    """Rules of branches, loops and items."""

    def conditional(self, c: Children) -> nodes.Conditional:
        return nodes.Conditional(span_of(c), c[1], c[3], c[5])

    def match(self, c: Children) -> nodes.Match:
        cases: Cases = c[3] if len(c) == 5 else Cases()
        return nodes.Match(span_of(c), c[1], cases.cases, cases.otherwise)

    def cases(self, c: Children) -> Cases:
        found = tuple(child for child in c if isinstance(child, nodes.Case))
        otherwise = next((child.result for child in c if isinstance(child, Else)), None)
        return Cases(found, otherwise)

    def case(self, c: Children) -> nodes.Case:
        keys = tuple(c[:-2:2])
        return nodes.Case(span_of(c), keys, None, None, c[-1])

    def case_else(self, c: Children) -> Else:
        return Else(span_of(c), c[2])

    def case_guard(self, c: Children) -> nodes.Case:
        return nodes.Case(span_of(c), (), c[0].text, c[1], c[3])

    def negative(self, c: Children) -> nodes.Literal:
        literal = self.integer(c[1:]) if c[1].type == "INT" else self.number(c[1:])
        value: Any = literal.value
        # `copy_negate` keeps every digit, where the minus of Decimal rounds to its context.
        negated = value.copy_negate() if c[1].type == "NUMBER" else -value
        return nodes.Literal(span_of(c), negated if c[0].text != "+" else value)

    def for_each(self, c: Children) -> nodes.For:
        second: Token | None = c[2]
        return nodes.For(
            span_of(c),
            variable=c[1].text,
            variable_span=c[1].span,
            second=second.text if second else None,
            second_span=second.span if second else None,
            source=c[4],
            where=c[5],
            group=c[6],
            order=c[7],
            limit=c[8],
            body=c[10],
        )

    def second(self, c: Children) -> Token | None:
        return c[1] if c else None

    def where(self, c: Children) -> Any:
        return c[1] if c else None

    def group(self, c: Children) -> nodes.GroupBy | None:
        return nodes.GroupBy(span_of(c), c[2], c[4].text, c[4].span) if c else None

    def order(self, c: Children) -> tuple[nodes.OrderKey, ...]:
        return tuple(c[2::2])

    def order_key(self, c: Children) -> nodes.OrderKey:
        return nodes.OrderKey(span_of(c), c[0], is_token(c[-1], "DESC"))

    def limit(self, c: Children) -> Any:
        return c[1] if c else None

    # items

    def item_with_comma(self, c: Children) -> Any:
        return c[0]

    def mark(self, c: Children) -> bool:
        return bool(c)

    def assign(self, c: Children) -> nodes.Assign:
        return nodes.Assign(span_of(c), key_of(c[0]), c[0].span, c[1], c[3])

    def block(self, c: Children) -> nodes.Block:
        return nodes.Block(span_of(c), key_of(c[0]), c[0].span, c[1], tuple(c[3:-1]))

    def let(self, c: Children) -> nodes.Let:
        return nodes.Let(span_of(c), c[1].text, c[1].span, c[3])

    def require(self, c: Children) -> nodes.Require:
        return nodes.Require(span_of(c), c[1], c[3])

    def skip(self, c: Children) -> nodes.Skip:
        return nodes.Skip(span_of(c), c[2])

    def spread(self, c: Children) -> nodes.Spread:
        excluded = c[2].parts if len(c) == 3 else ()
        return nodes.Spread(span_of(c), c[1], tuple(map(key_of, excluded)))

    def excepted(self, c: Children) -> Clause:
        return Clause("except", tuple(c[2:-1:2]), c[-1].span)
