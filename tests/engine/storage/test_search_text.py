"""Texts as searches compare them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.storage.search_text import fold, key, searchable


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Drucker ÄÖÜ", "drucker äöü"), ("STRASSE", "strasse"), ("Straße", "strasse"), ("И", "и")],
)
def test_letters_lose_their_case(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_nothing_and_nul_give_no_text() -> None:
    assert fold(None) == key(None) == searchable("") == ""
    assert fold("a\0b") == "ab"


def test_keys_are_cut() -> None:
    assert key("X" * 400) == "x" * 300
    assert len(key("ß" * 300)) == 300


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A text for the body, not too long.", "text body long"),
        ("Das ist der neue Drucker!", "neue drucker"),
        ("up up and away, AWAY (away)", "away"),
        ("it's foo-bar 12", "it's foo-bar"),
        ("x" * 31 + " abc", "abc"),
    ],
)
def test_words_without_the_small_ones_stand_behind_a_text(text: str, words: str) -> None:
    assert searchable(text) == f"{text.casefold()}\n\x1f{words}"


def test_of_a_long_text_the_beginning_can_be_found() -> None:
    assert fold("x" * 1_000_001) == "x" * 1_000_000


def test_words_that_are_all_of_a_text_are_not_repeated() -> None:
    assert searchable("Paper jam") == "paper jam"


def test_at_most_a_thousand_words_are_kept() -> None:
    text = " ".join(f"word{number:04}" for number in range(1200)) + "."

    assert len(searchable(text).partition("\x1f")[2].split()) == 1000


@given(st.text(), st.text(), st.text())
def test_a_part_of_a_text_folds_to_a_part_of_it(before: str, part: str, behind: str) -> None:
    assert fold(part) in fold(before + part + behind)
