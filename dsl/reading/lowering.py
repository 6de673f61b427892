"""Build the syntax tree while parsing: one method for each rule and alias of the grammar.

The methods only build nodes; every slip has been found before or is the checker's to find.
"""

from typing import Any, Final

from dsl import nodes
from dsl.reading.lowering_items import Cases, Clause, _ItemRules, is_token
from dsl.reading.lowering_values import Children, span_of
from dsl.source import Span


class _Lowering(_ItemRules):
    """Rules of a file and its declarations."""

    def mapping(self, c: Children) -> nodes.Mapping:
        header = c[0] if c and isinstance(c[0], nodes.Header) else None
        span = span_of(c) if c else Span(0, 0)
        return nodes.Mapping(span, header, tuple(c[1:] if header else c))

    def expression(self, c: Children) -> Any:
        return c[0]

    def header(self, c: Children) -> nodes.Header:
        inputs = tuple(child for child in c if isinstance(child, nodes.From))
        output = c[-1] if isinstance(c[-1], nodes.Contract) else None
        return nodes.Header(span_of(c), c[1].text, c[1].span, inputs, output)

    def source(self, c: Children) -> nodes.From:
        return nodes.From(span_of(c), c[1].text, c[1].span, c[3])

    def target(self, c: Children) -> nodes.Contract:
        contract: nodes.Contract = c[1]
        return contract

    def contract(self, c: Children) -> nodes.Contract:
        schema = c[1].value if c[1].type == "STRING" else None
        spaces = c[2].parts if len(c) == 3 else ()
        span = Span(c[0].span.start, (c[-1] if len(c) == 2 else c[2]).span.end)
        return nodes.Contract(span, c[0].text, schema, spaces)

    def namespaces(self, c: Children) -> Clause:
        return Clause("namespaces", tuple(c[1:-1:2]), span_of(c[:1] + c[-1:]))

    def namespace(self, c: Children) -> tuple[str, str]:
        return (c[0].text, c[2].value)

    def use(self, c: Children) -> nodes.Use:
        return nodes.Use(span_of(c), c[1].value, c[1].span, c[3])

    def names(self, c: Children) -> tuple[tuple[str, Span], ...]:
        return tuple((name.text, name.span) for name in c[::2])

    def table(self, c: Children) -> nodes.Table:
        cases: Cases = c[3] if len(c) == 5 else Cases()
        return nodes.Table(span_of(c), c[1].text, c[1].span, cases.cases, cases.otherwise)

    def table_file(self, c: Children) -> nodes.TableFile:
        return nodes.TableFile(span_of(c), c[1].text, c[1].span, c[3].value, c[3].span)

    def function(self, c: Children) -> nodes.Function:
        parameters = c[3] if isinstance(c[3], tuple) else ()
        result = next((child for child in c if isinstance(child, nodes.TypeName)), None)
        return nodes.Function(span_of(c), c[1].text, c[1].span, parameters, result, c[-1])

    def parameters(self, c: Children) -> tuple[nodes.Parameter, ...]:
        return tuple(c[::2])

    def parameter(self, c: Children) -> nodes.Parameter:
        return nodes.Parameter(span_of(c), c[0].text, c[2] if len(c) == 3 else None)

    def result_type(self, c: Children) -> nodes.TypeName:
        type_name: nodes.TypeName = c[1]
        return type_name

    def type(self, c: Children) -> nodes.TypeName:
        optional = is_token(c[-1], "OPT")
        if c[0].type == "LSQB":
            return nodes.TypeName(span_of(c), None, c[1], optional)
        return nodes.TypeName(span_of(c), c[0].text, None, optional)

    def example(self, c: Children) -> nodes.Example:
        given, outcome = c[3].parts, c[4]
        expect, fails = (
            (outcome.parts[0], None) if outcome.word == "expect" else (None, outcome.parts[0].value)
        )
        context = given[1] if len(given) == 2 else None
        return nodes.Example(span_of(c), c[1].value, given[0], context, expect, fails)

    def given(self, c: Children) -> Clause:
        return Clause("given", tuple(c[1:]))

    def context(self, c: Children) -> Any:
        return c[1]

    def expect(self, c: Children) -> Clause:
        return Clause("expect", (c[1],))

    def fails(self, c: Children) -> Clause:
        return Clause("fails", (c[1],))

    def check(self, c: Children) -> nodes.Check:
        clauses = {child.word: child for child in c[2:]}
        other = clauses["with"].parts[0] if "with" in clauses else None
        paths = clauses["on"].parts if "on" in clauses else ()
        end = c[-1].span.end
        return nodes.Check(Span(c[0].span.start, end), c[1].text, c[1].span, other, paths)

    def with_other(self, c: Children) -> Clause:
        return Clause("with", (c[1].text,), span_of(c))

    def on_paths(self, c: Children) -> Clause:
        return Clause("on", tuple(c[2:-1:2]), span_of(c[:1] + c[-1:]))

    def path(self, c: Children) -> str:
        return "".join(token.text for token in c)

    def law(self, c: Children) -> nodes.Law:
        return nodes.Law(span_of(c), c[1].value, c[3])

    def result(self, c: Children) -> nodes.Result:
        return nodes.Result(span_of(c[:2]), c[1])


LOWERING: Final = _Lowering()
"""What Lark calls with the children of each rule."""
