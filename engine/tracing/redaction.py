"""Masks the secrets of an exchange before any of it is written."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum

import msgspec

from engine.model.excerpt import Excerpt
from engine.model.level import Level
from engine.tracing.entry_json import ENCODER, MAX_SUMMARY_CHARACTERS, cut, encoded
from engine.tracing.finished import Finished
from engine.tracing.harmless import Harmless
from engine.tracing.known_secret import KnownSecrets
from engine.tracing.masked_text import TextMask
from engine.tracing.plain_text import utf8
from engine.tracing.secret import MASK, SecretNames, Secrets

MAX_DEPTH = 100
TOO_DEEP = "[nested too deeply to be kept]"
TOO_MANY = "[not kept: too many secrets]"

_URLS = frozenset({"uri", "url", "path", "location", "referer"})
# ``{"Key": "Token", "Value": "…"}``: the name of a secret may be a value itself.
_NAME_KEYS = frozenset({"key", "name", "header"})
_VALUE_KEYS = frozenset({"value", "#text"})

_LONG_NUMBER = 100_000
_MAX_BITS = 4_096
_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_UNREADABLE = (UnicodeEncodeError, RecursionError, ValueError)


@dataclass(frozen=True, slots=True)
class _Structure:
    """Data that is not a text, with its JSON."""

    value: object
    text: str


class Redaction:
    """Masks by names first, then looks for the values found so in everything else.

    ``{"Password": "x"}`` is masked wherever it is nested; the same value is then masked in raw
    bodies, addresses, messages and in the data of the other entries of the exchange too. So are
    the values of the secret store, `known`, whether or not a name speaks of them.
    """

    def __init__(self, names: SecretNames | None = None, known: KnownSecrets | None = None) -> None:
        self._names = names or SecretNames()
        self._known = known or KnownSecrets()
        self._text = TextMask(self._names)
        self.harmless = Harmless(self._names, self._text, self._known)

    def redact(self, finished: Finished, headers: Iterable[tuple[str, str]] = ()) -> Finished:
        """Return an exchange with its secrets masked.

        The data of its entries is JSON or plain text then, None where there was none. `headers`
        are those of the request: what they hold is masked elsewhere.
        """
        secrets = Secrets(known=self._known.replace)
        for name, value in headers:
            if self._names.is_secret(name):
                secrets.add(value)
        path = self._text.mask_url(finished.path, secrets)
        # Stages hand on what they were given: one object often is the data of several entries.
        seen: dict[int, str | _Structure | None] = {}
        masked: list[tuple[float, Level, str, str | _Structure | None]] = []
        for seconds, level, summary, data in finished.entries:
            if id(data) not in seen:
                seen[id(data)] = self._shown(data, secrets)
            masked.append((seconds, level, self._masked_text(summary, secrets), seen[id(data)]))
        return msgspec.structs.replace(
            finished,
            service=utf8(finished.service),
            action=utf8(_without(secrets, finished.action)),
            remote_address=utf8(finished.remote_address),
            method=utf8(finished.method),
            path=utf8(_without(secrets, path)),
            entries=[
                (
                    seconds,
                    level,
                    _without(secrets, summary)[:MAX_SUMMARY_CHARACTERS],
                    cut(self._finally(data, secrets), _missing(given)),
                )
                for (seconds, level, summary, data), (*_, given) in zip(
                    masked, finished.entries, strict=True
                )
            ],
        )

    def _shown(self, data: object, secrets: Secrets) -> str | _Structure | None:
        """Take out what stands under secret names; a structure stays one for the second pass."""
        match data:
            case None | "" | b"":
                return None
            case str():
                return self._masked_text(data, secrets)
            case bytes() | bytearray() | memoryview():
                return self._masked_text(_decoded(bytes(data)), secrets)
            case Excerpt(text=text):
                return self._masked_text(text, secrets)
            case dict() if not data:
                return None
        written = encoded(data)
        if written is not None and not self._text.is_suspicious_json(written):
            return _Structure(data, written.decode())
        plain = self._plain(data, secrets, 0)
        if isinstance(plain, str):
            return plain
        return _Structure(plain, _json_text(plain))

    def _finally(self, data: str | _Structure | None, secrets: Secrets) -> str | None:
        """Take the values known by now out of what is left."""
        match data:
            case None:
                return None
            case str():
                return _without(secrets, data)
            case _Structure(text=text):
                if secrets.are_too_many:
                    return TOO_MANY
                if secrets.replace(text) == text:
                    return text
                plain = self._plain(data.value, Secrets(), 0)
                return _json_text(_replaced(plain, secrets.replace))

    def _masked_text(self, text: str, secrets: Secrets) -> str:
        text = utf8(text)
        if not self._text.is_suspicious(text):
            return text
        parsed = _parsed(text)
        if parsed is not None:
            before = secrets.seen
            plain = self._plain(parsed, secrets, 0)
            if secrets.seen > before:
                return _json_text(plain)
        return self._text.mask(text, secrets)

    def _plain(self, value: object, secrets: Secrets, depth: int) -> object:
        """Return any object as JSON data, masked under secret names."""
        if depth > MAX_DEPTH:
            return TOO_DEEP
        match value:
            case None | bool():
                return value
            case int():
                return value if value.bit_length() <= _MAX_BITS else "[number too long to be kept]"
            case str():
                return self._masked_text(value, secrets)
            case Decimal() | float():
                return value if _is_finite(value) else str(value)
            case Mapping():
                return self._object(value, secrets, depth)
            case list() | tuple() | set() | frozenset():
                return self._list(list(value), secrets, depth)
            case bytes() | bytearray() | memoryview():
                return self._masked_text(_decoded(bytes(value)), secrets)
            case date() | time():
                return value.isoformat()
            case Enum():
                return self._plain(value.value, secrets, depth + 1)
        if is_dataclass(value) and not isinstance(value, type):
            members: dict[object, object] = {
                each.name: getattr(value, each.name) for each in fields(value)
            }
            return self._object(members, secrets, depth)
        return self._masked_text(str(value), secrets)

    def _object(
        self, given: Mapping[object, object], secrets: Secrets, depth: int
    ) -> dict[str, object]:
        plain: dict[str, object] = {}
        announced = False
        value_key: object = None
        for key, value in given.items():
            name = self._masked_text(str(key), secrets)
            bare = name.lstrip("@").lower()
            if self._names.is_secret(name):
                plain[name] = _masked(value, secrets, depth)
                continue
            if bare in _URLS and isinstance(value, str):
                plain[name] = self._text.mask_url(value, secrets)
            else:
                plain[name] = self._plain(value, secrets, depth + 1)
            if bare in _NAME_KEYS and isinstance(value, str):
                announced = announced or self._names.is_secret(value)
            elif bare in _VALUE_KEYS:
                value_key = key
        if announced and value_key is not None:
            plain[str(value_key)] = _masked(given[value_key], secrets, depth)
        return plain

    def _list(self, given: list[object], secrets: Secrets, depth: int) -> list[object]:
        match given:
            case [str() as name, value] if self._names.is_secret(name):
                return [name, _masked(value, secrets, depth)]
        return [self._plain(value, secrets, depth + 1) for value in given]


def _masked(value: object, secrets: Secrets, depth: int) -> object:
    """Mask a value under a secret name, and remember every text and long number in it."""
    match value:
        case None | bool() | "" | b"":
            return value if not isinstance(value, bytes) else ""
        case str():
            secrets.add(value)
        case bytes():
            secrets.add(_decoded(value))
        case int() if abs(value) >= _LONG_NUMBER:
            secrets.add(str(value))
        case Mapping() if depth <= MAX_DEPTH:
            for each in value.values():
                _masked(each, secrets, depth + 1)
        case list() | tuple() if depth <= MAX_DEPTH:
            for each in value:
                _masked(each, secrets, depth + 1)
    secrets.seen += 1
    return MASK


def _replaced(value: object, replace: Callable[[str], str]) -> object:
    """Apply `replace` to every text of JSON data, keys included."""
    match value:
        case str():
            return replace(value)
        case dict():
            return {replace(key): _replaced(each, replace) for key, each in value.items()}
        case list():
            return [_replaced(each, replace) for each in value]
        case int() if not isinstance(value, bool):
            return value if replace(text := str(value)) == text else MASK
    return value


def _without(secrets: Secrets, text: str) -> str:
    if secrets.are_too_many:
        return TOO_MANY if text else text
    return secrets.replace(text)


def _missing(data: object) -> int:
    return data.missing if isinstance(data, Excerpt) else 0


def _is_finite(value: Decimal | float) -> bool:
    return value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)


def _decoded(data: bytes) -> str:
    """Text where it is text: what is not cannot be searched for secrets, and nobody can read it."""
    if b"\0" in data:
        return f"[{len(data)} bytes, not text]"
    return data.decode("utf-8", "backslashreplace")


def _parsed(text: str) -> object:
    """Return the JSON object or list a text holds, else None."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return _DECODER.decode(text)
    except _UNREADABLE:
        return None


def _json_text(plain: object) -> str:
    return ENCODER.encode(plain).decode()
