"""Data as the reference writes them for people: patterns of service files were made for that text.

Source: Perl's `Data::Dumper`, with sorted keys and an indent of two blanks a level.
"""

from typing import Final

from dsl.values import Value
from engine.model.perl_scalar import is_string, text_of

_LONGEST_NUMBER: Final = 10
"""Characters of an integer that the dumper writes without quotes."""


def perl_dump(value: Value) -> str:
    """Return the dump of a value: ``{"a": [1, "b"]}`` as ``$VAR1 = {\\n  'a' => [\\n …``."""
    return f"$VAR1 = {_dumped(value, '')};\n"


def _dumped(value: Value, indent: str) -> str:
    inner = f"{indent}  "
    if isinstance(value, dict) and value:
        pairs = (
            f"{inner}{_quoted(key)} => {_dumped(item, inner)}"
            for key, item in sorted(value.items())
        )
        return "{\n" + ",\n".join(pairs) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        items = (f"{inner}{_dumped(item, inner)}" for item in value)
        return "[\n" + ",\n".join(items) + f"\n{indent}]"
    return _scalar(value)


def _scalar(value: Value) -> str:
    if value is None:
        return "undef"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    text = text_of(value) if is_string(value) else str(value)
    is_number = isinstance(value, int) and len(text) <= _LONGEST_NUMBER
    return text if is_number else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
