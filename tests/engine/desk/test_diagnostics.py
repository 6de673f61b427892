"""What is wrong with a desk file, shown as its author sees it.

Each ``diagnostics/NAME.yml`` is a desk file with mistakes; ``NAME.txt`` beside it is what is said.
"""

from pathlib import Path

import pytest
from account_bench import AccountBench
from hypothesis import given
from hypothesis import strategies as st

from dsl.diagnostics import CompileError
from dsl.source import Source
from engine.desk.desk import apply_desk
from engine.desk.desk_file import parse_desk

CASES = sorted((Path(__file__).parent / "diagnostics").glob("*.yml"))
WORDS = ("settings", "users", "queues", "name", "login", "groups", "dynamic_fields", "x", "Raw")
DATA = st.recursive(
    st.sampled_from([*WORDS, "", "null", "1", "true"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3).map(
            lambda entries: (
                "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
            )
        )
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mistakes_are_shown_where_they_stand(
    bench: AccountBench, case: Path, update_golden: bool
) -> None:
    source = Source(case.name, case.read_text(encoding="utf-8"))

    with pytest.raises(CompileError) as error:
        bench.run(apply_desk(source, bench.database, bench.accounts, bench.clock))

    golden = case.with_suffix(".txt")
    if update_golden:
        golden.write_text(str(error.value), encoding="utf-8")
    assert str(error.value) == golden.read_text(encoding="utf-8")


def test_there_are_cases() -> None:
    assert len(CASES) >= 5


@given(DATA | st.text(max_size=40))
def test_any_text_is_a_plan_or_findings_inside_it(text: str) -> None:
    try:
        parse_desk(Source("desk.yml", text))
    except CompileError as error:
        for diagnostic in error.diagnostics:
            assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)
