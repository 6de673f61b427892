"""What is sealed opens under its own name, with its own key, unchanged, and no other way."""

import secrets
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.secret_store.envelope import Key, Sealed, seal, unseal

KEY = Key(bytes(range(32)))
OTHER = Key(bytes(32))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS, TEXTS)
def test_what_was_sealed_opens(name: str, value: str) -> None:
    sealed = seal(name, value, KEY, secrets.token_bytes)

    assert unseal(name, sealed, KEY) == value
    assert unseal(f"{name}x", sealed, KEY) is None
    assert unseal(name, sealed, OTHER) is None


def test_nothing_sealed_shows_the_value_or_repeats() -> None:
    first, second = (seal("a", "canary-7f3", KEY, secrets.token_bytes) for _ in range(2))

    assert b"canary" not in first.sealed_value + first.wrapped_key
    assert first.sealed_value != second.sealed_value
    assert first.wrapped_key != second.wrapped_key
    assert first.key_id == second.key_id == KEY.id


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


@pytest.mark.parametrize("place", [0, 11, 12, -1])
def test_a_changed_bit_opens_nothing(place: int) -> None:
    sealed = seal("a", "canary-7f3", KEY, secrets.token_bytes)
    at = place % len(sealed.sealed_value)
    other = seal("a", "another", KEY, secrets.token_bytes)

    for changed in (
        replace(sealed, sealed_value=flipped(sealed.sealed_value, at)),
        replace(sealed, wrapped_key=flipped(sealed.wrapped_key, place % len(sealed.wrapped_key))),
        replace(sealed, key_id=OTHER.id),
        replace(sealed, sealed_value=other.sealed_value),
        Sealed(KEY.id, b"", b""),
    ):
        assert unseal("a", changed, KEY) is None


def test_a_key_shows_its_id_alone() -> None:
    assert KEY.raw.hex() not in repr(KEY) + KEY.id
    assert len(KEY.id) == 16
    assert KEY.id != OTHER.id
