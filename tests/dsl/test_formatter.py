"""The one style of Tie: where lines end, what aligns, and where comments stand."""

import pytest

import dsl
from dsl import nodes
from dsl.formatter import print_mapping
from dsl.formatting.meaning import same_meaning
from dsl.parser import parse
from dsl.source import Source, Span

AT = Span(0, 0)
LONG = "a_name_that_is_so_long_that_two_of_it_hardly_fit"


def formatted(text: str) -> str:
    """Return a text in the one style, which it keeps."""
    found = dsl.format_text(text)
    assert dsl.format_text(found) == found
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# Nothing yet.", "# Nothing yet.\n"),
        ('mapping  a from x:json any to xml "b"\na=1',
         'mapping a\n  from x: json any\n  to xml "b"\n\na = 1\n'),
        ("a=1\nlonger?=2\n\n\n\nb=3\n", "a       = 1\nlonger? = 2\n\nb = 3\n"),
        ("a=1\nlet b=2\nlonger=3\n", "a = 1\nlet b = 2\nlonger = 3\n"),
        ("a=.b|f( )|g (1)", "a = .b | f() | g(1)\n"),
        ("a = [.b|f, (1)]", "a = [.b | f, (1)]\n"),
        ("a = f(x,y , )", "a = f(x, y)\n"),
        ("a = (1+2)*-3", "a = (1 + 2) * -3\n"),
        ("a = .x[ 0 ][1 : -1][ * where it>1 ]!", "a = .x[0][1:-1][* where it > 1]!\n"),
        ('a = {"k" :1,b=[1,2,],}', 'a = { "k": 1, b = [1, 2] }\n'),
        ('table t{"a"->1,else->2}', 'table t { "a" -> 1  else -> 2 }\n'),
        ("table t{else->2,-1->1,>5->0}", "table t { else -> 2, -1 -> 1, > 5 -> 0 }\n"),
        ("a = [ ].b", "a = [ ].b\n"),
        ("a = [\n1, 2]", "a = [\n  1,\n  2\n]\n"),
        ("a = f({\nb = 1})", "a = f({\n  b = 1\n})\n"),
        ('a = 1.50\nb = 1E3\nc = "\\u0041"', 'a = 1.50\nb = 1E3\nc = "\\u0041"\n'),
        ('example "e"{given 1 with {} expect 2}',
         'example "e" {\n  given  1\n  with   {}\n  expect 2\n}\n'),
        ('a = "{{ .x|f }}"', 'a = "{{ .x|f }}"\n'),
        ("A{b=1}\nC{\nd=1\n}", "A { b = 1 }\nC {\n  d = 1\n}\n"),
        ("a = 1\r\nb = 2\r\n", "a = 1\nb = 2\n"),
        ("result .x,", "result .x\n"),
    ],
)  # fmt: skip
def test_short_texts_take_the_style(text: str, wanted: str) -> None:
    assert formatted(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"a = f({LONG}, {LONG}, 1)", f"a = f(\n  {LONG},\n  {LONG},\n  1\n)\n"),
        (f"a = [{LONG}, {LONG}, 1]", f"a = [\n  {LONG},\n  {LONG},\n  1\n]\n"),
        (f"a = {LONG} | {LONG} | f(1)", f"a = {LONG}\n  | {LONG}\n  | f(1)\n"),
        (f"a = [1] | {LONG} | {LONG} | f", f"a = [1]\n  | {LONG}\n  | {LONG}\n  | f\n"),
        (f"a = [{LONG}, {LONG}, 1] | count", f"a = [\n  {LONG},\n  {LONG},\n  1\n] | count\n"),
        (f"a = {LONG} + {LONG} - 1", f"a = {LONG}\n  + {LONG}\n  - 1\n"),
        (f"a = {{ b = {LONG}, cd: {LONG}, e: 1 }}",
         f"a = {{\n  b = {LONG}\n  cd: {LONG},\n  e: 1\n}}\n"),
        (f"a = if {LONG} then {LONG} else if b then 1 else 2",
         f"a = if {LONG}\n  then {LONG}\n  else if b then 1\n  else 2\n"),
        (f"a = for x in {LONG} where {LONG} limit 5 => {{\nb = 1\n}}",
         f"a = for x in {LONG}\n  where {LONG}\n  limit 5 => {{\n  b = 1\n}}\n"),
        (f"a = match {LONG} {{ 1 -> {LONG}  else -> 2 }}",
         f"a = match {LONG} {{\n  1 -> {LONG}\n  else -> 2\n}}\n"),
        (f"fn f(x) = {LONG} *{LONG[1:]}", f"fn f(x) =\n  {LONG} * {LONG[1:]}\n"),
        (f'require {LONG} == {LONG} else "no"', f'require {LONG} == {LONG}\n  else "no"\n'),
    ],
)  # fmt: skip
def test_long_lines_end_where_their_parts_do(text: str, wanted: str) -> None:
    assert formatted(text) == wanted


