"""How the style spells what has no text yet: literals, keys and plain pieces of text."""

import re
from typing import Final

from dsl.nodes import Literal
from dsl.reading.tokens import RESERVED_TYPES

_WORD: Final = re.compile(r"[^\W\d]\w*")
_BRACE: Final = re.compile(r"\{(?=[{%#])")
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def spell_literal(node: Literal) -> str:
    """Return a literal as it is written; a negative number has its sign."""
    match node.value:
        case None:
            return "null"
        case bool() as truth:
            return "true" if truth else "false"
        case str() as text:
            return spell_text(text)
        case number:
            return str(number)


def spell_text(text: str) -> str:
    """Return plain text between quotes."""
    return f'"{_escaped(text)}"'


def spell_piece(text: str) -> str:
    """Return a plain piece of text so that it may also stand before ``{{``."""
    escaped = _escaped(text)
    # `\{{{` would be an escaped `{{` and a brace.
    return escaped[:-1] + "\\u{7b}" if escaped.endswith("{") else escaped


def spell_key(key: str) -> str:
    """Return the key of an assignment, a step or an attribute; any word may be one."""
    return key if _WORD.fullmatch(key) else spell_text(key)


def spell_name(name: str) -> str:
    """Return the name of a block or an excluded key, which no reserved word may be."""
    is_reserved = name.islower() and name.upper() in RESERVED_TYPES
    return spell_text(name) if is_reserved else spell_key(name)


def _escaped(text: str) -> str:
    return _BRACE.sub(r"\\{", "".join(map(_spell, text)))


def _spell(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"
