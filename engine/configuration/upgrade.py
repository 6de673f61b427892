"""Brings a requester written by OTRS 6 up to date. Source: generic-interface reference 1.12."""

from collections.abc import Mapping
from typing import Final

from dsl.values import Value
from engine.model.perl_scalar import is_true
from engine.model.service import Compatibility

_TIMEOUTS: Final = {"HTTP::SOAP": "60", "HTTP::REST": "300"}


def is_old_format(config: Mapping[str, Value]) -> bool:
    """Tell whether a service is of the old format: a requester with a Config and without a Timeout.

    A modern service never is: its author forgot the Timeout, and hears of that instead.
    """
    return _old_transport(config) is not None


def upgraded(config: Mapping[str, Value]) -> dict[str, Value]:
    """Return the service in today's format. What is not of the old format is returned as it is."""
    result = dict(config)
    transport = _old_transport(config)
    requester = config.get("Requester")
    if transport is None or not isinstance(requester, dict):
        return result
    result["Requester"] = {**requester, "Transport": _upgraded_transport(transport)}
    return result


def _old_transport(config: Mapping[str, Value]) -> Mapping[str, Value] | None:
    if _mapping(config.get("Crosstie")).get("Compatibility") == Compatibility.MODERN.value:
        return None
    requester = config.get("Requester")
    transport = requester.get("Transport") if isinstance(requester, dict) else None
    if not isinstance(transport, dict) or transport.get("Type") not in _TIMEOUTS:
        return None
    settings = transport.get("Config")
    if not isinstance(settings, dict) or not settings or settings.get("Timeout") not in (None, ""):
        return None
    return transport


def _upgraded_transport(transport: Mapping[str, Value]) -> dict[str, Value]:
    name, given = transport["Type"], transport["Config"]
    if not isinstance(name, str) or not isinstance(given, dict):
        return dict(transport)
    is_soap = name == "HTTP::SOAP"
    ssl, x509 = _mapping(given.get("SSL")), _mapping(given.get("X509"))
    authentication = _mapping(given.get("Authentication"))
    settings = {
        key: value for key, value in given.items() if key not in ("Authentication", "SSL", "X509")
    }
    settings["Timeout"] = _TIMEOUTS[name]
    if is_soap and given.get("SOAPAction") == "Yes":
        settings["SOAPActionScheme"] = "NameSpaceSeparatorOperation"
    if authentication.get("Type") == "BasicAuth":
        settings["Authentication"] = {
            "AuthType": "BasicAuth",
            "BasicAuthUser": authentication.get("User"),
            "BasicAuthPassword": authentication.get("Password"),
        }
    settings["SSL"] = _ssl(ssl if is_soap else {}, x509)
    settings["Proxy"] = _proxy(ssl)
    return {**transport, "Config": settings}


def _ssl(ssl: Mapping[str, Value], x509: Mapping[str, Value]) -> dict[str, Value]:
    if ssl.get("UseSSL") == "Yes":
        return {
            "UseSSL": "Yes",
            "SSLPassword": ssl.get("SSLP12Password"),
            "SSLCertificate": ssl.get("SSLP12Certificate"),
            "SSLCADir": ssl.get("SSLCADir"),
            "SSLCAFile": ssl.get("SSLCAFile"),
        }
    if x509.get("UseX509") == "Yes":
        return {
            "UseSSL": "Yes",
            "SSLKey": x509.get("X509KeyFile"),
            "SSLCertificate": x509.get("X509CertFile"),
            "SSLCAFile": x509.get("X509CAFile"),
        }
    return {"UseSSL": "No"}


def _proxy(ssl: Mapping[str, Value]) -> dict[str, Value]:
    if not is_true(ssl.get("SSLProxy")):
        return {"UseProxy": "No"}
    return {
        "UseProxy": "Yes",
        "ProxyHost": ssl.get("SSLProxy"),
        "ProxyUser": ssl.get("SSLProxyUser"),
        "ProxyPassword": ssl.get("SSLProxyPassword"),
        "ProxyExclude": "No",
    }


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}
