"""Where a character of an embedded text stands in the file that holds it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dsl.diagnostics import Diagnostic
from dsl.source import Source, Span
from engine.configuration.dump import dump
from engine.configuration.yaml_nodes import YamlText, find
from engine.configuration.yaml_position import offsets_of
from engine.configuration.yaml_reader import read_yaml

BLANKS = " \t\n\r"


def text_at(source: Source, *path: str) -> YamlText:
    node = find(read_yaml(source).root, path)
    assert isinstance(node, YamlText)
    return node


def shown(yaml: str, words: str) -> tuple[int, int]:
    """Where the words of the text under `key` are found in the file: line and column."""
    source = Source("file.yml", yaml)
    node = text_at(source, "key")
    position = source.position(offsets_of(node, source)(node.raw.index(words)))
    return position.line, position.column


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        ("key: |\n  one\n  two wrong\n", (3, 7)),
        ("key: |-\n      one\n\n\n      two wrong", (5, 11)),
        ("key: |2\n    one\n      wrong\n", (3, 7)),
        ("key: | # why\n  one\n     wrong\n", (3, 6)),
        ("key: |\r\n  one\r\n  wrong\r\n", (3, 3)),
        ("key: |+\n  é😀 wrong\n\n\n", (2, 6)),
        ("key: |\n\n \n  wrong\n", (4, 3)),
        ("key: >\n  one\n  two wrong\n\n  three\n", (3, 7)),
        ("key: one\n  two wrong\n", (2, 7)),
        ("key: 'it''s\n  two wrong'\n", (2, 7)),
        ('key: "a\\tb\\u00e9\\\n   wrong"\n', (2, 4)),
        ('key: "one\n\n\n   wrong"\n', (4, 4)),
        ('key: "one\\r\\ntwo\\r\\n  wrong"\n', (1, 23)),
        ("key: wrong\n", (1, 6)),
        ("key: &a !!str 'wrong'\n", (1, 16)),
        ("{key: wrong}\n", (1, 7)),
    ],
)
def test_place_of_a_word(yaml: str, place: tuple[int, int]) -> None:
    assert shown(yaml, "wrong") == place


def test_a_finding_moves_into_the_file() -> None:
    source = Source("crm.yml", "Config:\n  Source: |\n    Title = uper(.summary)\n")
    node = text_at(source, "Config", "Source")
    inner = Source("Source", node.raw)
    start = node.raw.index("uper")
    finding = Diagnostic("unknown-function", "there is no `uper`", inner, Span(start, start + 4))

    moved = finding.moved(source, offsets_of(node, source))

    assert source.text[moved.span.start : moved.span.end] == "uper"
    assert source.position(moved.span.start).line == 3


def test_the_end_of_a_text_is_the_end_of_what_is_written() -> None:
    source = Source("file.yml", "key: |\n  one\nother: x\n")
    offset = offsets_of(text_at(source, "key"), source)

    assert offset(4) == 13
    assert offset(99) == 13


def test_an_empty_text_has_a_place() -> None:
    for yaml in ("key: ''", 'key: ""', "key: |\n", "key:"):
        source = Source("file.yml", yaml)

        assert 0 <= offsets_of(text_at(source, "key"), source)(0) <= len(yaml)


@given(
    st.text(alphabet="ab'\"\\:#- \n\téℵ😀", min_size=1, max_size=200),
    st.sampled_from(["plain", "deep"]),
)
@example("a b\n" * 12, "deep")
@example("x" * 90 + "\r\n" + "y z " * 30, "plain")
@example("\\ 'a' \"b\" " * 12 + "\r\n", "plain")
def test_what_is_no_blank_is_found_at_its_own_place(text: str, depth: str) -> None:
    value = {"key": text} if depth == "plain" else {"a": [{"key": text}]}
    path = ("key",) if depth == "plain" else ("a", "0", "key")
    source = Source("file.yml", dump(value))  # type: ignore[arg-type]
    node = text_at(source, *path)

    offset = offsets_of(node, source)

    for inner, character in enumerate(text):
        place = source.text[offset(inner)]
        if character not in BLANKS:
            assert place in (character, "\\"), (inner, source.text)
