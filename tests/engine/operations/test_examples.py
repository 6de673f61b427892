"""The examples that operations declare, each on a desk that is fresh but for its initial data."""

import pytest
from desk_fixture import Desk, answer_of

from engine.kinds import Example, OperationKind
from engine.registry import discover

_EXAMPLES = [
    pytest.param(kind, example, id=f"{kind.name} {example.title}")
    for kind in discover().operations.values()
    for example in kind.examples
]


@pytest.mark.parametrize(("kind", "example"), _EXAMPLES)
def test_an_example_gives_what_it_says(kind: OperationKind, example: Example, desk: Desk) -> None:
    assert desk.run(answer_of(desk, kind, example.given, config=example.config)) == example.gives


def test_every_operation_has_a_summary_and_an_example() -> None:
    bare = [
        kind.name
        for kind in discover().operations.values()
        if not kind.summary or not kind.examples
    ]

    assert bare == []


def test_every_option_says_what_it_does() -> None:
    bare = [
        f"{kind.name} {option}"
        for kind in discover().operations.values()
        for option, words in kind.options.items()
        if not words.endswith(".")
    ]

    assert bare == []
