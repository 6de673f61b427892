"""Laws of the formatter: nothing changes its meaning, and once is enough."""

import re
from pathlib import Path

import pytest
from documents import cases_of
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from shared_cases import ROOT
from tie_samples import SAMPLES
from tie_trees import mappings, parts_of

import dsl
from dsl import nodes
from dsl.formatter import format_text, print_mapping
from dsl.formatting.meaning import same_meaning
from dsl.formatting.words import comments_of
from dsl.parser import parse, read_tokens
from dsl.source import Source

DOCUMENTED = [
    pytest.param(case.map, id=f"{document.stem}:{case.line}")
    for document in sorted((ROOT / "tests/language").rglob("*.md"))
    for case in cases_of(document)
    if parse(Source("mapping.tie", case.map))[0] is not None
]
COMMENTS = ["# why", "#", '# "quoted" {{ }}', "#\tblanks  ", "# a: b"]


def tree(text: str) -> nodes.Mapping:
    """Return what a text means."""
    found, findings = parse(Source("any.tie", text))
    assert findings == (), f"{text}\n{''.join(map(dsl.draw, findings))}"
    assert found is not None
    return found


def comments(text: str) -> list[str]:
    """Return the comments of a text."""
    return comments_of(text, read_tokens(Source("any.tie", text)))


def check(text: str) -> None:
    written = format_text(text)

    assert same_meaning(tree(written), tree(text))
    assert comments(written) == comments(text)
    assert format_text(written) == written
    assert not re.search(r"[ \t]+$|\n\n\n|\A\n|[^\n]\Z", without_texts(written), re.M)


def without_texts(text: str) -> str:
    """Return a text without what stands in text blocks."""
    return re.sub(r'"""(?:[^"\\]|\\.|"(?!""))*"""', '""', text, flags=re.S)


@settings(max_examples=150, deadline=None)
@given(mappings())
def test_the_parse_of_a_printed_tree_is_that_tree(mapping: nodes.Mapping) -> None:
    written = print_mapping(mapping)

    assert same_meaning(tree(written), mapping), written
    assert format_text(format_text(written)) == format_text(written)


@settings(max_examples=150, deadline=None)
@given(mappings(), st.data())
def test_comments_and_line_ends_anywhere_are_kept(
    mapping: nodes.Mapping, data: st.DataObject
) -> None:
    text = print_mapping(mapping)
    check(scattered(text, data))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_comments_and_line_ends_in_samples_are_kept(text: str, data: st.DataObject) -> None:
    check(scattered(text, data))


def test_a_choice_is_not_taken_for_one_in_another_language() -> None:
    check('a = if b then c? else "{{ ":"? }}"?\n')


@pytest.mark.parametrize("word", ["let", "require"])
def test_a_namespace_may_be_named_like_a_statement(word: str) -> None:
    check(f'mapping\n a\n  to xml "a.xsd" ({word} # why\n\n = "urn:a")\n\na {{}}\n')


def scattered(text: str, data: st.DataObject) -> str:
    """Return a text with line ends and comments between some of its tokens."""
    tokens = read_tokens(Source("any.tie", text))
    closed = []
    depth = 0
    for token in tokens[:-1]:
        depth += (token.type == "TEXT_OPEN") - (token.type == "TEXT_CLOSE")
        if depth == 0:
            closed.append(token.span.end)
    for place in sorted(
        data.draw(st.sets(st.sampled_from(closed or [0]), max_size=8)), reverse=True
    ):
        ends = data.draw(st.sampled_from(["\n", "\n\n", "\n\n\n\n", " ", "\r\n"]))
        for comment in data.draw(st.lists(st.sampled_from(COMMENTS), max_size=2)):
            ends = data.draw(st.sampled_from([" ", "\n", "\n\n"])) + comment + "\n" + ends
        changed = text[:place] + ends + text[place:]
        if same(changed, text):
            text = changed
    return text


def same(changed: str, text: str) -> bool:
    """Tell whether a text still means the same: what has to touch or share a line may not part."""
    found, _ = parse(Source("any.tie", changed))
    return found is not None and same_meaning(found, tree(text))


def test_every_kind_of_node_is_drawn() -> None:
    kinds = {kind for kind in vars(nodes).values() if isinstance(kind, type)}
    missing = {kind for kind in kinds if issubclass(kind, nodes.Node)} - {nodes.Node}

    @settings(max_examples=200, deadline=None, database=None)
    @given(mappings())
    def draw(mapping: nodes.Mapping) -> None:
        missing.difference_update(map(type, parts_of(mapping)))

    # What 200 draws hold is luck, so it goes on until nothing is missing: a kind that one draw in
    # 200 holds, the rarest, is missed by all of them with a chance of 1 in 10^17.
    rounds = iter(range(40))
    while missing and (number := next(rounds, None)) is not None:
        seed(number)(draw)()
    assert missing == set()


@pytest.mark.parametrize("text", DOCUMENTED)
def test_documented_mappings_keep_their_meaning(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "file", [pytest.param(p, id=p.name) for p in sorted(ROOT.glob("*/**/*.tie"))]
)
def test_mappings_of_the_repository_keep_their_meaning(file: Path) -> None:
    check(file.read_text())
