"""The fast path gives what the closure tree gives: the repository's mappings, and drawn ones."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from damaged_runs import compare_text, run_damaged, run_drawn
from documents import Case, cases_of
from fast_path_oracle import POLICIES, Oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from order_mappings import Mappings
from repository_mappings import RepositoryMapping, repository_mappings
from same_value import difference

import dsl
from dsl.values import decode_json

DAMAGED = 5_000
DRAWN = 800
DOCUMENTS = Path(__file__).parents[1] / "language"


def named_mappings() -> Iterator[Any]:
    for mapping in repository_mappings():
        yield pytest.param(mapping, id=mapping.name)


def runnable_cases() -> Iterator[Any]:
    for document in sorted(DOCUMENTS.rglob("*.md")):
        for case in cases_of(document):
            if "input" in case.blocks:
                name = document.relative_to(DOCUMENTS)
                yield pytest.param(case, id=f"{name}:{case.line}: {case.title}")


def test_values_that_look_alike_are_told_apart() -> None:
    pairs: list[tuple[Any, Any]] = [
        (True, 1), (1, Decimal(1)), (Decimal("2.50"), Decimal("2.5")), (None, dsl.MISSING),
        (Decimal(100), Decimal("1E+2")), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), (0.0, -0.0),
        ([[]], [{}]), ({"a": [1]}, {"a": [1, 1]}), ({"a": [{"b": "x"}]}, {"a": [{"b": "y"}]}),
    ]  # fmt: skip

    assert all(difference(one, other) and not difference(one, one) for one, other in pairs)


@pytest.mark.parametrize("mapping", list(named_mappings()))
def test_undamaged_inputs_stay_on_the_fast_path(mapping: RepositoryMapping) -> None:
    oracle = Oracle(mapping.program)

    endings = {
        oracle.compare(one.value, one.context, policy)
        for one in mapping.inputs
        for policy in POLICIES
    }

    assert endings == {"fast"}


@pytest.mark.parametrize("mapping", list(named_mappings()))
def test_damaged_inputs_give_what_the_closure_tree_gives(mapping: RepositoryMapping) -> None:
    seen = run_damaged(mapping, DAMAGED, seed=1)

    assert seen.total() == DAMAGED
    assert seen["fast"] > DAMAGED / 20, seen


@pytest.mark.parametrize("case", list(runnable_cases()))
def test_the_cases_of_the_language_give_the_same_both_ways(case: Case) -> None:
    try:
        program = dsl.compile(case.map, load=case.load if case.files else None)
    except dsl.CompileError:
        pytest.skip("a case that does not compile")
    value = decode_json(case.blocks["input"].encode())
    context = decode_json(case.blocks.get("context", "{}").encode())
    oracle = Oracle(program)

    endings = {oracle.compare(value, context, policy) for policy in POLICIES}

    assert "diagnostic" in case.blocks or "fault" not in endings


@pytest.mark.parametrize("part", range(4))
def test_drawn_mappings_give_what_the_closure_tree_gives(part: int) -> None:
    clean: Counter[str] = Counter()

    for seed in range(part * DRAWN // 4, (part + 1) * DRAWN // 4):
        clean += run_drawn(seed, inputs=10)[0]

    assert clean["fast"] > clean.total() / 2, clean


@settings(max_examples=100)
@given(st.randoms(use_true_random=False), st.integers(0, 2**32))
def test_drawn_mappings_that_can_be_shrunk(drawn: Random, seed: int) -> None:
    compare_text(Mappings(drawn).one(), Random(seed), inputs=8)
