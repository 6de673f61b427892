"""Takes secrets out of texts whose form is not known: bodies, URLs, header lines, messages."""

import html
from typing import Any
from urllib.parse import unquote_plus

import msgspec
import re2

from engine.tracing.secret import MASK, SecretNames, Secrets

_VALUE = (
    r"\\+\".*?\\+\"|\\+'.*?\\+'|\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?"
    r"|(?:(?:bearer|basic|digest|negotiate|token)\s+)?[^\s,;&<>\"'{}\[\]\\]+"
)


class TextMask:
    """Masks what stands behind a secret name in a text, and remembers it in `Secrets`.

    RE2 and forward scans only: a text comes from outside, and no text may take more than linear
    time.
    """

    def __init__(self, names: SecretNames) -> None:
        self._names = names
        suspicion = rf"(?i){names.trace_pattern}|bearer\s|://[^/\s]*@|\\u00|%[4-7][0-9a-f]"
        self._suspicion = re2.compile(suspicion)
        # What JSON writes for a line end touches the word behind it: `\npass`. Numbers that JSON
        # does not know would spoil what is written beside them.
        self._json_suspicion = re2.compile(
            rf"{suspicion}|bearer\\|\\[bfnrt](?:{names.whole_pattern})\b"
            r"|(?-i:NaN|Infinity)"
        )
        self._header_line = re2.compile(
            r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie)(\s*:\s*)([^\r\n]+)"
        )
        self._pair = re2.compile(rf"(?is)({names.pattern})(\\*[\"']?\s*(?:=>|[:=])\s*)({_VALUE})")
        self._bearer = re2.compile(r"(?i)\b(bearer)(\s+)([a-z0-9+/=._~-]{16,})")
        self._tag = re2.compile(rf"(?i)<({names.pattern})(?:\s[^<>]*)?>")
        # A field of a form that was sent as multipart: its value begins behind an empty line.
        self._part = re2.compile(
            rf"(?is)(;\s*name\s*=\s*\"?{names.pattern}\"?[^\r\n]*(?:\r?\n[^\r\n]+)*)(\r?\n\r?\n)"
            r"([^\r\n]+(?:\r?\n[^-\r\n][^\r\n]*)*)"
        )
        self._user_info = re2.compile(r"://([^/?#\s\"'<>]*)@")

    def is_suspicious(self, text: str) -> bool:
        """Say whether a text can hold a secret at all. False is certain, and cheap."""
        # A name needs something between itself and its value; most texts have nothing of the kind.
        return (
            "=" in text
            or ":" in text
            or "<" in text
            or "[" in text
            or "earer" in text
            or "EARER" in text
        ) and self._suspicion.search(text) is not None

    def is_suspicious_json(self, encoded: bytes) -> bool:
        """Say the same of JSON, or that it holds what no reader of JSON takes for a number."""
        return self._json_suspicion.search(encoded) is not None

    def mask(self, text: str, secrets: Secrets) -> str:
        """Return the text with the values of secret names masked."""
        text = self._behind_tags(text, secrets)
        for pattern in (self._header_line, self._part, self._pair, self._bearer):
            text = self._behind(pattern, text, secrets)
        return self._without_user(text, secrets)

    def mask_url(self, url: str, secrets: Secrets) -> str:
        """Return a URL or path without secrets in its query, and in a path like ``/Session/ID``."""
        path, mark, query = url.partition("?")
        segments = path.split("/")
        for position in range(1, len(segments)):
            before, segment = segments[position - 1], segments[position]
            if segment and self._names.is_secret(unquote_plus(before)):
                segments[position] = self._masked(unquote_plus(segment), secrets)
        pairs = [self._masked_pair(pair, secrets) for pair in query.split("&")]
        return self._without_user("/".join(segments) + mark + "&".join(pairs), secrets)

    def _without_user(self, text: str, secrets: Secrets) -> str:
        if "://" not in text:
            return text
        for match in self._user_info.finditer(text):
            secrets.add(unquote_plus(match[1].partition(":")[2]))
        return str(self._user_info.sub(f"://{MASK}@", text))

    def _masked_pair(self, pair: str, secrets: Secrets) -> str:
        name, mark, value = pair.partition("=")
        if value and self._names.is_secret(unquote_plus(name)):
            secrets.add(value)
            return name + mark + self._masked(unquote_plus(value), secrets)
        return pair

    def _masked(self, value: str, secrets: Secrets) -> str:
        secrets.add(value)
        return MASK

    def _behind(self, pattern: Any, text: str, secrets: Secrets) -> str:
        """Mask the third group of each match; each pattern has three."""
        parts: list[str] = []
        end = 0
        for match in pattern.finditer(text):
            value = match[3]
            if not value or value.strip("\"'\\") in ("", MASK, "null", "true", "false"):
                continue
            secrets.add(_bare_value(value))
            parts += (text[end : match.start()], match[1], match[2], _quoted_mask(value))
            end = match.end()
        return "".join((*parts, text[end:])) if parts else text

    def _behind_tags(self, text: str, secrets: Secrets) -> str:
        """Mask what XML elements with a secret name hold, to the end where one is not closed."""
        if "<" not in text:
            return text
        parts: list[str] = []
        end = 0
        for match in self._tag.finditer(text):
            if match.start() < end or match[0].endswith("/>"):
                continue
            closing = text.find(f"</{match[1]}", match.end())
            stop = len(text) if closing < 0 else closing
            content = text[match.end() : stop]
            if content.strip():
                secrets.add(html.unescape(content.replace("<![CDATA[", "").replace("]]>", "")))
                parts += (text[end : match.end()], MASK)
                end = stop
        return "".join((*parts, text[end:])) if parts else text


def _bare_value(value: str) -> str:
    """The value without its quotes and escapes, as JSON reads it where it is JSON."""
    if value[0] == '"':
        try:
            return msgspec.json.decode(value.encode(), type=str)
        except (msgspec.DecodeError, UnicodeEncodeError):
            pass
    return value.strip("\"'\\")


def _quoted_mask(value: str) -> str:
    """The mask between the quotes that the value had."""
    quote = value[: len(value) - len(value.lstrip("\\"))] + value.lstrip("\\")[:1]
    return f"{quote}{MASK}{quote}" if quote[-1:] in ("'", '"') else MASK
