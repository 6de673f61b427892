"""Seals a value with a key of its own, and that key with a key of the keyring.

AES-256-GCM throughout (NIST SP 800-38D): nonces of 96 random bits stand before what they sealed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32

_NONCE_BYTES: Final = 12
_ID_BYTES: Final = 8

RandomBytes = Callable[[int], bytes]
"""Returns that many random bytes, fit for keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that opens others. Its id tells it from others and nothing of what it is."""

    raw: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """16 hexadecimal digits."""
        return sha256(b"crosstie secret key id\0" + self.raw).digest()[:_ID_BYTES].hex()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value as the store keeps it."""

    key_id: str
    wrapped_key: bytes
    sealed_value: bytes


def seal(name: str, value: str, key: Key, random_bytes: RandomBytes) -> Sealed:
    """Return a value sealed under its name: under another it does not open."""
    own = random_bytes(KEY_BYTES)
    return Sealed(
        key.id,
        _sealed(key.raw, own, _bound(name, "key", key.id), random_bytes),
        _sealed(own, value.encode(), _bound(name, "value", key.id), random_bytes),
    )


def unseal(name: str, sealed: Sealed, key: Key) -> str | None:
    """Return the value; None where the key is another, or something was changed or exchanged."""
    try:
        own = _opened(key.raw, sealed.wrapped_key, _bound(name, "key", sealed.key_id))
        return _opened(own, sealed.sealed_value, _bound(name, "value", sealed.key_id)).decode()
    except (InvalidTag, ValueError):
        return None


def _bound(name: str, part: str, key_id: str) -> bytes:
    return f"crosstie secret 1\0{part}\0{key_id}\0{name}".encode()


def _sealed(key: bytes, data: bytes, bound: bytes, random_bytes: RandomBytes) -> bytes:
    nonce = random_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, bound)


def _opened(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
