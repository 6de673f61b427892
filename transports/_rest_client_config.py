"""What the `Config` of a REST requester says, read once per service.

Source: generic-interface reference 1.7, 4.1, 4.3 and 4.4, and 12.2 for `ContentType`.
"""

import math
from base64 import b64encode
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urlsplit

from dsl.values import Value
from engine.kinds import SetupError
from engine.model.http_out import Connection, Proxy, Tls
from engine.model.perl_scalar import is_string, is_true, text_of
from transports._rest_body import CONTENT_TYPES, BodyForm
from transports._rest_headers import Headers, header_value, read_headers
from transports._rest_request import LEFT_OUT, Controller, RequestEncoder

Config = Mapping[str, Value]

_TIMEOUT_SECONDS: Final = 120.0
"""The reference's own default, for a strict service that says so request by request."""
_REQUIRED: Final = ("Host", "DefaultCommand", "Timeout")


def request_encoder(config: Config, *, is_strict: bool) -> RequestEncoder:
    """Return what encodes the requests of a service; raises `SetupError`."""
    missing = _missing(config)
    if missing is not None and not is_strict:
        raise SetupError(missing.removeprefix("REST Transport: "), code="missing-key")
    host, address, base_path, login = _host(config)
    form = _form(config)
    return RequestEncoder(
        host=host,
        address=address,
        base_path=base_path,
        controllers=MappingProxyType(_controllers(config)),
        first_headers=(("Content-Type", CONTENT_TYPES[form]), *_credentials(config, login)),
        form=form,
        is_strict=is_strict,
        missing=missing,
    )


def connection(config: Config) -> Connection:
    """Return how the partner is reached; raises `SetupError` for a proxy that is no address."""
    ssl = _part(config, "SSL")
    is_host_name_ignored = is_true(config.get("SSLNoHostnameVerification"))
    if _text(ssl, "UseSSL") != "Yes":
        return Connection(Tls(verify_host_name=not is_host_name_ignored), _proxy(config))
    tls = Tls(
        verify_host_name=not is_host_name_ignored and _text(ssl, "SSLVerifyHostname") != "No",
        certificate=_text(ssl, "SSLCertificate"),
        key=_text(ssl, "SSLKey"),
        password=_text(ssl, "SSLPassword"),
        ca_file=_text(ssl, "SSLCAFile"),
        ca_folder=_text(ssl, "SSLCADir"),
    )
    return Connection(tls, _proxy(config))


def timeout_seconds(config: Config) -> float:
    """Return how long an exchange with the partner may take; raises `SetupError`."""
    text = _text(config, "Timeout")
    if not text:
        return _TIMEOUT_SECONDS
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= 86_400:
        told = "Timeout is a number of seconds, at most a day"
        raise SetupError(told, path=("Timeout",), code="setting-out-of-range")
    return seconds


def _missing(config: Config) -> str | None:
    if not config:
        return "REST Transport: Have no Config"
    lacking = next((key for key in _REQUIRED if not _text(config, key)), None)
    return None if lacking is None else f"REST Transport: Have no {lacking} in config"


def _host(config: Config) -> tuple[str, str, str, str]:
    """Return `Host` without its log-in, its address, its path, and the log-in it may hold."""
    host = _text(config, "Host")
    if not host:
        return "", "", "", ""
    parts = urlsplit(host)
    if parts.scheme not in ("http", "https") or not parts.hostname or not host.isascii():
        told = "Host is an address in ASCII that begins with http:// or https://"
        raise SetupError(told, path=("Host",), code="bad-address")
    login, _, place = parts.netloc.rpartition("@")
    if any(sign <= " " for sign in host) or parts.query or parts.fragment:
        told = "Host holds neither blanks nor `?` nor `#`"
        raise SetupError(told, path=("Host",), code="bad-address")
    address = f"{parts.scheme}://{place}"
    return f"{address}{parts.path}", address, parts.path, unquote(login)


def _form(config: Config) -> BodyForm:
    word = _text(config, "ContentType")
    try:
        return BodyForm(word or "JSON")
    except ValueError as error:
        told = "ContentType is JSON, FORM or XML"
        raise SetupError(told, path=("ContentType",), code="unknown-word") from error


def _controllers(config: Config) -> dict[str, Controller]:
    default = _text(config, "DefaultCommand")
    found = {}
    for action, entry in _part(config, "InvokerControllerMapping").items():
        if isinstance(entry, dict) and (template := _text(entry, "Controller")):
            method = (_text(entry, "Command") or default).upper()
            found[action] = Controller(template, method, _headers(config, action))
    return found


def _headers(config: Config, action: str) -> Headers:
    """Return what is sent over everything else: `AdditionalHeaders`, or both of the outbound."""
    always = read_headers(config, ("AdditionalHeaders",), LEFT_OUT)
    if not always:
        always = outbound_headers(config, action, LEFT_OUT)
    return tuple(always.items())


def outbound_headers(config: Config, action: str, left_out: frozenset[str]) -> dict[str, str]:
    """Return the headers of `OutboundHeaders` for an invoker, its own over the common ones."""
    common = read_headers(config, ("OutboundHeaders", "Common"), left_out)
    return common | read_headers(config, ("OutboundHeaders", "Specific", action), left_out)


def _credentials(config: Config, login: str) -> Headers:
    entry = _part(config, "Authentication")
    match _text(entry, "AuthType"):
        case "BasicAuth":
            user, password = _text(entry, "BasicAuthUser"), _text(entry, "BasicAuthPassword")
            login = f"{user}:{password}" if user and password else login
        case "APIKey":
            name = _text(entry, "APIKeyHeader") or "X-API-Key"
            headers: dict[str, Value] = {name: _text(entry, "APIKey")}
            return tuple(read_headers({"APIKey": headers}, ("APIKey",), LEFT_OUT).items())
        case "Bearer":
            path = ("Authentication", "BearerToken")
            return (("Authorization", header_value(f"Bearer {_text(entry, path[1])}", path)),)
        case _:
            pass
    if not login:
        return ()
    # One line, however long: the reference breaks it (generic-interface 4.4).
    return (("Authorization", f"Basic {b64encode(login.encode()).decode()}"),)


def _proxy(config: Config) -> Proxy | None:
    entry = _part(config, "Proxy")
    address = _text(entry, "ProxyHost")
    is_used = _text(entry, "UseProxy") == "Yes" and _text(entry, "ProxyExclude") != "Yes"
    if not is_used or not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or not address.isascii():
        told = "ProxyHost is an address that begins with http:// or https://"
        raise SetupError(told, path=("Proxy", "ProxyHost"), code="bad-address")
    return Proxy(address, _text(entry, "ProxyUser"), _text(entry, "ProxyPassword"))


def _part(config: Config, key: str) -> Config:
    part = config.get(key)
    return part if isinstance(part, dict) else {}


def _text(config: Config, key: str) -> str:
    value = config.get(key)
    return text_of(value) if is_string(value) else ""
