"""Every example of every function, run through the language as an author would write it."""

import pytest

import dsl
from dsl.functions._discover import discover
from dsl.functions._function import Example
from dsl.values import Value

EXAMPLES = [example for function in discover().values() for example in function.examples]


def value_of(expression: str) -> Value:
    return dsl.compile(f"result {expression}\n", name="example.tie", load=None).run({})


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if example.gives], ids=lambda e: e.expression
)
def test_an_example_gives_what_it_says(example: Example) -> None:
    if example.gives == "missing":
        assert value_of(f"({example.expression}) is missing") is True
        return

    value, expected = value_of(example.expression), value_of(example.gives)

    assert value == expected
    assert type(value) is type(expected) or not isinstance(value, bool)
    assert str(value) == str(expected)


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if example.fails], ids=lambda e: e.expression
)
def test_an_example_fails_as_it_says(example: Example) -> None:
    with pytest.raises(dsl.MappingFault) as caught:
        value_of(example.expression)

    assert example.fails in str(caught.value)
