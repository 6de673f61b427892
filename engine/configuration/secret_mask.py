"""Blots the secrets of a service file out of its text; everything else stays as it was written.

Source: generic-interface reference 11.5 for the keys and the mask, 12.2 for what Znuny adds.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

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
REFERENCE_PREFIX: Final = "secret:"
"""Begins a text that names a secret and holds none."""

_HEADER_TABLES: Final = frozenset({"AdditionalHeaders", "OutboundHeaders"})
_SECRET_HEADER = re.compile(r"auth|cookie|token|secret|password|api-?key|session", re.IGNORECASE)
_ADDRESS_KEYS: Final = frozenset({"Host", "Endpoint", "ProxyHost", "SSLProxy"})
_MAPPINGS: Final = frozenset({"MappingInbound", "MappingOutbound"})
"""Their keys are those of messages: `Password` there is what a field is called."""
_VALUES: Final = ("Config", "Values")
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
    document = read_yaml(source)
    pieces: list[str] = []
    position = 0
    for span, mask in _replacements(source, document.root):
        pieces += (_without_commented(text[position : span.start]), mask)
        position = span.end
    return "".join((*pieces, _without_commented(text[position:])))


def holds_secrets(text: str) -> bool:
    """Tell whether a service file carries a secret in plain text."""
    return masked_text(text) != text


def _replacements(source: Source, root: YamlNode) -> list[tuple[Span, str]]:
    # Aliases may lead to one text several times.
    found = {
        text.span: _address(text) if is_address else _mask(source, text)
        for text, is_address in _secrets(root, in_headers=False)
    }
    return sorted(found.items())


def _secrets(node: YamlNode, *, in_headers: bool) -> Iterator[tuple[YamlText, bool]]:
    """Yield the texts that tell a secret, and whether it is but a part of an address."""
    match node:
        case YamlMap():
            for entry in node:
                yield from _secrets_of(entry, in_headers=in_headers)
        case YamlList():
            for item in node.items:
                yield from _secrets(item, in_headers=in_headers)


def _secrets_of(entry: YamlEntry, *, in_headers: bool) -> Iterator[tuple[YamlText, bool]]:
    if entry.name in SECRET_KEYS or (in_headers and _SECRET_HEADER.search(entry.name)):
        yield from ((text, False) for text in _texts(entry.node) if _tells(text.raw))
    elif entry.name in _ADDRESS_KEYS:
        yield from ((text, True) for text in _texts(entry.node) if _tells(_password(text.raw)))
    else:
        below = in_headers or entry.name in _HEADER_TABLES
        node = find(entry.node, _VALUES) if entry.name in _MAPPINGS else entry.node
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
    return value not in ("", MASK) and not value.startswith(REFERENCE_PREFIX)


def _password(address: str) -> str:
    """Return the password inside an address, as it is written there; empty without one."""
    try:
        return urlsplit(address).netloc.rpartition("@")[0].partition(":")[2]
    except ValueError:
        return ""


def _address(text: YamlText) -> str:
    shown = text.raw.replace(f":{_password(text.raw)}@", f":{MASK}@", 1)
    return "'" + shown.replace("'", "''") + "'"


def _mask(source: Source, text: YamlText) -> str:
    written = source.text[text.span.start : text.span.end]
    # A block ends behind its line break, which has to stay.
    ending = re.search(r"\s*\Z", written) if text.style in (Style.LITERAL, Style.FOLDED) else None
    return f"'{MASK}'{ending[0] if ending else ''}"


def _without_commented(text: str) -> str:
    return _COMMENTED.sub(rf"\g<1>'{MASK}'", text)
