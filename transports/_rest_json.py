"""JSON bodies: how values are written, and the charsets that partners declare.

Source: generic-interface reference 3.3 and 3.4.
"""

import codecs
import re
from decimal import Decimal
from typing import Any, Final

import msgspec

from dsl.values import Value, encode_json
from engine.model.perl_scalar import text_of

_CHARSET = re.compile(r""".*charset=["']?([^"';]+)["']?\s*\Z""", re.IGNORECASE | re.DOTALL)
_UTF_8 = re.compile(r"utf-?8", re.IGNORECASE)

# Others that Python knows are no charsets of a partner: `idna` takes quadratic time, UTF-7 and
# escapes hide what a reader would see.
_CHARSETS: Final = re.compile(
    r"ascii|iso8859-\d+|cp(1250|1251|1252|1253|1254|1255|1256|1257|1258|437|850|852|855|858|866|932"
    r"|936|949|950)|koi8-[ru]|mac-roman|utf-(16|32)(-[bl]e)?|shift_jis|euc_(jp|kr)|gbk|gb18030"
    r"|gb2312|big5"
)


def charset(content_type: str | None) -> str | None:
    """Return the charset a `Content-Type` ends with, None for UTF-8 or when it names none."""
    if content_type is None or "harset" not in content_type.lower():
        return None
    found = _CHARSET.match(content_type)
    name = found[1].strip() if found else ""
    return None if not name or _UTF_8.fullmatch(name) else name


def codec(name: str) -> str | None:
    """Return Python's name of a charset, None when it is unknown or none that is read."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return known if _CHARSETS.fullmatch(known) else None


def encode(value: Value) -> bytes:
    """Return a value as JSON bytes, numbers exact; raises `DataError`."""
    return encode_json(value)


def encode_like_perl(value: Value) -> bytes:
    """Return a value as JSON bytes, written as the reference writes it; raises `DataError`.

    Decimals have 15 significant digits, integers of 19 digits and more are texts, and the two
    line separators that JavaScript once refused are escaped. Source: recorded bodies.
    """
    body = encode_json(_with_perl_numbers(value))
    if b"\xe2\x80" in body:
        body = body.replace(b"\xe2\x80\xa8", rb"\u2028").replace(b"\xe2\x80\xa9", rb"\u2029")
    return body


_LONGEST: Final = 10**18


_UNCHANGED: Final = frozenset({str, bool, type(None)})


def _with_perl_numbers(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return {
            key: part if type(part) in _UNCHANGED else _with_perl_numbers(part)
            for key, part in value.items()
        }
    if kind is list:
        return [part if type(part) in _UNCHANGED else _with_perl_numbers(part) for part in value]
    if kind is int:
        return value if -_LONGEST < value < _LONGEST else str(value)
    if kind is Decimal or kind is float:
        return msgspec.Raw(text_of(value).encode())
    return value
