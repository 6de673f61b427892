"""What texts mean: the nodes that the parser builds, and their places."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from tie_samples import SAMPLES, TICKET

from dsl import nodes
from dsl.parser import parse, parse_expression
from dsl.source import Source, Span


def mapping(text: str) -> nodes.Mapping:
    tree, findings = parse(Source("test.tie", text))
    assert findings == ()
    assert tree is not None
    return tree


def expression(text: str) -> nodes.Expression:
    tree, findings = parse_expression(Source("test.tie", text))
    assert findings == ()
    assert tree is not None
    return tree


def short(value: Any) -> Any:
    """Return a node as nested tuples without its spans."""
    if isinstance(value, nodes.Node):
        kept = [getattr(value, f.name) for f in fields(value) if not f.name.endswith("span")]
        return (type(value).__name__, *map(short, kept))
    if isinstance(value, tuple):
        return tuple(map(short, value))
    return None if isinstance(value, Span) else value


def every_node(root: nodes.Node) -> list[nodes.Node]:
    found, pending = [], [root]
    while pending:
        node = pending.pop()
        found.append(node)
        for field in fields(node):
            value = getattr(node, field.name)
            values = value if isinstance(value, tuple) else (value,)
            pending.extend(child for child in values if isinstance(child, nodes.Node))
    return found


INPUT = ("Input",)


def literal(value: object) -> tuple[str, object]:
    return ("Literal", value)


def name(text: str) -> tuple[str, str]:
    return ("Name", text)


def call(function: str, *arguments: tuple[str | None, Any], piped: bool = False) -> Any:
    return ("Call", function, tuple(("Argument", *each) for each in arguments), piped)


def step(base: Any, *keys: str) -> Any:
    for key in keys:
        base = ("Step", base, key)
    return base


@pytest.mark.parametrize("text", SAMPLES)
def test_mappings_as_people_write_them_are_understood(text: str) -> None:
    assert mapping(text).declarations


@pytest.mark.parametrize("text", SAMPLES)
def test_every_node_holds_its_children(text: str) -> None:
    for node in every_node(mapping(text)):
        for child in every_node(node):
            assert node.span.start <= child.span.start <= child.span.end <= node.span.end


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("7", literal(7)),
        ("1.50", literal(Decimal("1.50"))),
        ("1e3", literal(Decimal("1E+3"))),
        ("true", literal(value=True)),
        ("null", literal(None)),
        ("missing", ("Missing",)),
        (".a", step(INPUT, "a")),
        ("$input", INPUT),
        ("$input.a", step(INPUT, "a")),
        ("$config.a", step(("Context", "config"), "a")),
        ('x."odd key"', step(name("x"), "odd key")),
        ('."odd key"', step(INPUT, "odd key")),
        ("x@id", ("Attribute", name("x"), "id")),
        ('x@"p:id"', ("Attribute", name("x"), "p:id")),
        (".@id", ("Attribute", INPUT, "id")),
        ("x[0]", ("Index", name("x"), literal(0))),
        ("x[-1]", ("Index", name("x"), ("Sign", "-", literal(1)))),
        ('x["k"]', ("Index", name("x"), literal("k"))),
        ("x[1:2]", ("Slice", name("x"), 1, 2)),
        ("x[-2:]", ("Slice", name("x"), -2, None)),
        ("x[:-2]", ("Slice", name("x"), None, -2)),
        ("x[:]", ("Slice", name("x"), None, None)),
        ("x[*]", ("Each", name("x"), None)),
        ("x[* where it.a]", ("Each", name("x"), step(name("it"), "a"))),
        ("x[*].a?", ("Drop", step(("Each", name("x"), None), "a"))),
        ("x!", ("One", name("x"))),
        ("(x)", ("Group", name("x"))),
        ("not x", ("Not", name("x"))),
        ("[]", ("ListLiteral", ())),
        ("[1, 2,]", ("ListLiteral", (literal(1), literal(2)))),
        ("{}", ("ObjectLiteral", ())),
        ('r"a\\d\\""', ("Regex", 'a\\d\\"')),
        ('template from "a.j2"', ("Template", "a.j2", ())),
        ("x is not missing", ("Is", name("x"), "missing", True)),
        ("x is present", ("Is", name("x"), "present", False)),
        ("x not in y", ("Binary", "not in", name("x"), name("y"))),
        ("f(1, a = 2)", call("f", (None, literal(1)), ("a", literal(2)))),
        ("f(x => x.a)", call("f", (None, ("Lambda", "x", step(name("x"), "a"))))),
        ("f (1,)", call("f", (None, literal(1)))),
        ("x | f", call("f", (None, name("x")), piped=True)),
        ("x | f(1)", call("f", (None, name("x")), (None, literal(1)), piped=True)),
    ],
)
def test_an_expression_means(text: str, meaning: object) -> None:
    assert short(expression(text)) == meaning


def grouped(node: Any) -> str:
    """Write an expression with every operator in brackets."""
    match node:
        case nodes.Binary(operator=operator, left=left, right=right):
            return f"<{grouped(left)} {operator} {grouped(right)}>"
        case nodes.Sign(operator=sign, operand=operand):
            return f"<{sign}{grouped(operand)}>"
        case nodes.Not(operand=operand):
            return f"<not {grouped(operand)}>"
        case nodes.Is(operand=operand, test=test):
            return f"<{grouped(operand)} is {test}>"
        case nodes.Call(function=function, arguments=arguments):
            return f"{function}({', '.join(grouped(each.value) for each in arguments)})"
        case nodes.Group(inner=inner):
            return f"({grouped(inner)})"
        case nodes.Step(base=base, key=key):
            return f"{grouped(base)}.{key}"
        case nodes.Drop(base=base):
            return f"<{grouped(base)}?>"
        case nodes.Name(name=text):
            return text
        case nodes.Literal(value=value):
            return str(value)
    raise AssertionError(node)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a + b | f", "<a + f(b)>"),
        ("(a + b) | f", "f((<a + b>))"),
        ("-a | f", "<-f(a)>"),
        ("a ?? b | f", "<a ?? f(b)>"),
        ("a | f | g(1) + 2", "<g(f(a), 1) + 2>"),
        ("a | f.b", "f(a).b"),
        ("a - b - c", "<<a - b> - c>"),
        ("a + b * c % d", "<a + <<b * c> % d>>"),
        ("a * -b", "<a * <-b>>"),
        ("not a == b and c or d", "<<<not <a == b>> and c> or d>"),
        ("a or b ?? c", "<<a or b> ?? c>"),
        ("a ?? b ?! c ?? d", "<<<a ?? b> ?! c> ?? d>"),
        ("a + 1 in b", "<<a + 1> in b>"),
        ("a + 1 is present and b", "<<<a + 1> is present> and b>"),
        ("not a is null", "<not <a is null>>"),
        ("a.b?", "<a.b?>"),
    ],
)
def test_operators_bind(text: str, meaning: str) -> None:
    assert grouped(expression(text)) == meaning


NESTED = (
    "ObjectLiteral",
    (("Assign", "a", False, ("ObjectLiteral", (("Assign", "b", False, name("c")),))),),
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('"a {{ b }} c"', ("a ", name("b"), " c")),
        ('"{{ a }}{{ b }}"', (name("a"), name("b"))),
        ('"{{ "{{ a }}" }}"', (("Text", (name("a"),), False),)),
        ('"{{ {a: {b: c}} }}"', (NESTED,)),
        ('"{{ "}}" }}x"', (literal("}}"), "x")),
        ('"\\{{ {{ a }}"', ("{{ ", name("a"))),
        ('"\\n\\u00e9{{ a }}\\""', ("\né", name("a"), '"')),
        ('"{ {{ a }} }}"', ("{ ", name("a"), " }}")),
    ],
)
def test_text_holds_expressions(text: str, parts: object) -> None:
    assert short(expression(text)) == ("Text", parts, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('""', ""),
        ('"a # b"', "a # b"),
        (r'"\n\t\r\b\f\"\\\/"', '\n\t\r\b\f"\\/'),
        (r'"\u{1F600}\uD83D\uDE00\u00e9"', "😀😀é"),
        (r'"\{{ x }} \{% y %}"', "{{ x }} {% y %}"),
        ('"a } b }} c { d"', "a } b }} c { d"),
    ],
)
def test_plain_text_means(text: str, value: str) -> None:
    assert short(expression(text)) == literal(value)


def test_a_block_is_dedented_and_goes_on_around_expressions() -> None:
    text = '''"""
        Dear {{ name }},
          {{ "x" }}

        \\tbye
        """'''

    assert short(expression(text)) == (
        "Text",
        ("Dear ", name("name"), ",\n  ", literal("x"), "\n\n\tbye"),
        True,
    )


def test_a_block_without_expressions_stays_a_block() -> None:
    assert short(expression('"""a "quoted" word"""')) == ("Text", ('a "quoted" word',), True)
    assert short(expression('""""""')) == ("Text", (), True)


def test_json_is_an_expression() -> None:
    tree = expression('{"a": [1, -2.5E+3, true, null, "\\u00e9\\/"], "b": {"c": {}}, "d": []}')

    assert isinstance(tree, nodes.ObjectLiteral)
    assert [item.key for item in tree.items if isinstance(item, nodes.Assign)] == ["a", "b", "d"]


def item(text: str) -> Any:
    return short(mapping(text).declarations[0])


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a = 1", ("Assign", "a", False, literal(1))),
        ("a? = 1,", ("Assign", "a", True, literal(1))),
        ("a: 1", ("Assign", "a", False, literal(1))),
        ('"a b"? = 1', ("Assign", "a b", True, literal(1))),
        ("A { }", ("Block", "A", False, ())),
        ("A? { a = 1 }", ("Block", "A", True, (("Assign", "a", False, literal(1)),))),
        ('"A b" { }', ("Block", "A b", False, ())),
        ("let a = 1", ("Let", "a", literal(1))),
        ('require a else "b"', ("Require", name("a"), literal("b"))),
        ("skip when a", ("Skip", name("a"))),
        ("...a.b", ("Spread", step(name("a"), "b"), ())),
        ('...$input except (a, "b c")', ("Spread", INPUT, ("a", "b c"))),
        ("result a", ("Result", name("a"))),
        ("result { a = 1 }", ("Result", ("ObjectLiteral", (("Assign", "a", False, literal(1)),)))),
        ('use "a.tie" (b, c)', ("Use", "a.tie", (("b", None), ("c", None)))),
        ('table t from "a.csv"', ("TableFile", "t", "a.csv")),
        ("fn f() = 1", ("Function", "f", (), None, literal(1))),
        ('law "x" = a', ("Law", "x", name("a"))),
        ("check total", ("Check", "total", None, ())),
        ("check roundtrip with b", ("Check", "roundtrip", "b", ())),
        ("check inverse on (a, b[*].c)", ("Check", "inverse", None, ("a", "b[*].c"))),
        (
            'example "x" { given 1 with {now: 2} fails "y" }',
            (
                "Example",
                "x",
                literal(1),
                ("ObjectLiteral", (("Assign", "now", False, literal(2)),)),
                None,
                "y",
            ),
        ),
        ('example "x" { given 1 expect 2 }', ("Example", "x", literal(1), None, literal(2), None)),
    ],
)
def test_an_item_means(text: str, meaning: object) -> None:
    assert item(text) == meaning


def test_a_function_has_types() -> None:
    assert item("fn f(a, b: text?, c: [[integer]?]) -> [decimal]? = a") == (
        "Function",
        "f",
        (
            ("Parameter", "a", None),
            ("Parameter", "b", ("TypeName", "text", None, True)),
            (
                "Parameter",
                "c",
                (
                    "TypeName",
                    None,
                    ("TypeName", None, ("TypeName", "integer", None, False), True),
                    False,
                ),
            ),
        ),
        ("TypeName", None, ("TypeName", "decimal", None, False), True),
        name("a"),
    )


def test_a_header_names_inputs_and_output() -> None:
    text = """
    mapping m
      from a: xml "a.xsd" (x = "urn:x", y = "urn:y")
      from b: json any
      to json "c.json"
    """

    header = mapping(text).header

    assert short(header) == (
        "Header",
        "m",
        (
            ("From", "a", ("Contract", "xml", "a.xsd", (("x", "urn:x"), ("y", "urn:y")))),
            ("From", "b", ("Contract", "json", None, ())),
        ),
        ("Contract", "json", "c.json", ()),
    )


def test_a_loop_has_clauses() -> None:
    assert item(
        "a = for x, i in b where c group by d into g order by e desc, f asc, h limit 3 => x?"
    ) == (
        "Assign",
        "a",
        False,
        (
            "For",
            "x",
            "i",
            name("b"),
            name("c"),
            ("GroupBy", name("d"), "g"),
            (
                ("OrderKey", name("e"), True),
                ("OrderKey", name("f"), False),
                ("OrderKey", name("h"), False),
            ),
            literal(3),
            ("Drop", name("x")),
        ),
    )


def test_cases_have_literals_guards_and_an_else() -> None:
    assert short(
        expression(
            'match a { "x" | -1 -> 1, -2.5 -> 2, > 5 -> 3, in [1] -> 4'
            " null | missing -> 5 else -> 6 }"
        )
    ) == (
        "Match",
        name("a"),
        (
            ("Case", (literal("x"), literal(-1)), None, None, literal(1)),
            ("Case", (literal(Decimal("-2.5")),), None, None, literal(2)),
            ("Case", (), ">", literal(5), literal(3)),
            ("Case", (), "in", ("ListLiteral", (literal(1),)), literal(4)),
            ("Case", (literal(None), ("Missing",)), None, None, literal(5)),
        ),
        literal(6),
    )


@pytest.mark.parametrize("text", ["", " \n", "# only a comment", "\ufeff"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    tree = mapping(text)

    assert tree.declarations == ()
    assert tree.header is None


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    dos = "\ufeff" + TICKET.replace("\n", "\r\n")

    assert short(mapping(dos)) == short(mapping(TICKET))


def test_a_name_may_begin_with_any_letter() -> None:
    assert item("größe = .äußere_größe") == ("Assign", "größe", False, step(INPUT, "äußere_größe"))


def test_places_are_those_of_the_text() -> None:
    source = Source("test.tie", "a = x.name | f(1)\n")
    tree, _ = parse(source)
    assert tree is not None
    assign = tree.declarations[0]
    assert isinstance(assign, nodes.Assign)
    call = assign.value
    assert isinstance(call, nodes.Call)

    def text(span: Any) -> str:
        return source.text[span.start : span.end]

    assert text(assign.span) == "a = x.name | f(1)"
    assert text(assign.key_span) == "a"
    assert text(call.span) == "x.name | f(1)"
    assert text(call.function_span) == "f"
    base = call.arguments[0].value
    assert isinstance(base, nodes.Step)
    assert text(base.key_span) == "name"


def test_an_expression_alone_has_its_own_slips() -> None:
    tree, findings = parse_expression(Source("test.tie", "1 +"))

    assert tree is None
    assert [finding.code for finding in findings] == ["operator-without-value"]
    assert parse_expression(Source("test.tie", ""))[1][0].code == "unexpected"
