"""Takes the secrets of a service file out of its text; everything else stays as it was written.

Source: generic-interface reference 11.5 for the keys and the mask, 12.2 for what Znuny adds.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from dsl.source import Source, Span
from engine.configuration.yaml_nodes import (
    Style,
    YamlEntry,
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    find,
)
from engine.configuration.yaml_reader import read_yaml
from engine.model.secret import name_in

MASK: Final = "*******"
SECRET_KEYS: Final = frozenset(
    {
        "BasicAuthPassword",
        "ProxyPassword",
        "SSLPassword",
        "JWTAuthKeyFilePassword",
        "APIKey",
        "BearerToken",
        # What OTRS 6 called them.
        "Password",
        "SSLProxyPassword",
        "SSLP12Password",
    }
)
_HEADER_TABLES: Final = frozenset({"AdditionalHeaders", "OutboundHeaders"})
_SECRET_HEADER = re.compile(r"auth|cookie|token|secret|password|api-?key|session", re.IGNORECASE)
_ADDRESS_KEYS: Final = frozenset({"Host", "Endpoint", "ProxyHost", "SSLProxy"})
MAPPINGS: Final = frozenset({"MappingInbound", "MappingOutbound"})
"""Their keys are those of messages: `Password` there is what a field is called."""
VALUES: Final = ("Config", "Values")
"""What a mapping in Tie reads as `$config`, and the one part of it that may hold secrets."""
_COMMENTED = re.compile(
    rf"^([ \t]*#.*?\b(?:{'|'.join(sorted(SECRET_KEYS))})['\"]?[ \t]*:[ \t]*)(\S.*)$", re.MULTILINE
)


def masked_text(text: str) -> str:
    """Return the text of a service file with its secrets blotted out, comments and order kept.

    Secrets are what stands behind the password keys, the values of headers that carry credentials,
    and passwords inside addresses. A reference such as ``secret:NAME`` stays: it names, and tells
    nothing. Raises `dsl.CompileError` for what is not YAML.
    """
    source = Source("service", text)
    # Aliases may lead to one text several times.
    found = {each.text.span: each for each in _secrets(read_yaml(source).root)}
    return _replaced(
        text,
        [
            (span, _written(source, each.text, _masked_address(each) if each.is_address else MASK))
            for span, each in sorted(found.items())
        ],
    )


def moved_text(text: str, move: Callable[[str, str], str]) -> str:
    """Return the text of a service file with the names of secrets in place of their values.

    `move` takes the key that a secret stands behind and its value, and returns what is to stand
    there: ``secret:NAME``. Of an address the password moves alone, without percent-encoding. What
    stands in comments is blotted out. Raises `dsl.CompileError` for what is not YAML.
    """
    source = Source("service", text)
    found = {each.text.span: each for each in _secrets(read_yaml(source).root)}
    return _replaced(
        text,
        [
            (span, _written(source, each.text, _moved(each, move)))
            for span, each in sorted(found.items())
        ],
    )


def holds_secrets(text: str) -> bool:
    """Tell whether a service file carries a secret in plain text."""
    return masked_text(text) != text


@dataclass(frozen=True, slots=True)
class _Secret:
    """A text that tells a secret, the key that it stands behind, and whether it is an address."""

    text: YamlText
    key: str
    is_address: bool = False


def _replaced(text: str, replacements: Iterable[tuple[Span, str]]) -> str:
    pieces: list[str] = []
    position = 0
    for span, written in replacements:
        pieces += (_without_commented(text[position : span.start]), written)
        position = span.end
    return "".join((*pieces, _without_commented(text[position:])))


def _secrets(node: YamlNode, *, in_headers: bool = False) -> Iterator[_Secret]:
    match node:
        case YamlMap():
            for entry in node:
                yield from _secrets_of(entry, in_headers=in_headers)
        case YamlList():
            for item in node.items:
                yield from _secrets(item, in_headers=in_headers)


def _secrets_of(entry: YamlEntry, *, in_headers: bool) -> Iterator[_Secret]:
    name = entry.name
    if name in SECRET_KEYS or (in_headers and _SECRET_HEADER.search(name)):
        yield from (_Secret(text, name) for text in _texts(entry.node) if _tells(text.raw))
    elif name in _ADDRESS_KEYS:
        for text in _texts(entry.node):
            if _tells(_password(text.raw)):
                yield _Secret(text, name, is_address=True)
    else:
        below = in_headers or name in _HEADER_TABLES
        node = find(entry.node, VALUES) if name in MAPPINGS else entry.node
        yield from _secrets(node, in_headers=below) if node is not None else ()


def _texts(node: YamlNode) -> Iterator[YamlText]:
    match node:
        case YamlText():
            yield node
        case YamlList():
            for item in node.items:
                yield from _texts(item)
        case YamlMap():
            for entry in node:
                yield from _texts(entry.node)


def _tells(value: str) -> bool:
    return value not in ("", MASK) and name_in(value) is None


def _password(address: str) -> str:
    """Return the password inside an address, as it is written there; empty without one."""
    try:
        return urlsplit(address).netloc.rpartition("@")[0].partition(":")[2]
    except ValueError:
        return ""


def _moved(secret: _Secret, move: Callable[[str, str], str]) -> str:
    raw = secret.text.raw
    if not secret.is_address:
        return move(secret.key, raw)
    password = _password(raw)
    return raw.replace(f":{password}@", f":{move(secret.key, unquote(password))}@", 1)


def _masked_address(secret: _Secret) -> str:
    raw = secret.text.raw
    return raw.replace(f":{_password(raw)}@", f":{MASK}@", 1)


def _written(source: Source, text: YamlText, shown: str) -> str:
    """Return what is to stand in the place of a text: a quoted one, with its line end."""
    written = source.text[text.span.start : text.span.end]
    quoted = "'" + shown.replace("'", "''") + "'"
    # A block ends behind its line break, which has to stay.
    ending = re.search(r"\s*\Z", written) if text.style in (Style.LITERAL, Style.FOLDED) else None
    return f"{quoted}{ending[0] if ending else ''}"


def _without_commented(text: str) -> str:
    return _COMMENTED.sub(rf"\g<1>'{MASK}'", text)
