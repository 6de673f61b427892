"""Which names carry secrets, and the shapes in which a secret's value turns up again."""

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, quote_plus

MASK = "[masked]"

PARTS = (
    "password",
    "passwd",
    "passwort",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "sessionid",
    "authorization",
    "apikey",
    "accesskey",
    "privatekey",
    "cookie",
    "credential",
)
"""A name that holds one of these, whatever separates its letters, carries a secret."""

WHOLES = ("pass", "pw", "auth", "session", "sid", "jwt", "otp", "bearer")
"""A name that is one of these carries a secret."""

MIN_CHARACTERS = 5
"""Shorter values are masked under their names only: elsewhere they would be found by chance."""

MAX_SECRETS = 200
"""Secrets of one exchange that are looked for; with more, its texts are not kept at all."""

MAX_SECRET_CHARACTERS = 65_536
"""The same for the sum of their lengths."""

_EVERYDAY = frozenset({"false", "basic", "bearer", "token", "undef", "undefined", "localhost"})
_SEPARATORS = re.compile(r"[^a-z0-9]+")


class SecretNames:
    """Decides by a name whether the value behind it is a secret."""

    def __init__(self, parts: Iterable[str] = PARTS, wholes: Iterable[str] = WHOLES) -> None:
        self._parts = tuple(_bare(part) for part in parts)
        self._wholes = frozenset(_bare(whole) for whole in wholes)
        # Names come from outside: the memory of past decisions has to have an end.
        self.is_secret = lru_cache(maxsize=4096)(self._decide)
        parts = "|".join("[-_. ]?".join(part) for part in self._parts)
        wholes = self.whole_pattern = "|".join(sorted(self._wholes))
        self.pattern = rf"(?:[\w.:@-]*(?:{parts})[\w.-]*|\b(?:{wholes})\b)"
        """RE2 text for a name that carries a secret, to be matched without regard to case."""
        self.trace_pattern = rf"(?:{parts}|\b(?:{wholes})\b)"
        """RE2 text for what every such name holds: quicker, where the name itself is not asked."""

    def _decide(self, name: str) -> bool:
        bare = _bare(name[:200])
        return bare in self._wholes or any(part in bare for part in self._parts)


@dataclass(slots=True)
class Secrets:
    """The secret values of one exchange, and how to take them out of a text."""

    seen: int = 0
    """How many values stood under secret names, those too short to be looked for included."""
    known: Callable[[str], str] = field(default=lambda text: text)
    """Masks in a text what was secret before this exchange."""
    _values: set[str] = field(default_factory=set)
    _shapes: tuple[str, ...] | None = None

    def add(self, value: str) -> None:
        """Remember a value that stood under a secret name, with what credentials wrap in it."""
        self.seen += 1
        for secret in unwrapped(value):
            if len(secret) >= MIN_CHARACTERS and secret.lower() not in _EVERYDAY:
                self._values.add(secret)
                self._shapes = None

    @property
    def are_too_many(self) -> bool:
        """Whether there are so many that looking for each of them would take too long."""
        return (
            len(self._values) > MAX_SECRETS or sum(map(len, self._values)) > MAX_SECRET_CHARACTERS
        )

    def replace(self, text: str) -> str:
        """Return the text with every secret in it masked."""
        if self._shapes is None:
            found = {shape for value in self._values for shape in shapes_of(value)}
            # The longest first: a short secret may be a part of a long one.
            self._shapes = tuple(sorted(found, key=len, reverse=True))
        for shape in self._shapes:
            text = text.replace(shape, MASK)
        return self.known(text)


def _bare(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())


def unwrapped(value: str) -> Iterator[str]:
    """Yield a value, the credentials behind its scheme, a Basic password, the values of cookies."""
    value = value.strip()
    yield value
    scheme, _, credentials = value.partition(" ")
    if credentials and scheme.isalpha():
        yield credentials.strip()
        if scheme.lower() == "basic":
            yield from _basic_password(credentials)
    if "=" in value and ";" in value:
        for cookie in value.split(";"):
            yield cookie.partition("=")[2].strip()


def _basic_password(credentials: str) -> Iterator[str]:
    try:
        decoded = base64.b64decode(credentials.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return
    yield decoded.partition(":")[2]


def shapes_of(secret: str) -> Iterator[str]:
    """Yield a secret as JSON, XML, URLs and base64 write it."""
    yield secret
    raw = secret.encode("utf-8", "replace")
    for quoted in (quote(raw, safe=""), quote(raw), quote_plus(raw)):
        yield quoted
        yield re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), quoted)
    for is_ascii in (True, False):
        once = json.dumps(secret, ensure_ascii=is_ascii)[1:-1]
        yield once
        yield once.replace("/", "\\/")
        yield json.dumps(once, ensure_ascii=is_ascii)[1:-1]
    yield html.escape(secret)
    yield html.escape(secret, quote=False)
    yield base64.b64encode(raw).decode("ascii").rstrip("=")
