"""Bodies of outgoing REST requests: JSON, form fields, or XML. Pure.

Source: generic-interface reference 4.2 and 12.2 (`ContentType`).
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final

import xmltodict

from dsl.values import DataError, Value
from engine.model.fault import Blame, Fault
from transports._controller import query_of
from transports._rest_json import encode, encode_like_perl


class BodyForm(Enum):
    """How the data of a message become a body. The values are the words of service files."""

    JSON = "JSON"
    FORM = "FORM"
    XML = "XML"


CONTENT_TYPES: Final = {
    BodyForm.JSON: "application/json",
    BodyForm.FORM: "application/x-www-form-urlencoded",
    BodyForm.XML: "application/xml",
}


def encoded(form: BodyForm, data: Mapping[str, Value], *, is_strict: bool) -> bytes:
    """Return data as a body, empty for no data; raises `Fault` (`transport.bad-data`)."""
    if not data:
        return b""
    match form:
        case BodyForm.JSON:
            return _json(data, is_strict=is_strict)
        case BodyForm.FORM:
            return query_of(data).encode()
        case BodyForm.XML:
            return _xml(data)


def _json(data: Mapping[str, Value], *, is_strict: bool) -> bytes:
    try:
        return encode_like_perl(dict(data)) if is_strict else encode(dict(data))
    except DataError as error:
        text = "The data cannot be written as JSON"
        raise Fault("transport.bad-data", text, Blame.SERVICE, data=str(error)) from error


def _xml(data: Mapping[str, Value]) -> bytes:
    if len(data) != 1:
        text = "a body in XML has one key at the top: its root element"
        raise Fault("transport.bad-data", text, Blame.SERVICE)
    try:
        text = xmltodict.unparse(dict(data))
    except (ValueError, TypeError) as error:
        told = "The data cannot be written as XML"
        raise Fault("transport.bad-data", told, Blame.SERVICE, data=str(error)) from error
    return text.encode("utf-8", "replace")
