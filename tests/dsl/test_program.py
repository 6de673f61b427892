"""The program as the engine and other callers use it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import dsl
from dsl.values import MISSING

OPTIONAL = """
Ticket {
  Title = .title
  Due? = .due | upper
  Note? { Text = .note.text }
}
Tags = for t in .tags => { name = t.name, size? = t.size + 1 }
"""


def errors_of(text: str, value: Any, **options: Any) -> list[tuple[str, str, str, str]]:
    with pytest.raises(dsl.MappingFault) as caught:
        dsl.compile(text).run(value, **options)
    return [
        (error.output_path, error.input_path, error.expected, error.found)
        for error in caught.value.errors
    ]


def test_bytes_in_bytes_out_with_exact_numbers() -> None:
    program = dsl.compile("big = .big\nprice = .price\nname = .name")

    body = program.run_bytes(b'{"name": "\\u00e9", "big": 18446744073709551616, "price": 1.10}')

    assert body == '{"big":18446744073709551616,"price":1.10,"name":"é"}'.encode()


def test_bytes_that_are_not_json_are_a_data_error() -> None:
    with pytest.raises(dsl.DataError):
        dsl.compile("a = 1").run_bytes(b"{")


def test_a_skipped_run_gives_the_word_and_no_bytes() -> None:
    program = dsl.compile("skip when .skip\na = 1")

    assert program.run({"skip": True}) is dsl.SKIPPED
    assert program.run_bytes(b'{"skip": true}') == b""
    assert program.run({"skip": False}) == {"a": 1}


def test_field_errors_name_both_paths_and_the_place() -> None:
    text = "Comments = for c in .comments => {\n  at = c.created | upper\n}"

    with pytest.raises(dsl.MappingFault) as caught:
        dsl.compile(text).run({"comments": [{"created": "x"}, {"created": 5}, {}]})

    first, second = caught.value.errors
    assert (first.output_path, first.input_path) == ("Comments[1].at", ".comments[1].created")
    assert (first.expected, first.found) == ("text", "a number")
    assert text[first.span.start : first.span.end] == "c.created"
    assert (second.output_path, second.found) == ("Comments[2].at", "missing")
    assert str(caught.value).splitlines() == [
        "`Comments[1].at`: expected text, found a number",
        "`Comments[2].at`: needs a value, and `.comments[2].created` is missing",
    ]


def test_an_error_never_holds_a_value() -> None:
    secret = "hunter2"

    with pytest.raises(dsl.MappingFault) as caught:
        dsl.compile("a = .x + 1\nb = .x.y\nc = -.x\nd = .x | count").run({"x": secret})

    assert len(caught.value.errors) == 4
    assert secret not in caught.value.drawn()
    assert secret not in repr(caught.value.errors)


def test_one_bad_let_fails_every_field_that_reads_it() -> None:
    errors = errors_of("let f = .t.x\na = f\nb { c = f }\nd = [1, f]", {"t": "text"})

    assert [error[0] for error in errors] == ["a", "b.c", "d[1]"]


def test_a_part_of_a_failed_value_is_an_error_of_the_reader() -> None:
    errors = errors_of("let o = { a = .t.x, b = 1 }\nr = o.b", {"t": "text"})

    assert [error[0] for error in errors] == ["r"]


def test_odd_keys_are_quoted_in_paths() -> None:
    errors = errors_of('"odd key" { a = ."my field".x }', {"my field": 1})

    assert errors == [('"odd key".a', '."my field"', "an object", "a number")]


def test_reject_is_the_rule_and_omit_leaves_optional_failures_out() -> None:
    program = dsl.compile(OPTIONAL)
    value = {"title": "x", "due": 5, "note": 1, "tags": [{"name": "a", "size": "b"}]}

    with pytest.raises(dsl.MappingFault) as caught:
        program.run(value)
    assert [error.output_path for error in caught.value.errors] == [
        "Ticket.Due",
        "Ticket.Note.Text",
        "Tags[0].size",
    ]
    assert program.run(value, on_failed="omit") == {
        "Ticket": {"Title": "x"},
        "Tags": [{"name": "a"}],
    }


def test_omit_still_fails_for_what_is_not_optional() -> None:
    errors = errors_of(OPTIONAL, {"due": 5, "tags": []}, on_failed="omit")

    assert [error[0] for error in errors] == ["Ticket.Title"]


def test_another_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="reject, omit"):
        dsl.compile("a = 1").run({}, on_failed="ignore")


def test_context_is_missing_until_it_is_given() -> None:
    program = dsl.compile('a = $config.x ?? "none"\nb? = $request\nc? = $now')
    now = datetime(2024, 5, 1, tzinfo=UTC)

    assert program.run({}) == {"a": "none"}
    assert program.run({}, {"config": {"x": 1}, "request": [2], "now": now}) == {
        "a": 1,
        "b": [2],
        "c": now,
    }
    assert program.run({}, {"now": "2024-05-01T00:00:00Z"})["c"] == now


def test_a_moment_that_cannot_be_read_is_the_callers_error() -> None:
    with pytest.raises(ValueError, match="ISO text"):
        dsl.compile("a = $now").run({}, {"now": "yesterday"})


def test_several_inputs_come_as_one_object() -> None:
    text = "mapping m\n  from a: json any\n  from b: json any\n  to json any\nx = a.n\ny? = b.n"

    assert dsl.compile(text).run({"a": {"n": 1}}) == {"x": 1}
    assert errors_of(text, [1]) == [("", "", "an object with the inputs `a`, `b`", "a list")]


def test_runs_do_not_see_each_other() -> None:
    program = dsl.compile(
        "let n = .n\nfn twice(x) = x * 2\n"
        "a = for x in .xs => { n = n, x = twice(x), m = .xs | count }\n"
    )

    def run(n: int) -> Any:
        return program.run({"n": n, "xs": list(range(n))})

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(run, range(200)))

    for n, result in enumerate(results):
        assert result == {"a": [{"n": n, "x": x * 2, "m": n} for x in range(n)]}


def test_outputs_do_not_change_the_program() -> None:
    program = dsl.compile('table t { "a" -> { l: [1] } }\nx = t("a")\ny = [1]\nz = { k = 1 }')

    first = program.run({})
    first["x"]["l"].append(2)
    first["y"].append(2)
    first["z"]["k"] = 2

    assert program.run({}) == {"x": {"l": [1]}, "y": [1], "z": {"k": 1}}


def test_the_input_is_not_changed() -> None:
    value = {"xs": [3, 1, 2], "o": {"a": 1}}

    dsl.compile("a = for x in .xs order by x => x\nb = { ....o, c = 1 }").run(value)

    assert value == {"xs": [3, 1, 2], "o": {"a": 1}}


def test_floats_and_objects_of_python_are_values_too() -> None:
    class Record(dict[str, Any]):
        pass

    program = dsl.compile("a = .x * 2\nb = .x == 0.5\nc = .x is float")

    assert program.run(Record(x=0.5)) == {"a": 1.0, "b": True, "c": True}


def test_a_program_tells_what_it_was_made_of() -> None:
    text = 'let unused = 1\nexample "one" { given {} expect {} }\nlaw "l" = out.a == 1\na = 1'
    program = dsl.compile(text, name="m.tie")

    assert program.name == "m.tie"
    assert program.source.text == text
    assert [warning.code for warning in program.warnings] == ["unused-let"]
    assert [example.title for example in program.examples] == ["one"]
    assert [law.title for law in program.laws] == ["l"]


def test_an_output_that_json_cannot_hold_is_a_fault() -> None:
    levels = 2_000
    tower = "".join(f"let a{i + 1} = [a{i}]\n" for i in range(levels))
    program = dsl.compile(f"let a0 = 1\n{tower}a = a{levels}\n")

    with pytest.raises(dsl.MappingFault, match="cannot be written as JSON"):
        program.run_bytes(b"{}")


def test_missing_is_shown_as_a_word() -> None:
    assert repr(MISSING) == "missing"
    assert repr(dsl.SKIPPED) == "SKIPPED"


def test_the_sample_of_a_flat_rename_keeps_every_digit() -> None:
    program = dsl.compile("net = .price * .qty\nrate = .price / 4")

    output = program.run({"price": Decimal("19.90"), "qty": 3})

    assert json.loads(json.dumps({key: str(value) for key, value in output.items()})) == {
        "net": "59.70",
        "rate": "4.975",
    }
