"""Regular expressions in RE2 syntax, which match in time linear in the text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import re2

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_items, check_text, text_fuel
from dsl.functions._numbers import Number, count_of
from dsl.functions._text import utf8
from dsl.values import MISSING, Failure, Value

_MEMORY_BYTES: Final = 8 << 20
_LONGEST: Final = 1_000
"""Characters of a pattern; what a mapping needs is far shorter."""
_REFERENCE: Final = re.compile(r"\$(?:\$|(\d+)|\{(\w+)\})")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    """Return a pattern over UTF-8; raises `Failure` for one that RE2 does not take."""
    if len(pattern) > _LONGEST:
        raise Failure(f"a pattern of at most {_LONGEST:,} characters", "a longer one")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    try:
        return re2.compile(utf8(pattern), options)
    except re2.error as error:
        raise Failure("a pattern in RE2 syntax", "one that cannot be read") from error


def _matches(text: str, pattern: str) -> bool:
    return _compiled(pattern).search(utf8(text)) is not None


def _groups(match: Any, names: dict[int, str]) -> Value:
    """Return the named groups of a match, all groups when none has a name, or the whole match."""
    texts = [None if one is None else one.decode() for one in match.groups()]
    if not texts:
        return [match.group().decode()]
    if not names:
        return list(texts)
    found = {names[i]: texts[i - 1] for i in sorted(names)}
    return {name: text for name, text in found.items() if text is not None}


def _names(compiled: Any) -> dict[int, str]:
    return {
        index: name.decode() if isinstance(name, bytes) else name
        for name, index in compiled.groupindex.items()
    }


def _capture(text: str, pattern: str) -> Any:
    compiled = _compiled(pattern)
    match = compiled.search(utf8(text))
    return MISSING if match is None else _groups(match, _names(compiled))


def _captures(text: str, pattern: str) -> list[Value]:
    compiled = _compiled(pattern)
    names = _names(compiled)
    return [_groups(match, names) for match in _found(compiled, utf8(text))]


def _found(compiled: Any, data: bytes) -> Iterator[Any]:
    for number, match in enumerate(compiled.finditer(data), start=1):
        check_items(number)
        yield match


def _replace(text: str, pattern: str, new: str, count: Number | None) -> str:
    compiled, data = _compiled(pattern), utf8(text)
    pieces = _pieces(new, compiled)
    most = None if count is None else count_of(count)
    out: list[bytes] = []
    length = end = 0
    for number, match in enumerate(_found(compiled, data)):
        if number == most:
            break
        out.append(data[end : match.start()])
        out.extend(one if isinstance(one, bytes) else match.group(one) or b"" for one in pieces)
        length += sum(map(len, out[-1 - len(pieces) :]))
        check_text(length)
        end = match.end()
    out.append(data[end:])
    return b"".join(out).decode()


def _pieces(new: str, compiled: Any) -> list[bytes | int]:
    """Return a replacement as texts and numbers of groups."""
    indexes = {name: index for index, name in _names(compiled).items()}
    pieces: list[bytes | int] = []
    end = 0
    for match in _REFERENCE.finditer(new):
        pieces.append(utf8(new[end : match.start()]))
        end = match.end()
        if match.group() == "$$":
            pieces.append(b"$")
            continue
        word = match.group(1) or match.group(2)
        index = int(word[:6]) if word.isdecimal() else indexes.get(word, -1)
        if not 0 <= index <= compiled.groups:
            raise Failure("a group of the pattern", f"`{match.group()}`", "$$ writes a dollar sign")
        pieces.append(index)
    pieces.append(utf8(new[end:]))
    return pieces


def _split(text: str, pattern: str, count: Number | None) -> list[str]:
    data = utf8(text)
    most = None if count is None else count_of(count)
    out: list[str] = []
    end = 0
    for number, match in enumerate(_found(_compiled(pattern), data)):
        if number == most:
            break
        out.append(data[end : match.start()].decode())
        end = match.end()
    return [*out, data[end:].decode()]


def _fuel(text: str, pattern: str, *_: object) -> int:
    """Return the work of a search: RE2 looks at each character once for each part of a pattern."""
    return text_fuel(len(text) * (4 + len(pattern)))


_TEXT: Final = Parameter("x", "text")
_PATTERN: Final = Parameter("pattern", "regex")
_COUNT: Final = Parameter("count", "integer", default=None)

FUNCTIONS: Final = (
    Function(
        name="matches",
        family="regex",
        summary="Whether the pattern is found anywhere in the text; `^` and `$` are its ends.",
        parameters=(_TEXT, _PATTERN),
        result="boolean",
        call=_matches,
        fuel=_fuel,
        examples=(
            Example('matches("Ticket#4711", r"#[0-9]+$")', "true"),
            Example('matches("Printer", r"^print")', "false"),
            Example('matches("Printer", r"(?i)^print")', "true"),
            Example(r'matches("é", r"^\p{L}$")', "true"),
            Example('matches("", r"^$")', "true"),
        ),
    ),
    Function(
        name="capture",
        family="regex",
        summary="The groups of the first match: an object if they have names, else a list.",
        parameters=(_TEXT, _PATTERN),
        result="any",
        call=_capture,
        fuel=_fuel,
        examples=(
            Example(
                'capture("OPS-42", r"^(?P<project>[A-Z]+)-(?P<number>[0-9]+)$")',
                '{ project = "OPS", number = "42" }',
            ),
            Example('capture("10x20", r"([0-9]+)x([0-9]+)")', '["10", "20"]'),
            Example('capture("é9", r"[0-9]")', '["9"]'),
            Example('capture("none", r"[0-9]")', "missing"),
            Example('capture("a", r"(a)|(b)")', '["a", null]'),
        ),
    ),
    Function(
        name="captures",
        family="regex",
        summary="The groups of every match, each as `capture` gives them.",
        parameters=(_TEXT, _PATTERN),
        result="list",
        call=_captures,
        fuel=_fuel,
        examples=(
            Example('captures("a=1, b=2", r"([a-z])=([0-9])")', '[["a", "1"], ["b", "2"]]'),
            Example('captures("#1 #22", r"#[0-9]+")', '[["#1"], ["#22"]]'),
            Example('captures("none", r"[0-9]")', "[]"),
        ),
    ),
    Function(
        name="replace_regex",
        family="regex",
        summary="The text with every match, or `count` of them, replaced; $1, ${name} are groups.",
        parameters=(_TEXT, _PATTERN, Parameter("new", "text"), _COUNT),
        result="text",
        call=_replace,
        fuel=_fuel,
        examples=(
            Example('replace_regex("a  b   c", r" +", " ")', '"a b c"'),
            Example('replace_regex("Doe, Jane", r"^(.*), (.*)$", "$2 $1")', '"Jane Doe"'),
            Example('replace_regex("5 EUR", r"(?P<n>[0-9]+) EUR", "${n} $$")', '"5 $"'),
            Example('replace_regex("aaa", r"a", "b", count = 2)', '"bba"'),
            Example('replace_regex("ab", r"", "-")', '"-a-b-"'),
            Example('replace_regex("a", r"a", "$2")', fails="a group of the pattern"),
        ),
    ),
    Function(
        name="split_regex",
        family="regex",
        summary="The pieces between matches of the pattern, at most `count` cuts.",
        parameters=(_TEXT, _PATTERN, _COUNT),
        result="list",
        call=_split,
        fuel=_fuel,
        examples=(
            Example('split_regex("a, b;c", r"[,;] *")', '["a", "b", "c"]'),
            Example('split_regex("a1b2c", r"[0-9]", count = 1)', '["a", "b2c"]'),
            Example('split_regex("", r",")', '[""]'),
        ),
    ),
)