def test_every_comment_stays_at_its_place() -> None:
    text = """\
# at the top

mapping m   # behind the header
a = [ # behind a bracket
1, # behind a comma
# before a part
2
# before the bracket
]
T {
b = .x # behind an item

# a paragraph

# before an item
c = match .y { # behind a brace
"k" -> 1 # behind a case
# before the brace
}
# before the last brace
}
e = .x
# within
| f
# at the end
"""

    wanted = """\
# at the top

mapping m  # behind the header

a = [  # behind a bracket
  1,  # behind a comma
  # before a part
  2
  # before the bracket
]
T {
  b = .x  # behind an item

  # a paragraph

  # before an item
  c = match .y {  # behind a brace
    "k" -> 1  # behind a case
    # before the brace
  }
  # before the last brace
}
e = .x
  # within
  | f
# at the end
"""
    assert formatted(text) == wanted


def test_text_blocks_and_what_is_in_them_stay_as_they_are() -> None:
    block = '"""\n      One {{ .a|f }}\n\n   {% if .b   %}two # no comment{%endif%}\n  """'

    written = formatted(f"T {{\nx={block}\nlong =1\n}}")

    assert written == f"T {{\n  x    = {block}\n  long = 1\n}}\n"


def test_a_comment_with_a_colon_behind_a_question_mark_is_no_choice() -> None:
    text = "a = { b: .x?, # note: this\nc: 1 }"

    assert formatted(text) == "a = {\n  b: .x?,  # note: this\n  c: 1\n}\n"


def test_what_cannot_be_parsed_is_told_with_its_place() -> None:
    with pytest.raises(dsl.CompileError) as caught:
        dsl.format_text("a = 1\nb = (", "orders.tie")

    [finding] = caught.value.diagnostics
    assert (finding.code, finding.source.name) == ("unclosed-bracket", "orders.tie")


@pytest.mark.parametrize(
    "text", ["a = " + "(" * 190 + "1" + ")" * 190, "a = " + "not " * 240 + "b"]
)
def test_a_text_as_deep_as_any_that_is_read_is_formatted(text: str) -> None:
    assert "".join(formatted(text).split()) == text.replace(" ", "")


def test_a_tree_without_parentheses_gets_those_the_grammar_asks_for() -> None:
    total = nodes.Binary(AT, "+", AT, nodes.Name(AT, "one"), nodes.Name(AT, "two"))
    call = nodes.Call(AT, "round", AT, (nodes.Argument(AT, None, total),), piped=True)
    product = nodes.Binary(AT, "*", AT, total, nodes.Literal(AT, -3))
    mapping = nodes.Mapping(AT, None, (nodes.Result(AT, call), nodes.Let(AT, "x", AT, product)))

    assert print_mapping(mapping) == "result (one + two) | round\nlet x = (one + two) * -3\n"


@pytest.mark.parametrize(
    ("left", "right"), [("a = 1", "a = 1.0"), ("a = 1", "a = true"), ("a = .b", "a = (.b)")]
)
def test_meaning_is_compared_exactly(left: str, right: str) -> None:
    one, other = (parse(Source("any.tie", text))[0] for text in (left, right))

    assert same_meaning(one, one)
    assert not same_meaning(one, other)
