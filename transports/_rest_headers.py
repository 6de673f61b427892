"""Response headers of HTTP::REST, put together once per service.

Source: generic-interface reference 2.5. A header is sent once, and `AdditionalHeaders` may not name
what the server decides either (12.4 no. 8).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dsl.values import Value
from engine.kinds import SetupError
from engine.model.perl_scalar import is_string, is_true, text_of

Headers = tuple[tuple[str, str], ...]

JSON: Final = "application/json; charset=UTF-8"
TEXT: Final = "text/plain; charset=UTF-8"

_NOT_OURS: Final = frozenset(
    {
        "connection",
        "content-disposition",
        "content-length",
        "content-md5",
        "status",
        "transfer-encoding",
    }
)
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token: RFC 9110 §5.6.2
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")  # field content without line ends: RFC 9110 §5.5


@dataclass(frozen=True, slots=True)
class AnswerHeaders:
    """The headers of every answer of a service."""

    of_action: Mapping[str, Headers]
    """Of answers with data, for operations that have headers of their own."""
    common: Headers
    """Of answers with data, for all other operations."""
    failed: Headers
    """Of answers to an exchange that failed behind the transport."""
    refused: Headers
    """Of answers to what the transport itself refused."""

    def answer(self, action: str) -> Headers:
        """Return the headers of an operation's answer."""
        return self.of_action.get(action, self.common)


def read_headers(
    config: Mapping[str, Value], path: tuple[str, ...], left_out: frozenset[str] = _NOT_OURS
) -> dict[str, str]:
    """Return the headers below a path of a `Config`, by name, without those `left_out`.

    `left_out` is in lower case. Raises `SetupError` for what HTTP forbids.
    """
    part: Value = dict(config)
    for key in path:
        part = part.get(key) if isinstance(part, dict) else None
    if not isinstance(part, dict):
        return {}
    return {
        name: header_value(part[name], (*path, name))
        for name in sorted(part)
        if _checked_name(name, (*path, name)).lower() not in left_out
    }


def is_header(name: str, value: str) -> bool:
    """Say whether HTTP has room for a header: a token, and one line of Latin-1."""
    return bool(_NAME.fullmatch(name) and _VALUE.fullmatch(value))


def header_value(value: Value, path: tuple[str, ...]) -> str:
    """Return the value of a header; raises `SetupError` for what is not one line of Latin-1."""
    text = "" if value is None else text_of(value) if is_string(value) else None
    if text is None or not _VALUE.fullmatch(text):
        raise SetupError(
            f"the value of header `{path[-1]}` is one line of Latin-1 text",
            path=path,
            code="bad-header",
        )
    return text


def connection(config: Mapping[str, Value]) -> Headers:
    """Return the `Connection` header that `KeepAlive` asks for."""
    return (("Connection", "Keep-Alive" if is_true(config.get("KeepAlive")) else "close"),)


def answer_headers(
    config: Mapping[str, Value], *, failure_type: str, connection: Headers
) -> AnswerHeaders:
    """Return the headers of a transport's `Config`; raises `SetupError` for what HTTP forbids."""
    always = read_headers(config, ("AdditionalHeaders",))
    common = always or read_headers(config, ("OutboundHeaders", "Common"))
    own = {} if always else _own(config, common)

    def headers(content_type: str, extra: Mapping[str, str]) -> Headers:
        return _joined((("Content-Type", content_type), *connection), extra)

    return AnswerHeaders(
        of_action=MappingProxyType({action: headers(JSON, all_) for action, all_ in own.items()}),
        common=headers(JSON, common),
        failed=headers(failure_type, common),
        refused=headers(failure_type, always),
    )


def _own(config: Mapping[str, Value], common: Mapping[str, str]) -> dict[str, dict[str, str]]:
    outbound = config.get("OutboundHeaders")
    specific = outbound.get("Specific") if isinstance(outbound, dict) else None
    return {
        action: {**common, **read_headers(config, ("OutboundHeaders", "Specific", action))}
        for action in (specific if isinstance(specific, dict) else ())
    }


def _checked_name(name: str, path: tuple[str, ...]) -> str:
    if not _NAME.fullmatch(name):
        raise SetupError(f"`{name}` cannot be the name of a header", path=path, code="bad-header")
    return name


def _joined(first: Iterable[tuple[str, str]], extra: Mapping[str, str]) -> Headers:
    """Return both, a configured header in place of one of ours of the same name."""
    replaced = {name.lower() for name in extra}
    kept = (pair for pair in first if pair[0].lower() not in replaced)
    return (*kept, *sorted(extra.items()))
