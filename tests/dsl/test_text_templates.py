"""Text blocks with statements: their tree, their places, their limits, and laws."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dsl
from dsl import nodes
from dsl.parser import parse_expression
from dsl.reading.statements import MAX_BRANCHES, MAX_STATEMENT_DEPTH
from dsl.reading.texts import dedent, ends_with_statements
from dsl.source import Source

LOOP = "{% for a in range(0, 99999) %}{% for b in range(0, 99999) %}"
END = "{% endfor %}{% endfor %}"


def tree(text: str) -> nodes.TextTemplate:
    node, findings = parse_expression(Source("test.tie", text))
    assert findings == ()
    assert isinstance(node, nodes.TextTemplate)
    return node


def written(text: str, span: dsl.Span) -> str:
    return text[span.start : span.end]


def run(block: str, value: Any) -> Any:
    return dsl.compile(f'a = """{block}"""').run(value)["a"]


# ---------------------------------------------------------------- tree and places


def test_statements_are_nested() -> None:
    block = tree(
        '"""a{% for x, i in y where z limit 3 %}b{% else %}c{% endfor %}'
        '{% if p %}d{% elif q %}e{% else %}{% set n = 1 %}{% endif %}{{ n }}"""'
    )

    text, loop, choice, hole = block.parts
    assert text == "a"
    assert isinstance(loop, nodes.TextFor)
    assert (loop.variable, loop.second, loop.parts, loop.otherwise) == ("x", "i", ("b",), ("c",))
    assert loop.where is not None
    assert loop.limit is not None
    assert isinstance(choice, nodes.TextIf)
    assert [branch.parts for branch in choice.branches] == [("d",), ("e",)]
    assert isinstance(choice.otherwise[0], nodes.TextSet)
    assert isinstance(hole, nodes.Name)


def test_places_are_those_of_the_file() -> None:
    text = '''"""
      Dear {{ .name }},
      {% for l, i in .lines where l.qty > 0 -%}
      {{ l.sku }}
      {%- set n = i + 1 %}
      {% if n > 2 %}x{% endif %}
      {% endfor %}
      """'''
    block = tree(text)
    loop = next(part for part in block.parts if isinstance(part, nodes.TextFor))
    choice = next(part for part in loop.parts if isinstance(part, nodes.TextIf))
    bound = next(part for part in loop.parts if isinstance(part, nodes.TextSet))

    assert written(text, block.span) == text
    assert written(text, loop.span).startswith("for l, i in .lines where l.qty > 0 -%}")
    assert written(text, loop.span).endswith("{% endfor")
    assert written(text, choice.span) == "if n > 2 %}x{% endif"
    assert written(text, loop.source.span) == ".lines"
    assert written(text, loop.second_span or block.span) == "i"
    assert written(text, choice.branches[0].condition.span) == "n > 2"
    assert (written(text, bound.name_span), written(text, bound.value.span)) == ("n", "i + 1")


def test_the_words_of_statements_are_names_elsewhere() -> None:
    mapping = """
    let set = .set
    elif = set.endif
    endfor = .endfor.set
    text = \"\"\"{% set elif = .elif %}{{ elif }}{{ set.endif }}{% set set = 5 %}{{ set }}\"\"\"
    """
    value = {"set": {"endif": 1}, "endfor": {"set": 2}, "elif": 3}

    output = dsl.compile(mapping).run(value)

    assert output == {"elif": 1, "endfor": 2, "text": "315"}


@pytest.mark.parametrize(
    ("pieces", "statements", "dedented", "ends"),
    [
        (["\n  ", "\n  a\n  ", "\n  "], {0, 1}, ["", "a\n", ""], True),
        (["\n  ", "\n  a\n  ", "\n  "], {0}, ["", "a\n", ""], False),
        (["", "\na\n", ""], {0, 1}, ["", "a\n", ""], True),
        (["", ""], {0}, ["", ""], True),
        (["\n  a ", "\n  b"], {0}, ["a ", "\nb"], False),
        (["\n    ", "\n  a\n"], {0}, ["", "a"], False),
        (["\n  ", " ", "\n  a"], {0, 1}, ["", "", "a"], False),
        (["\n  ", " ", "\n  a"], {0}, ["", " ", "\na"], False),
    ],
)
def test_a_line_of_statements_goes(
    pieces: list[str], statements: set[int], dedented: list[str], ends: bool
) -> None:
    assert dedent(pieces, statements) == dedented
    assert ends_with_statements(pieces, statements) is ends


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize(
    "block",
    [
        LOOP + END,
        LOOP + "{{ b }}" + END,
        LOOP + "a" + END,
        LOOP + "{% if a == b %}x{% endif %}" + END,
        LOOP + "{% set x = a * b %}" + END,
        LOOP + "{{ .text }}" + END,
        LOOP + "{% for c in .none %}{% else %}x{% endfor %}" + END,
        LOOP + "lorem ipsum dolor sit amet " * 50 + END,
        "{% set t = .text %}"
        + "{% set t = [t, t, t, t, t, t, t, t] | join(t) %}" * 20
        + "{{ t | length }}",
    ],
)
def test_too_much_work_is_a_fault(block: str) -> None:
    with pytest.raises(dsl.MappingFault) as caught:
        run(block, {"text": "x" * 1_000, "none": []})

    assert caught.value.errors[0].code in {"too-much-work", "wrong-value"}


def test_an_if_with_too_many_branches_is_a_finding() -> None:
    block = "{% if .x == 0 %}0" + "".join(f"{{% elif .x == {i} %}}{i}" for i in range(1, 99))

    assert run(block + "{% endif %}", {"x": 98}) == "98"
    with pytest.raises(dsl.CompileError, match="too-many-branches"):
        run(block + "{% elif .y %}" * (MAX_BRANCHES - 98) + "{% endif %}", {})


def test_statements_as_deep_as_may_be_run() -> None:
    loops = "{% for x in [1] %}{% if .on %}" * (MAX_STATEMENT_DEPTH // 2)

    assert run(loops + "end" + "{% endif %}{% endfor %}" * (MAX_STATEMENT_DEPTH // 2),
               {"on": True}) == "end"  # fmt: skip


# ---------------------------------------------------------------- laws

values = st.lists(st.integers(-5, 5), max_size=6)


@settings(max_examples=60, deadline=None)
@given(values)
def test_a_loop_is_the_text_of_its_turns(xs: list[int]) -> None:
    """The statements of a block and the expressions of the language say the same."""
    mapping = '''
    block = """
      {%- for x, i in .xs where x > 0 order by x desc -%}
      {{ i }}:{% if x > 2 %}big{% else %}{{ x }}{% endif %};
      {%- endfor -%}
      """
    same = (for x, i in .xs where x > 0 order by x desc =>
      "{{ i }}:{{ if x > 2 then "big" else x }};") | join("")
    '''
    output = dsl.compile(mapping).run({"xs": xs})

    assert output["block"] == output["same"]


PIECES = [
    "a", "\n", "  ", "{{ 1 }}", "{% if true %}", "{% endif %}", "{% else %}", "{# c #}", "\\{{",
    "{% for x in [1, 2] %}", "{{ x }}", "{% endfor %}", "{% set y = 1 %}", "{{- 2 -}}",
    "{%- if false -%}", "{% raw %}{{ r }}{% endraw %}", "{{ y ?? 0 }}", "{%", "%}", "}}", "{%+",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_block_gives_text_or_findings(block: str) -> None:
    with suppress(dsl.CompileError):
        output = run(block, {})

        assert isinstance(output, str)
        assert "{%" not in output
