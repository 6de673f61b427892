"""Examples and laws inside a mapping."""

import dsl
from dsl.testing import run_examples

HEAD = 'State = match .s { 1 -> "open"  else -> "new" }\nNote? = .note\nXs = .xs ?? []\n'


def codes_of(examples: str) -> list[list[str]]:
    program = dsl.compile(HEAD + examples)
    return [[finding.code for finding in one.findings] for one in run_examples(program)]


def messages_of(examples: str) -> list[str]:
    program = dsl.compile(HEAD + examples)
    return [finding.message for one in run_examples(program) for finding in one.findings]


def test_an_example_expects_a_part_of_the_output() -> None:
    program = dsl.compile(
        HEAD + 'example "open" { given { s: 1, note: "n" } expect { State: "open" } }'
    )

    (result,) = run_examples(program)

    assert (result.title, result.passed, result.findings) == ("open", True, ())


def test_numbers_are_compared_by_value_and_lists_whole() -> None:
    assert codes_of(
        'example "a" { given { xs: [1.0] } expect { Xs: [1] } }\n'
        'example "b" { given { xs: [1, 2] } expect { Xs: [1] } }'
    ) == [[], ["example-differs"]]


def test_a_difference_names_the_path_and_no_value() -> None:
    assert messages_of(
        'example "x" { given { s: 1, xs: [{ a: 1 }] }\n'
        '  expect { State: "new", Note: "n", Xs: [{ a: "1", "b c": 2 }] } }'
    ) == [
        'the example "x" gives something else: `State` has another value',
        'the example "x" gives something else: `Note` is not there',
        'the example "x" gives something else: `Xs[0].a` is a number, not text',
        'the example "x" gives something else: `Xs[0]."b c"` is not there',
    ]


def test_an_example_may_expect_a_failure() -> None:
    text = (
        'require .s is present else "no state"\n'
        'example "a" { given {} fails "no state" }\n'
        'example "b" { given {} fails "something else" }\n'
        'example "c" { given { s: 1 } fails "no state" }'
    )

    assert codes_of(text) == [[], ["example-fails-otherwise"], ["example-succeeds"]]


def test_an_unexpected_failure_shows_the_field_errors() -> None:
    text = 'N = .n + 1\nexample "a" { given {} expect { N: 1 } }'

    assert codes_of(text) == [["needs-value"]]


def test_an_example_has_a_context() -> None:
    text = (
        "Queue = $config.queue\nYear = $now | year\n"
        'example "a" { given {} with { config: { queue: "Raw" }, now: "2024-05-01T00:00:00Z" }\n'
        '  expect { Queue: "Raw", Year: 2024 } }\n'
        'example "b" { given {} with 1 expect {} }'
    )

    assert codes_of(text) == [[], ["example-context"]]


def test_a_skipped_example_does_not_pass() -> None:
    assert codes_of('skip when true == .s\nexample "a" { given { s: true } expect {} }') == [
        ["example-skips"]
    ]


def test_laws_are_tried_on_each_example() -> None:
    text = (
        'law "all are kept" = (.xs ?? [] | count) == (out.Xs | count)\n'
        'law "always open" = out.State == "open"\n'
        'example "a" { given { s: 1 } expect {} }\n'
        'example "b" { given { xs: [1] } expect {} }'
    )

    assert codes_of(text.replace("(.xs ?? [] | count)", "((.xs ?? []) | count)")) == [
        [],
        ["broken-law"],
    ]
