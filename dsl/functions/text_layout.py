"""Text functions that fit text into a width: cut, fill up, repeat, indent and wrap."""

from collections.abc import Iterator
from typing import Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_text, text_fuel
from dsl.functions._numbers import Number, count_of
from dsl.functions._text import utf8
from dsl.values import Failure


def _truncate(text: str, length: Number, end: str) -> str:
    most = count_of(length)
    if len(text) <= most:
        return text
    return text[: max(0, most - len(end))] + end[:most]


def _truncate_bytes(text: str, length: Number, end: str) -> str:
    most = count_of(length)
    data = utf8(text)
    if len(data) <= most:
        return text
    ending = utf8(end)
    # `ignore` drops the beginning of a character that was cut.
    kept = data[: max(0, most - len(ending))].decode(errors="ignore")
    return kept + ending[:most].decode(errors="ignore")


def _filling(text: str, length: Number, fill: str) -> str:
    if not fill:
        raise Failure("text to fill up with", "empty text")
    wanted = count_of(length)
    check_text(wanted)
    gap = max(0, wanted - len(text))
    return (fill * (gap // len(fill) + 1))[:gap]


def _pad_start(text: str, length: Number, fill: str) -> str:
    return _filling(text, length, fill) + text


def _pad_end(text: str, length: Number, fill: str) -> str:
    return text + _filling(text, length, fill)


def _pad_fuel(text: str, length: Number, _fill: str) -> int:
    return text_fuel(max(len(text), int(length)))


def _repeat(text: str, count: Number) -> str:
    times = count_of(count)
    check_text(len(text) * times)
    return text * times if text else ""


def _indent(text: str, by: Number | str, first: bool, blank: bool) -> str:  # noqa: FBT001
    if not isinstance(by, str):
        check_text(count_of(by))
    prefix = by if isinstance(by, str) else " " * count_of(by)
    lines = text.split("\n")
    check_text(len(text) + len(prefix) * len(lines))
    return "\n".join(
        prefix + line if (first or number) and (blank or line.strip()) else line
        for number, line in enumerate(lines)
    )


def _indent_fuel(text: str, by: Number | str, _first: object, _blank: object) -> int:
    prefix = len(by) if isinstance(by, str) else int(by)
    return text_fuel(len(text) + max(0, prefix) * (text.count("\n") + 1))


def _dedent(text: str) -> str:
    lines = text.split("\n")
    margin: str | None = None
    for line in lines:
        content = line.lstrip(" \t")
        if content:
            lead = line[: len(line) - len(content)]
            margin = lead if margin is None else _common(margin, lead)
    cut = len(margin or "")
    return "\n".join(line[cut:] if line.strip(" \t") else "" for line in lines)


def _common(one: str, other: str) -> str:
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return one[:length]


def _wrap(text: str, width: Number) -> str:
    most = count_of(width)
    if not most:
        raise Failure("a width of 1 or more", "zero")
    return "\n".join("\n".join(_wrapped(line, most)) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> Iterator[str]:
    """Give a line as it is when it fits, else its words in lines as long as `width` allows."""
    if len(line) <= width:
        yield line
        return
    gathered: list[str] = []
    length = 0
    for word in line.split():
        if gathered and length + 1 + len(word) > width:
            yield " ".join(gathered)
            gathered, length = [], 0
        length += len(word) + (1 if gathered else 0)
        gathered.append(word)
    yield " ".join(gathered)


_TEXT: Final = Parameter("x", "text")
_LENGTH: Final = Parameter("length", "integer")
_END: Final = Parameter("end", "text", default="")
_FILL: Final = Parameter("fill", "text", default=" ")

FUNCTIONS: Final = (
    Function(
        name="truncate",
        family="text",
        summary="At most `length` characters of the text; `end` marks a cut and counts as well.",
        parameters=(_TEXT, _LENGTH, _END),
        result="text",
        call=_truncate,
        examples=(
            Example('truncate("printer on fire", 7)', '"printer"'),
            Example('truncate("printer on fire", 8, "…")', '"printer…"'),
            Example('truncate("a👍é", 2)', '"a👍"'),
            Example('truncate("abc", -1)', fails="a count of 0 or more"),
        ),
    ),
    Function(
        name="truncate_bytes",
        family="text",
        summary="As much of the text as fits into `length` bytes of UTF-8, cut between characters.",
        parameters=(_TEXT, _LENGTH, _END),
        result="text",
        call=_truncate_bytes,
        examples=(
            Example('truncate_bytes("añb", 3)', '"añ"'),
            Example('truncate_bytes("añb", 2)', '"a"'),
            Example('truncate_bytes("abcdef", 5, "…")', '"ab…"'),
        ),
    ),
    Function(
        name="pad_start",
        family="text",
        summary="The text, filled up at its start until it has `length` characters.",
        parameters=(_TEXT, _LENGTH, _FILL),
        result="text",
        call=_pad_start,
        fuel=_pad_fuel,
        examples=(
            Example('pad_start("42", 5, "0")', '"00042"'),
            Example('pad_start("abc", 2)', '"abc"'),
            Example('pad_start("x", 6, "ab")', '"ababax"'),
        ),
    ),
    Function(
        name="pad_end",
        family="text",
        summary="The text, filled up at its end until it has `length` characters.",
        parameters=(_TEXT, _LENGTH, _FILL),
        result="text",
        call=_pad_end,
        fuel=_pad_fuel,
        examples=(
            Example('pad_end("ab", 4)', '"ab  "'),
            Example('pad_end("ab", 5, ".")', '"ab..."'),
            Example('pad_end("ab", 5, "")', fails="text to fill up with"),
        ),
    ),
    Function(
        name="repeat",
        family="text",
        summary="The text `count` times, one after another.",
        parameters=(_TEXT, Parameter("count", "integer")),
        result="text",
        call=_repeat,
        fuel=lambda text, count: text_fuel(len(text) * max(0, int(count))),
        examples=(
            Example('repeat("-", 5)', '"-----"'),
            Example('repeat("ab", 0)', '""'),
            Example('repeat("ab", -1)', fails="a count of 0 or more"),
        ),
    ),
    Function(
        name="indent",
        family="text",
        summary="The lines behind `by` blanks or a text; the first and blank ones only when told.",
        parameters=(
            _TEXT,
            Parameter("by", "integer|text", default=4),
            Parameter("first", "boolean", default=False),
            Parameter("blank", "boolean", default=False),
        ),
        result="text",
        call=_indent,
        fuel=_indent_fuel,
        examples=(
            Example('indent("a\\nb", 2)', '"a\\n  b"'),
            Example('indent("a\\n\\nb", "> ", first = true, blank = true)', '"> a\\n> \\n> b"'),
            Example('indent("a\\n\\nb")', '"a\\n\\n    b"'),
        ),
    ),
    Function(
        name="dedent",
        family="text",
        summary="The lines without the blanks that all start with; blank lines become empty.",
        parameters=(_TEXT,),
        result="text",
        call=_dedent,
        examples=(
            Example('dedent("  a\\n    b\\n   \\n  c")', '"a\\n  b\\n\\nc"'),
            Example('dedent("a\\n  b")', '"a\\n  b"'),
        ),
    ),
    Function(
        name="wrap",
        family="text",
        summary="The text in lines of at most `width` characters; a longer word has its own line.",
        parameters=(_TEXT, Parameter("width", "integer", default=72)),
        result="text",
        call=_wrap,
        examples=(
            Example('wrap("the printer is on fire", 11)', '"the printer\\nis on fire"'),
            Example(
                'wrap("see https://example.org/a now", 8)', '"see\\nhttps://example.org/a\\nnow"'
            ),
            Example('wrap("a\\n\\nb", 5)', '"a\\n\\nb"'),
        ),
    ),
)
