"""Where a character of a YAML text's value stands in the file.

A text in a service file may be a program. What is wrong inside it has to be shown in the file
its author edits, so an offset in the value is led back to an offset in the YAML.
"""

import re
from collections.abc import Callable, Iterator

from dsl.source import Source
from engine.configuration.yaml_nodes import Style, YamlText

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_VALUE_BREAK = re.compile("[\n\u2028\u2029]")
_DOUBLE_TOKEN = re.compile(
    r"""(?P<continued> \\ BREAK (?: [ \t]* BREAK )* [ \t]* )
      | (?P<folded> [ \t]* BREAK (?: [ \t]* BREAK )* [ \t]* )
      | \\ (?: x[0-9A-Fa-f]{2} | u[0-9A-Fa-f]{4} | U[0-9A-Fa-f]{8} | . )
      | .""".replace("BREAK", r"(?: \r\n | [\n\r\x85\u2028\u2029] )"),
    re.VERBOSE | re.DOTALL,
)
_BLANKS = frozenset(" \t\n\r\x85\u2028\u2029")


def offsets_of(text: YamlText, source: Source) -> Callable[[int], int]:
    """Return the function that gives, for an offset in the value, the offset in the YAML.

    Exact in block literals; in every other style exact for what is not white space, and at the
    character before for white space, which folding may have moved. Offsets past the end give the
    end of the text.
    """
    raw = source.text[text.span.start : text.span.end]
    if text.style is Style.LITERAL:
        table = list(_literal(text.raw, raw))
    elif text.style is Style.DOUBLE:
        table = list(_double(raw))
    else:
        table = list(_folded(text, raw))
    start = text.span.start
    end = table[-1] + 1 if table else min(1, len(raw))

    def offset(inner: int) -> int:
        return start + (table[inner] if 0 <= inner < len(table) else end)

    return offset


def _literal(value: str, raw: str) -> Iterator[int]:
    """Line by line: a line of the value is the end of its line in the file."""
    position = _content_start(raw)
    for line in _lines(value, _VALUE_BREAK):
        found = _BREAK.search(raw, position)
        end, following = (found.start(), found.end()) if found else (len(raw), len(raw))
        first = max(position, end - len(line))
        yield from range(first, first + len(line))
        yield end
        position = following


def _lines(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    lines = separator.split(text)
    # What stands behind the last line break is no line of its own when it is empty.
    yield from lines[:-1] if lines[-1] == "" else lines


def _content_start(raw: str) -> int:
    header = _BREAK.search(raw)
    return header.end() if header else len(raw)


def _folded(text: YamlText, raw: str) -> Iterator[int]:
    """Align by what is not white space: folding and indentation change nothing else."""
    position = {Style.FOLDED: _content_start(raw), Style.SINGLE: 1}.get(text.style, 0)
    for character in text.raw:
        if character in _BLANKS:
            yield max(position - 1, 0)
            continue
        while position < len(raw) - 1 and raw[position] != character:
            position += 1
        yield position
        doubled = text.style is Style.SINGLE and character == "'"
        position += 2 if doubled else 1


def _double(raw: str) -> Iterator[int]:
    """Token by token: an escape is one character of the value, a folded line end a blank."""
    for token in _DOUBLE_TOKEN.finditer(raw, 1, len(raw) - 1):
        breaks = len(_BREAK.findall(token[0]))
        match token.lastgroup:
            case "continued":
                characters = breaks - 1
            case "folded":
                characters = max(breaks - 1, 1)
            case _:
                characters = 1
        yield from [token.start()] * characters
