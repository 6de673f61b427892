"""Laws of the interpreter over drawn inputs: every run ends in a value or in field errors."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dsl
from dsl.values import encode_json

MAPPING = """
table kind { "a" -> 1  1 -> "one"  true -> "yes"  null -> "null"  else -> "else" }
fn label(x) = "{{ x.name ?? "nobody" }}"
let f = .fields
Ticket {
  Title = "[{{ .key }}] {{ f.title }}"
  Kind = kind(.kind)
  Owner? = f.owner.name
  Big = match .n { > 5 -> "big", 1 | 2 -> "small"  else -> "other" }
  Sum = (.n + 1) * 2 / 4 - .n % 3
  Flag = .flag and .n < 3 or not .flag
}
Names = .items[*].name
Good = .items[* where it.ok].name?
Rows = for i, n in .items where i.ok order by i.name desc limit 3 => { n, name = label(i) }
""".replace("{ n, name", "{ n = n, name")
GROUPS = """
a = for i in .items group by i.name into g order by g.key => { k? = g.key, n = g.items | count }
"""
PROGRAMS = [dsl.compile(MAPPING), dsl.compile(GROUPS), dsl.compile("result $input")]

SCALARS = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.decimals(-9, 9, places=1) | st.text("ab")
)
FIELD = st.deferred(lambda: SCALARS | st.lists(SCALARS, max_size=2) | RECORD)
RECORD = st.dictionaries(st.sampled_from(["name", "ok", "title", "owner"]), SCALARS, max_size=3)
INPUT = st.fixed_dictionaries(
    {},
    optional={
        "key": FIELD,
        "kind": FIELD,
        "n": FIELD,
        "flag": FIELD,
        "fields": FIELD,
        "items": st.lists(FIELD, max_size=4) | FIELD,
    },
)


@given(INPUT)
@settings(max_examples=300)
def test_every_run_ends_in_a_value_or_in_errors_that_point_somewhere(value: Any) -> None:
    for program in PROGRAMS:
        outcome = _outcome(program, value)
        if not isinstance(outcome, dsl.MappingFault):
            encode_json(outcome)
            continue
        assert outcome.errors
        for error in outcome.errors:
            assert 0 <= error.span.start < error.span.end <= len(program.source.text)
            assert error.message
            assert error.output_path


@given(INPUT)
def test_a_run_is_a_function_of_its_input(value: Any) -> None:
    for program in PROGRAMS:
        first, second = _outcome(program, value), _outcome(program, value)
        if isinstance(first, dsl.MappingFault):
            assert first.errors == second.errors
        else:
            assert first == second


@given(INPUT)
def test_the_identity_changes_nothing(value: Any) -> None:
    assert PROGRAMS[2].run(value) is value


def _outcome(program: dsl.Program, value: Any) -> Any:
    try:
        return program.run(value)
    except dsl.MappingFault as fault:
        return fault


@pytest.mark.parametrize("word", ["upper", "sum", "count", "round", "json_text", "keys"])
@given(value=FIELD)
@settings(max_examples=30)
def test_a_library_function_gives_a_value_or_a_field_error(word: str, value: Any) -> None:
    outcome = _outcome(dsl.compile(f"a? = .x | {word}"), {"x": value})

    if isinstance(outcome, dsl.MappingFault):
        assert [error.output_path for error in outcome.errors] == ["a"]
