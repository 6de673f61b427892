"""Any word may be a key, a path step or a named argument: no word of the grammar is in the way."""

import re
from importlib.resources import files

import pytest

from dsl import nodes
from dsl.parser import parse, parse_expression
from dsl.reading.tokens import CONTEXTUAL, RESERVED_TYPES
from dsl.source import Source

GRAMMAR = files("grammar").joinpath("tie.lark").read_text("utf-8")
RULES = re.sub(r"//.*", "", GRAMMAR)
WORDS = sorted(set(re.findall(r'"([a-z]+)"', RULES)))
RESERVED = sorted(set(WORDS) - CONTEXTUAL)
LONGER = [
    *(f"{word}{end}" for word in WORDS for end in ("s", "_name", "1", "Er")),
    *("form", "format", "iffy", "letter", "inside", "orders", "true_name", "island", "nothing"),
    *("android", "origin", "elsewhere", "thence", "matches", "forty", "notes", "tables"),
    *("total", "roundtrip", "inverse", "it", "out", "input", "config", "r", "e", "E5", "_", "x_"),
]
ALL = [*WORDS, *LONGER]


def only_item(text: str) -> nodes.Declaration:
    tree, findings = parse(Source("test.tie", text))
    assert findings == (), text
    assert tree is not None
    assert len(tree.declarations) == 1, text
    return tree.declarations[0]


def value(text: str) -> nodes.Expression:
    tree, findings = parse_expression(Source("test.tie", text))
    assert findings == (), text
    assert tree is not None
    return tree


def test_the_words_come_from_the_grammar() -> None:
    assert {"mapping", "if", "for", "order", "desc", "json", "template", "except"} <= set(WORDS)
    assert {word.upper() for word in RESERVED} == RESERVED_TYPES


@pytest.mark.parametrize("word", ALL)
def test_a_word_is_a_key(word: str) -> None:
    for form in ("{} = 1", "{} = 1,", "{}=1", "{}: 1", '"{}" = 1', '"{}": 1'):
        item = only_item(form.format(word))

        assert isinstance(item, nodes.Assign)
        assert (item.key, item.optional) == (word, False)


@pytest.mark.parametrize("word", ALL)
def test_a_word_is_an_optional_key(word: str) -> None:
    for form in ("{}? = .a", "{}?=.a", "{} ? = .a", "{}?: .a", '"{}"? = .a'):
        item = only_item(form.format(word))

        assert isinstance(item, nodes.Assign)
        assert (item.key, item.optional) == (word, True)


@pytest.mark.parametrize("word", ALL)
def test_a_word_is_a_key_after_any_value(word: str) -> None:
    text = f"""
    a = .b
    {word} = .c
    d = x | f
    {word}? = [1]
    e = for x in y => x
    {word}: {{ {word}: 1, b: 2 {word} = 3 }}
    g = x is present
    {word} = 1
    """
    tree, findings = parse(Source("test.tie", text))

    assert findings == ()
    assert tree is not None
    keys = [item.key for item in tree.declarations if isinstance(item, nodes.Assign)]
    assert keys == ["a", word, "d", word, "e", word, "g", word]


@pytest.mark.parametrize("word", ALL)
def test_a_quoted_word_names_a_block(word: str) -> None:
    block = only_item(f'"{word}" {{ {word} = 1 }}')

    assert isinstance(block, nodes.Block)
    assert block.key == word


@pytest.mark.parametrize("word", [*LONGER, *sorted(CONTEXTUAL)])
def test_a_word_that_is_not_reserved_names_a_block(word: str) -> None:
    block = only_item(f"{word} {{ {word}? {{ }} }}")

    assert isinstance(block, nodes.Block)
    assert block.key == word


@pytest.mark.parametrize("word", sorted(set(RESERVED) - {"result", "then", "else"}))
@pytest.mark.parametrize("form", ["{} {{ a = 1 }}", "b = x\n{} {{ a = 1 }}", "{}? {{ a = 1 }}"])
def test_a_reserved_word_that_names_a_block_needs_quotes(word: str, form: str) -> None:
    tree, findings = parse(Source("test.tie", form.format(word)))

    assert tree is None
    assert [finding.code for finding in findings] == ["reserved-block-name"]
    assert f"`{word}`" in findings[0].message


