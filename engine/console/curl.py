"""Writes the request of a recorded exchange as a command line."""

import shlex
from collections.abc import Iterator, Mapping

import msgspec

from engine.model.exchange import Role
from engine.tracing.plain_text import visible
from engine.tracing.reader import Recording

_OPENING = "Communication sequence started"
_BODY = "Received data by provider from remote system"

# What curl writes by itself, or what belongs to the way the request took.
_OWN_HEADERS = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)


class _Opening(msgspec.Struct):
    """The data of the first entry of a provider."""

    method: str = msgspec.field(default="", name="Method")
    uri: str = msgspec.field(default="", name="URI")
    headers: dict[str, str] = msgspec.field(default_factory=dict, name="Headers")


def as_curl(recording: Recording) -> str:
    """Return a command that sends the same request, or nothing when it was not recorded.

    Secrets in it are masked: whoever runs it puts in their own.
    """
    exchange = recording.exchange
    if exchange.role is not Role.PROVIDER:
        return ""
    data = {entry.summary: entry.data or "" for entry in recording.entries}
    opening = _opening(data.get(_OPENING, ""))
    method, path = opening.method or exchange.method, opening.uri or exchange.path
    if not method or not path:
        return ""
    scheme = opening.headers.get("x-forwarded-proto", "http")
    host = opening.headers.get("host", "127.0.0.1:8010")
    address = shlex.quote(visible(f"{scheme}://{host}{path}"))
    parts = [f"curl -X {shlex.quote(visible(method))} {address}"]
    parts += _headers(opening.headers)
    if body := data.get(_BODY):
        parts.append(f"--data-raw {shlex.quote(visible(body))}")
    return " \\\n  ".join(parts)


def _headers(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in headers.items():
        if name.lower() not in _OWN_HEADERS and not name.lower().startswith("x-forwarded-"):
            yield f"-H {shlex.quote(visible(f'{name}: {value}'))}"


def _opening(data: str) -> _Opening:
    try:
        return msgspec.json.decode(data, type=_Opening)
    except (msgspec.DecodeError, RecursionError):
        return _Opening()
