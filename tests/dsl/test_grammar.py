"""The grammar is free of conflicts, its terminals do not collide, and every rule builds a node."""

import re
from importlib.resources import files

import pytest
from lark import Lark
from lark.exceptions import GrammarError
from lark.lexer import PatternStr

from dsl.reading.keywords import type_of_word
from dsl.reading.lexer import Lexer
from dsl.reading.lowering import LOWERING
from dsl.reading.tape import Tape
from dsl.reading.tokens import CONTEXTUAL, Vocabulary, vocabulary
from dsl.source import Source

TEXT = files("grammar").joinpath("tie.lark").read_text("utf-8")


@pytest.fixture(scope="module")
def lark() -> Lark:
    """The grammar in strict mode with a lexer of Lark's, which compares all terminals."""
    return Lark(TEXT, parser="lalr", lexer="basic", strict=True, start=["mapping", "expression"])


def read(text: str, known: Vocabulary) -> list[tuple[str, str]]:
    tape = Tape(Source("test.tie", text))
    Lexer(known).read(tape)
    assert tape.findings == []
    return [(token.type, token.text) for token in tape.tokens]


def test_the_grammar_has_neither_conflicts_nor_colliding_terminals(lark: Lark) -> None:
    assert len(lark.rules) > 100


def test_strict_mode_refuses_a_conflict() -> None:
    ambiguous = f"{TEXT}\n%extend sum: sum SIGN sum\n"

    with pytest.raises(GrammarError, match="Shift/Reduce conflict"):
        Lark(ambiguous, parser="lalr", lexer="basic", strict=True, start="mapping")


def test_every_rule_builds_something(lark: Lark) -> None:
    for rule in lark.rules:
        name = rule.alias or rule.origin.name
        is_inlined = str(rule.origin.name).startswith("_") or (
            rule.options.expand1 and not rule.alias and len(rule.expansion) == 1
        )
        assert is_inlined or callable(getattr(LOWERING, str(name), None)), rule


def test_every_fixed_spelling_is_read_as_its_terminal(lark: Lark) -> None:
    known = vocabulary(lark.terminals)
    fixed = {t.pattern.value for t in lark.terminals if isinstance(t.pattern, PatternStr)}

    assert fixed <= set(known.words) | set(known.signs)
    assert set(known.words) >= CONTEXTUAL
    for sign in set(known.signs) - set("()[]{}?!@"):
        assert (known.signs[sign], sign) in read(f"a {sign} b", known)


def test_every_word_of_the_grammar_is_known_to_the_keywords(lark: Lark) -> None:
    known = vocabulary(lark.terminals)
    tape = Tape(Source("test.tie", ""))

    for word, type_name in known.words.items():
        expected = "NAME" if word in CONTEXTUAL else type_name
        assert type_of_word(tape, word, known) == expected


def test_words_are_read_by_their_neighbours(lark: Lark) -> None:
    text = 'x.for order by .desc desc skip(1) "a {{ b }} c" r"d" e[1:-2] f [3] g!'
    types = [type_name for type_name, _ in read(text, vocabulary(lark.terminals))]

    assert " ".join(types) == (
        "NAME STEP_DOT NAME ORDER BY ROOT_DOT NAME DESC NAME LPAR INT RPAR"
        " TEXT_OPEN NAME TEXT_CLOSE REGEX NAME INDEX SLICE_INT COLON SIGN SLICE_INT RSQB"
        " NAME LSQB INT RSQB NAME ONE $END"
    )


def test_comments_say_what_the_lexer_decides() -> None:
    declared = re.search(r"^%declare (.*)$", TEXT, re.M)

    assert declared is not None
    comments = " ".join(re.findall(r"^//.*$", TEXT, re.M))
    for terminal in declared[1].split():
        assert terminal in comments
