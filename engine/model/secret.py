"""Secrets as a service knows them: names in its file, values at the last moment."""

import re
from collections.abc import Callable, Sequence, Set
from typing import Final, Protocol
from urllib.parse import quote

from engine.model.fault import Blame, Fault

REFERENCE_PREFIX: Final = "secret:"
"""Begins a text that names a secret and holds none."""
MAX_NAME_CHARACTERS: Final = 200

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}", re.ASCII)
_IN_ADDRESS: Final = re.compile(
    rf"(?P<before>://[^/?#\s@:]*:){REFERENCE_PREFIX}(?P<name>{_NAME.pattern})(?=@)", re.ASCII
)


class SecretResolver(Protocol):
    """Gives the values of secrets to who is about to use them.

    A stage keeps the text of its service file and resolves it for each attempt: a secret that is
    changed is used at once, and no service holds its value.
    """

    def names(self) -> Set[str]:
        """Return the names of all secrets there are."""

    def resolve(self, text: str) -> str:
        """Return a text of a service file with the values of the secrets it names.

        That is ``secret:NAME`` as a whole, or as the password of an address, which takes the
        value percent-encoded: ``https://user:secret:NAME@partner.example``.
        Raises `Fault` (`secret.unknown` or `secret.unreadable`, blame SERVICE).
        """


def is_name(name: str) -> bool:
    """Say whether a secret may have that name: letters, digits, ``_``, ``.`` and ``-``."""
    return _NAME.fullmatch(name) is not None


def name_in(text: str) -> str | None:
    """Return the secret that a text names, None for a text that is itself."""
    if not text.startswith(REFERENCE_PREFIX):
        return None
    name = text.removeprefix(REFERENCE_PREFIX)
    return name if is_name(name) else None


def names_in(text: str) -> Sequence[str]:
    """Return the secrets that a text names: as a whole, or as the password of an address."""
    name = name_in(text)
    return [name] if name is not None else [found["name"] for found in _IN_ADDRESS.finditer(text)]


def resolved(text: str, value_of: Callable[[str], str]) -> str:
    """Return a text with the values of the secrets it names, as `SecretResolver.resolve` does."""
    name = name_in(text)
    if name is not None:
        return value_of(name)
    return _IN_ADDRESS.sub(
        lambda found: found["before"] + quote(value_of(found["name"]), safe=""), text
    )


def unknown_secret(name: str) -> Fault:
    """Return the fault of a service that names a secret that is not there."""
    return Fault("secret.unknown", f"There is no secret {name}.", Blame.SERVICE)


class NoSecrets:
    """A store without secrets, for stages that are built to be looked at."""

    def names(self) -> Set[str]:
        """Return nothing."""
        return frozenset()

    def resolve(self, text: str) -> str:
        """Return a text that names no secret; raises `Fault` (`secret.unknown`) for others."""
        for name in names_in(text):
            raise unknown_secret(name)
        return text
