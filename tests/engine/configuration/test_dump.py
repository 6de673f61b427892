"""The style of exports."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared_cases import shared_folder

from dsl.source import Source
from dsl.values import Value
from engine.configuration.dump import dump
from engine.configuration.yaml_reader import read_yaml

REFERENCE_STYLE = (
    "BugzillaConnector",
    "GenericTicketConnectorREST",
    "GenericTicketConnectorSOAP",
    "JIRAConnector",
    "OTOBOConnector",
)

# No surrogates, which no file holds; no characters that YAML cannot even escape.
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    alphabet="ab \n\t#:-'\"\\é|>", min_size=28, max_size=120
)
VALUES = st.recursive(
    st.none() | TEXTS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_dumped_reads_as_it_was(value: Value) -> None:
    assert read_yaml(Source("dumped", dump(value))).root.value == value


@given(VALUES)
def test_a_dump_of_a_dump_is_the_same_text(value: Value) -> None:
    text = dump(value)

    assert dump(read_yaml(Source("dumped", text)).root.value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": "1", "a": "x", "B": "y"}, "B: y\na: x\nb: '1'\n"),
        ({"a": ["x", {"b": "c", "d": "e"}]}, "a:\n- x\n- b: c\n  d: e\n"),
        ({"a": {}, "b": [], "c": None, "d": ""}, "a: {}\nb: []\nc: ~\nd: ''\n"),
        ({"a": "true", "b": "false", "c": "null"}, "a: 'true'\nb: 'false'\nc: 'null'\n"),
        ({"a": "~", "1": "on"}, "'1': on\na: '~'\n"),
        ({"a": "Yes", "b": "No", "c": "True"}, "a: Yes\nb: No\nc: True\n"),
        ({"a": "1.5", "b": "-1", "c": "1e3"}, "a: '1.5'\nb: '-1'\nc: '1e3'\n"),
        ({"a": " 1", "b": "Inf", "c": ".5"}, "a: ' 1'\nb: 'Inf'\nc: '.5'\n"),
        ({"a": "1.2.3", "b": "0x1f", "c": "1_000"}, "a: 1.2.3\nb: 0x1f\nc: 1_000\n"),
        ({"a": "x: y", "b": "# c", "c": "- d"}, "a: 'x: y'\nb: '# c'\nc: '- d'\n"),
        ({"a": "one\ntwo\n"}, 'a: "one\\ntwo\\n"\n'),
        (
            {"a": "a line of text\nand one more\n\n\n"},
            'a: "a line of text\\nand one more\\n\\n\\n"\n',
        ),
        (
            {"a": "a line of text\nand one more here\n"},
            "a: |\n  a line of text\n  and one more here\n",
        ),
        (
            {"a": "a line of text\nthat has no end to it"},
            "a: |-\n  a line of text\n  that has no end to it\n",
        ),
        (
            {"a": "a line of text\r\nand one more here"},
            'a: "a line of text\\r\\nand one more here"\n',
        ),
        ({"a": 5, "b": Decimal("1.50"), "c": True, "d": False}, "a: 5\nb: 1.50\nc: '1'\nd: ''\n"),
        ({"é": "ü ℵ"}, "é: ü ℵ\n"),
        ({"a": "😀"}, 'a: "\\U0001F600"\n'),
    ],
)
def test_style(value: Value, text: str) -> None:
    assert dump(value) == f"---\n{text}"


def test_long_lines_are_folded_near_column_80() -> None:
    text = dump({"a": "word " * 40 + "end"})

    assert max(len(line) for line in text.splitlines()) <= 85
    assert text.count("\n") > 2


def test_what_no_file_holds_is_refused() -> None:
    with pytest.raises(TypeError):
        dump({"a": date(2020, 1, 1)})


def services() -> list[Path]:
    cases = shared_folder() / "cases"
    return sorted((*cases.glob("upstream/services/*.yml"), *cases.glob("golden/webservices/*.yml")))


@pytest.mark.parametrize("path", services(), ids=lambda path: path.stem)
def test_a_service_of_others_survives(path: Path) -> None:
    text = path.read_bytes().decode()
    value = read_yaml(Source(path.name, text)).root.value

    assert read_yaml(Source(path.name, dump(value))).root.value == value
    if path.stem in REFERENCE_STYLE:
        assert dump(value) == text
