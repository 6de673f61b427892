"""Reading YAML: what scalars mean, and the limits that hold before anything is built."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.diagnostics import CompileError, Diagnostic, Severity, draw
from dsl.source import Source, Span
from dsl.values import Value
from engine.configuration.yaml_nodes import (
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    find,
    nearest_span,
)
from engine.configuration.yaml_reader import MAX_CHARACTERS, MAX_DEPTH, YamlDocument, read_yaml


def read(text: str) -> YamlDocument:
    return read_yaml(Source("file.yml", text))


def value_of(text: str) -> Value:
    return read(text).root.value


def codes(text: str) -> list[str]:
    with pytest.raises(CompileError) as raised:
        read(text)
    return [finding.code for finding in raised.value.diagnostics]


def every_node(node: YamlNode) -> list[YamlNode]:
    match node:
        case YamlMap():
            below = [found for entry in node for found in (entry.key, *every_node(entry.node))]
        case YamlList():
            below = [found for item in node.items for found in every_node(item)]
        case YamlText():
            below = []
    return [node, *below]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", "1"),
        ("false", ""),
        ("null", None),
        ("~", None),
        ("", None),
        ("'true'", "true"),
        ('"null"', "null"),
        ("''", ""),
        ("!!str true", "true"),
        ("! ~", "~"),
        ("!!null x", None),
        ("!!int 7", "7"),
        ("True", "True"),
        ("TRUE", "TRUE"),
        ("Null", "Null"),
        ("Yes", "Yes"),
        ("no", "no"),
        ("on", "on"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1.50", "1.50"),
        ("1e3", "1e3"),
        ("12:30:45", "12:30:45"),
        ("2020-01-01", "2020-01-01"),
        ("18446744073709551616", "18446744073709551616"),
        (".inf", ".inf"),
        ("<<", "<<"),
        ("{}", {}),
        ("[]", []),
        ("[a, true]", ["a", "1"]),
    ],
)
def test_scalars_are_texts_but_for_four_plain_words(written: str, meant: Value) -> None:
    assert value_of(f"key: {written}") == {"key": meant}


@pytest.mark.parametrize("key", ["true", "no", "010", "null", "~", "1.50", "<<"])
def test_keys_are_always_texts(key: str) -> None:
    assert value_of(f"{key}: x") == {key: "x"}


def test_only_the_last_of_several_documents_counts() -> None:
    assert value_of("---\na: 1\na: 2\n---\nb: 2\n...\n") == {"b": "2"}
    assert read("---\na: 1\na: 2\n---\nb: 2\n").repeated_keys == ()


def test_nothing_is_none() -> None:
    assert value_of("") is None
    assert value_of("# a comment\n") is None


def test_aliases_stand_for_what_their_anchors_hold() -> None:
    assert value_of("a: &x [1, {b: 2}]\nc: *x\nd: &y text\ne: *y\n") == {
        "a": ["1", {"b": "2"}],
        "c": ["1", {"b": "2"}],
        "d": "text",
        "e": "text",
    }


def test_values_of_an_alias_are_not_shared() -> None:
    value = value_of("a: &x {b: c}\nd: *x\n")
    assert isinstance(value, dict)

    value["a"]["b"] = "changed"  # type: ignore[call-overload, index]

    assert value["d"] == {"b": "c"}


def test_the_last_of_repeated_keys_counts_and_a_warning_points_at_it() -> None:
    document = read("a: 1\nb: 2\na: 3\n")

    assert document.root.value == {"b": "2", "a": "3"}
    (warning,) = document.repeated_keys
    assert (warning.code, warning.severity) == ("repeated-key", Severity.WARNING)
    assert warning.span == Span(10, 11)


def test_a_byte_order_mark_moves_no_position() -> None:
    document = read("\ufeffkey: value\n")

    assert document.root.value == {"key": "value"}
    assert find(document.root, ("key",)) == YamlText(
        "value",
        "value",
        document.root.entries[0].key.style,
        Span(6, 11),  # type: ignore[union-attr]
    )


def test_windows_line_ends_move_no_position() -> None:
    document = read("a: b\r\nkey: value\r\n")

    node = find(document.root, ("key",))
    assert node is not None
    assert document.source.text[node.span.start : node.span.end] == "value"


def test_a_span_leaves_out_anchor_and_tag() -> None:
    document = read("a: &anchor !!str 'text'\n")

    node = find(document.root, ("a",))
    assert node is not None
    assert document.source.text[node.span.start : node.span.end] == "'text'"


def test_nearest_span_is_the_last_key_that_is_there() -> None:
    document = read("a:\n  b:\n  - c: text\n")
    source, root = document.source, document.root

    def at(*path: str) -> str:
        span = nearest_span(root, path, Span(0, 0))
        return source.text[span.start : span.end]

    assert at("a", "b", "0", "c") == "text"
    assert at("a", "b", "0", "d") == "c: text"
    assert at("a", "b", "1") == "b"
    assert at("a", "x", "y") == "a"
    assert at("x") == ""


@pytest.mark.parametrize(
    "text",
    [
        "[" * 2_000,
        "[" * 100_000,
        "{a: " * 2_000,
        "- " * 2_000,
        "? " * 2_000,
        "a: &a " + "[" * 60 + "]" * 60 + "\nb: " + "[" * 60 + "*a" + "]" * 60,
    ],
    ids=["brackets", "many brackets", "braces", "dashes", "question marks", "an alias"],
)
def test_depth_is_refused_at_once(text: str) -> None:
    began = time.perf_counter()

    assert codes(text) == ["yaml-too-deep"]
    assert time.perf_counter() - began < 1


def test_the_greatest_depth_is_read() -> None:
    value = value_of("[" * MAX_DEPTH + "]" * MAX_DEPTH)

    depth = 0
    while value:
        assert isinstance(value, list)
        value, depth = value[0], depth + 1
    assert depth == MAX_DEPTH - 1


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]

    assert codes("\n".join(lines)) == ["yaml-too-many-nodes"]


def test_many_values_are_refused() -> None:
    assert codes("[" + "x," * 200_001 + "]") == ["yaml-too-many-nodes"]


def test_a_file_that_is_too_long_is_not_read() -> None:
    assert codes("a" * (MAX_CHARACTERS + 1)) == ["yaml-too-large"]


@pytest.mark.parametrize("character", ["\0", "\x07", "\x7f", "\ufffe", "\ud800"])
def test_a_character_that_may_not_stand_in_yaml_is_pointed_at(character: str) -> None:
    with pytest.raises(CompileError) as raised:
        read(f"é: x\nkey: a{character}b\n")

    (finding,) = raised.value.diagnostics
    assert (finding.code, finding.span) == ("yaml-character", Span(11, 12))
    assert f"U+{ord(character):04X}" in finding.message


def test_every_bad_node_is_reported_in_one_run() -> None:
    assert codes("a: !x 1\nb: !!set {c}\nd: *e\n") == ["yaml-tag", "yaml-tag", "yaml-unknown-alias"]


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system",
        "!!python/name:os.system",
        "!perl/hash:Foo",
        "!ruby/object:X",
        "!!binary",
        "!!timestamp",
        "!<tag:evil.example,2020:x>",
    ],
)
def test_tags_that_ask_for_objects_are_refused(tag: str) -> None:
    assert codes(f"a: {tag} [x]") == ["yaml-tag"]


_PIECES = st.sampled_from(
    [
        *"ab:-,[]{}#&*!|>'\"%@`?~\\\t\0é\x85\u2028\ufeff",
        *("\n", "  ", "\n  ", ": ", "- ", "&a ", "*a", "!!str ", "---\n"),
        *("\r\n", "true", "null", "|\n", ">-\n"),
    ]
)


def findings_of(text: str) -> tuple[Diagnostic, ...]:
    """The findings about a text, and a look at the tree where there is one."""
    try:
        document = read(text)
    except CompileError as error:
        return error.diagnostics
    for node in every_node(document.root):
        assert 0 <= node.span.start <= node.span.end <= len(text)
    return document.repeated_keys


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_gives_a_tree_or_findings_with_positions_inside(text: str) -> None:
    for finding in findings_of(text):
        assert 0 <= finding.span.start <= len(text)
        assert draw(finding)
