"""Random texts."""

import string

from hypothesis import given
from hypothesis import strategies as st

from engine.accounts.secret_text import draw_text

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase


@given(st.integers(1, 60), st.randoms(use_true_random=False))
def test_a_text_has_its_length_and_alphabet(length: int, random: st.DataObject) -> None:
    drawn = draw_text(length, random.randbytes)  # type: ignore[attr-defined]

    assert len(drawn) == length
    assert set(drawn) <= set(ALPHABET)


def test_bytes_that_would_favour_some_characters_are_thrown_away() -> None:
    draws = iter([bytes([255, 248, 0]), bytes([61, 62, 247])])

    assert draw_text(3, lambda _: next(draws)) == "0z0"


def test_every_character_is_as_likely_as_any_other() -> None:
    drawn = draw_text(248, lambda _: bytes(range(256)))

    assert {character: drawn.count(character) for character in ALPHABET} == dict.fromkeys(
        ALPHABET, 4
    )
