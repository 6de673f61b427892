"""Build the nodes of expressions: one method for each alias of the grammar that gives a value.

Children are all tokens and nodes of the rule, in order; both carry a span.
"""

from decimal import Decimal
from typing import Any

from dsl import nodes
from dsl.reading.lowering_blocks import _StatementRules, text_node
from dsl.reading.tokens import Token
from dsl.source import Span

Children = list[Any]


def span_of(children: Children) -> Span:
    """Return the span from the first child to the last."""
    return Span(children[0].span.start, children[-1].span.end)


def key_of(token: Token) -> str:
    """Return the key a word or plain text stands for."""
    return token.value if token.type == "STRING" else token.text


class _ValueRules(_StatementRules):
    """Rules of literals, paths, calls and operators."""

    def string(self, c: Children) -> nodes.Literal:
        return nodes.Literal(c[0].span, c[0].value)

    def integer(self, c: Children) -> nodes.Literal:
        return nodes.Literal(c[0].span, int(c[0].value))

    def number(self, c: Children) -> nodes.Literal:
        return nodes.Literal(c[0].span, Decimal(c[0].value))

    def true(self, c: Children) -> nodes.Literal:
        return nodes.Literal(c[0].span, value=True)

    def false(self, c: Children) -> nodes.Literal:
        return nodes.Literal(c[0].span, value=False)

    def null(self, c: Children) -> nodes.Literal:
        return nodes.Literal(c[0].span, None)

    def missing(self, c: Children) -> nodes.Missing:
        return nodes.Missing(c[0].span)

    def text(self, c: Children) -> nodes.Text | nodes.TextTemplate:
        return text_node(c)

    def block_text(self, c: Children) -> nodes.Text | nodes.TextTemplate:
        return text_node(c)

    def regex(self, c: Children) -> nodes.Regex:
        return nodes.Regex(c[0].span, c[0].value)

    def template(self, c: Children) -> nodes.Template:
        return nodes.Template(span_of(c), c[2].value)

    def name(self, c: Children) -> nodes.Name:
        return nodes.Name(c[0].span, c[0].text)

    def context_value(self, c: Children) -> nodes.Input | nodes.Context:
        name = (c[0].value or c[0].text)[1:]
        return nodes.Input(c[0].span) if name == "input" else nodes.Context(c[0].span, name)

    def group_value(self, c: Children) -> nodes.Group:
        return nodes.Group(span_of(c), c[1])

    def list(self, c: Children) -> nodes.ListLiteral:
        return nodes.ListLiteral(span_of(c), c[1] if len(c) == 3 else ())

    def list_items(self, c: Children) -> tuple[nodes.Expression, ...]:
        return tuple(c[::2])

    def object(self, c: Children) -> nodes.ObjectLiteral:
        return nodes.ObjectLiteral(span_of(c), tuple(c[1:-1]))

    # paths

    def root_step(self, c: Children) -> nodes.Step:
        dot = c[0].span
        base = nodes.Input(Span(dot.start, dot.start))
        return nodes.Step(span_of(c), base, key_of(c[1]), c[1].span)

    def root_attribute(self, c: Children) -> nodes.Attribute:
        at = c[0].span.start
        return nodes.Attribute(span_of(c), nodes.Input(Span(at, at)), key_of(c[2]))

    def step(self, c: Children) -> nodes.Step:
        return nodes.Step(span_of(c), c[0], key_of(c[2]), c[2].span)

    def attribute(self, c: Children) -> nodes.Attribute:
        return nodes.Attribute(span_of(c), c[0], key_of(c[2]))

    def index(self, c: Children) -> nodes.Index:
        return nodes.Index(span_of(c), c[0], c[2])

    def each(self, c: Children) -> nodes.Each:
        return nodes.Each(span_of(c), c[0], c[3] if len(c) == 5 else None)

    def each_where(self, c: Children) -> nodes.Expression:
        condition: nodes.Expression = c[1]
        return condition

    def slice(self, c: Children) -> nodes.Slice:
        return nodes.Slice(span_of(c), c[0], c[2], c[4])

    def slice_end(self, c: Children) -> int | None:
        if not c:
            return None
        value = int(c[-1].value)
        return -value if c[0].text == "-" else value

    def one(self, c: Children) -> nodes.One:
        return nodes.One(span_of(c), c[0])

    def drop(self, c: Children) -> nodes.Drop:
        return nodes.Drop(span_of(c), c[0])

    # calls

    def pipe(self, c: Children) -> nodes.Call:
        first = nodes.Argument(c[0].span, None, c[0])
        rest = c[4] if len(c) == 6 else ()
        return nodes.Call(span_of(c), c[2].text, c[2].span, (first, *rest), piped=True)

    def call(self, c: Children) -> nodes.Call:
        arguments = c[2] if len(c) == 4 else ()
        return nodes.Call(span_of(c), c[0].text, c[0].span, arguments, piped=False)

    def arguments(self, c: Children) -> tuple[nodes.Argument, ...]:
        return tuple(c[::2])

    def argument(self, c: Children) -> nodes.Argument:
        return nodes.Argument(c[0].span, None, c[0])

    def named_argument(self, c: Children) -> nodes.Argument:
        return nodes.Argument(span_of(c), c[0].text, c[2])

    def lambda_argument(self, c: Children) -> nodes.Argument:
        span = span_of(c)
        return nodes.Argument(span, None, nodes.Lambda(span, c[0].text, c[0].span, c[2]))

    # operators

    def sign(self, c: Children) -> nodes.Sign:
        return nodes.Sign(span_of(c), "-" if c[0].text in {"-", "−", "–", "—"} else "+", c[1])

    def negated(self, c: Children) -> nodes.Not:
        return nodes.Not(span_of(c), c[1])

    def binary(self, c: Children) -> nodes.Binary:
        return nodes.Binary(span_of(c), c[1].text, c[1].span, c[0], c[2])

    def not_in(self, c: Children) -> nodes.Binary:
        return nodes.Binary(span_of(c), "not in", c[1].span.to(c[2].span), c[0], c[3])

    def is_test(self, c: Children) -> nodes.Is:
        return nodes.Is(span_of(c), c[0], c[2].text, c[2].span, negated=False)

    def is_not_test(self, c: Children) -> nodes.Is:
        return nodes.Is(span_of(c), c[0], c[3].text, c[3].span, negated=True)