@pytest.mark.parametrize("word", ALL)
def test_a_word_is_a_step(word: str) -> None:
    for base in ("", ".a", "x", "f(x)", "(x)", "x[0]", "x | f", '"x"', "x!"):
        for form in ("{}.{}", '{}."{}"'):
            step = value(form.format(base, word))

            assert isinstance(step, nodes.Step)
            assert step.key == word


@pytest.mark.parametrize("word", ALL)
def test_a_word_is_an_attribute(word: str) -> None:
    for form in ("x@{}", ".a@{}", ".@{}", 'x@"{}"'):
        attribute = value(form.format(word))

        assert isinstance(attribute, nodes.Attribute)
        assert attribute.name == word


@pytest.mark.parametrize("word", ALL)
def test_a_word_is_a_named_argument(word: str) -> None:
    for form in ("f(x, {} = 1)", "x | f({} = 1)", "f(x,\n  {}=1,\n)"):
        call = value(form.format(word))

        assert isinstance(call, nodes.Call)
        assert call.arguments[1].name == word


@pytest.mark.parametrize("word", sorted(set(ALL) - {"not"}))
def test_a_word_is_a_test(word: str) -> None:
    for text, negated in ((f"x is {word}", False), (f"x is not {word}", True)):
        test = value(text)

        assert isinstance(test, nodes.Is)
        assert (test.test, test.negated) == (word, negated)


@pytest.mark.parametrize("word", [*LONGER, *sorted(CONTEXTUAL)])
def test_a_word_that_is_not_reserved_is_a_name(word: str) -> None:
    for text in (word, f"{word}(1)", f"x | {word}", f"x | {word}(1)", f"({word})", f"-{word}"):
        value(text)
    only_item(f"let {word} = [{word}, {word} + {word}, {word}.a]")
    only_item(f"a = for {word}, x in {word} where {word} => {word}")
    only_item(f"a = f({word} => {word}.{word})")
    only_item(f"fn {word}({word}, b: {word}) -> {word} = {word}")
    only_item(f"mapping {word} from {word}: json any to json any  a = {word}.{word}")


@pytest.mark.parametrize("word", [word for word in RESERVED if word not in ("not", "if", "for")])
@pytest.mark.parametrize("form", ["let {} = 1", "a = for {} in x => 1", "fn f({}: text) = 1"])
def test_a_reserved_word_is_never_a_name(word: str, form: str) -> None:
    tree, findings = parse(Source("test.tie", form.format(word)))

    assert tree is None
    assert [finding.code for finding in findings] == ["reserved-name"]
    assert f"`{word}`" in findings[0].message


@pytest.mark.parametrize(
    "word",
    sorted(set(RESERVED) - {"true", "false", "null", "missing", "if", "for", "match", "not"}),
)
@pytest.mark.parametrize("form", ["a = {}\nb = 1", "a = f({}, 1)", "a = [1, {}]"])
def test_a_reserved_word_is_never_a_value(word: str, form: str) -> None:
    tree, findings = parse(Source("test.tie", form.format(word)))

    assert tree is None
    assert len(findings) == 1
    assert f"`{word}`" in findings[0].message


def test_a_direction_follows_a_key_and_is_a_step_elsewhere() -> None:
    loop = value("for x in xs order by x.desc, x.a desc, desc asc, f(asc) desc => asc")

    assert isinstance(loop, nodes.For)
    assert [key.descending for key in loop.order] == [False, True, False, True]
    assert isinstance(loop.body, nodes.Name)


def test_functions_may_be_named_like_words_of_the_grammar() -> None:
    text = "xs | skip(2) | group(x => x.a) | order | any(x => x) | with(1) | on | by | from | to"

    assert isinstance(value(text), nodes.Call)
