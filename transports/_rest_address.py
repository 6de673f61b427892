"""Where in a service a request goes, and the parameters of its query.

Source: generic-interface reference 3.1.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from dsl.values import Value
from engine.model.wire import WireRequest

_LAST_SERVICE = re.compile(r".*Webservice(?:ID)?/[^/]+(/.*)\Z", re.DOTALL)
_FIRST_SERVICE = re.compile(r"/Webservice(?:ID)?/[^/]+")
_SEPARATORS = re.compile(r"[;&]")
_MAX_PATH_CHARACTERS = 256
"""What longer paths lead to is not remembered: paths come from outside."""

Parameters = dict[str, Value]


def strict_target(request: WireRequest) -> tuple[str, str]:
    """Return the path behind the service and the query, both raw, as the reference cuts them.

    It looks for the last service in the whole target, so a query can move the cut; a target with
    nothing behind its service stays as it is.
    """
    target = f"{request.path}?{request.query}" if request.query else request.path
    cut = _LAST_SERVICE.match(target)
    path, _, query = (cut[1] if cut else target).partition("?")
    return path, query


def modern_target(request: WireRequest) -> tuple[str, str]:
    """Return the path behind the service, at least `/`, and the query, both raw."""
    path = request.path
    known = _behind_again if len(path) <= _MAX_PATH_CHARACTERS else _behind_service
    return known(path), request.query


def _behind_service(path: str) -> str:
    cut = _FIRST_SERVICE.search(path)
    return (path[cut.end() :] if cut else path) or "/"


_behind_again = lru_cache(maxsize=1024)(_behind_service)


def strict_parameters(query: str) -> Parameters:
    """Return the parameters of a query; repeated ones are lists. Raises `UnicodeError`.

    A plus sign is a blank in values only, and parts without a name are kept under ``""``. Unlike
    the reference, values keep what follows their second `=`, and a first `0` stays (12.4 no. 10).
    """
    parts = _SEPARATORS.split(query.rstrip(";&")) if query else ()
    pairs = (part.partition("=") for part in parts)
    return _collected((text(key), text(value.replace("+", " "))) for key, _, value in pairs)


def modern_parameters(query: str) -> Parameters:
    """Return the parameters of a query; repeated ones are lists. Raises `UnicodeError`.

    Names and values are form-encoded alike; empty parts are nothing. `;` separates as `&` does,
    since addresses of the OTRS family are written that way.
    """
    if not query:
        return {}
    pairs = (part.partition("=") for part in _SEPARATORS.split(query) if part)
    return _collected(
        (text(key.replace("+", " ")), text(value.replace("+", " "))) for key, _, value in pairs
    )


def text(raw: str) -> str:
    """Return a raw piece of an address, percent-decoded from UTF-8. Raises `UnicodeError`."""
    if "%" not in raw and raw.isascii():
        return raw
    return unquote_to_bytes(raw.encode("latin-1")).decode()


def _collected(pairs: Iterable[tuple[str, str]]) -> Parameters:
    found: Parameters = {}
    for key, value in pairs:
        known = found.get(key)
        if known is None:
            found[key] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            found[key] = [known, value]
    return found
