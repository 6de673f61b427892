"""Random texts that open something: session ids and API keys."""

import string
from collections.abc import Callable
from hashlib import sha256
from typing import Final

NewSecret = Callable[[int], bytes]
"""Returns that many random bytes, fit for secrets."""

_ALPHABET: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
# Bytes beyond the last whole run through the alphabet would favour its first characters.
_LIMIT: Final = 256 - 256 % len(_ALPHABET)


KEY_PREFIX: Final = "ck_"
"""What API keys begin with; no session id holds such a sign."""


def draw_text(length: int, new_secret: NewSecret) -> str:
    """Return random characters out of ``0-9A-Za-z``, each as likely as any other."""
    drawn: list[str] = []
    while len(drawn) < length:
        drawn += [_ALPHABET[byte % len(_ALPHABET)] for byte in new_secret(length) if byte < _LIMIT]
    return "".join(drawn[:length])


def stored_form(secret: str) -> str:
    """Return what the store keeps of a secret: its SHA-256, since it is random and long."""
    return sha256(secret.encode()).hexdigest()
