"""Text functions that search, replace, cut apart and put together."""

import re
from typing import Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_items, check_text, text_fuel
from dsl.functions._numbers import Number, count_of
from dsl.functions._text import to_text
from dsl.values import Failure, Value

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def _needle(text: str) -> str:
    if not text:
        raise Failure("text to look for", "empty text")
    return text


def _replace(text: str, old: str, new: str, count: Number | None) -> str:
    times = text.count(_needle(old))
    if count is not None:
        times = min(times, count_of(count))
    check_text(len(text) + times * (len(new) - len(old)))
    return text.replace(old, new, times)


def _replace_fuel(text: str, old: str, new: str, _count: Number | None) -> int:
    return text_fuel(len(text) + (text.count(old) * len(new) if old else 0))


def _split(text: str, separator: str, count: Number | None) -> list[str]:
    cuts = -1 if count is None else count_of(count)
    if separator:
        check_items(text.count(separator) + 1)
        return text.split(separator, cuts)
    check_items(len(text))
    if cuts < 0 or cuts >= len(text):
        return list(text)
    return [*text[:cuts], text[cuts:]]


def _join(items: list[Value], separator: str) -> str:
    texts = [to_text(item) for item in items]
    check_text(sum(map(len, texts)) + len(separator) * len(texts))
    return separator.join(texts)


def _join_fuel(items: list[Value], separator: str) -> int:
    written = sum(len(item) if isinstance(item, str) else 8 for item in items)
    return len(items) + text_fuel(written + len(items) * len(separator))


def _lines(text: str) -> list[str]:
    found = _LINE_END.split(text)
    check_items(len(found))
    return found[:-1] if found[-1] == "" else found


def _words(text: str) -> list[str]:
    found = text.split()
    check_items(len(found))
    return found


def _starts_with(text: str, prefix: str) -> bool:
    return text.startswith(prefix)


def _ends_with(text: str, suffix: str) -> bool:
    return text.endswith(suffix)


def _contains(text: str, part: str) -> bool:
    return part in text


_TEXT: Final = Parameter("x", "text")
_COUNT: Final = Parameter("count", "integer", default=None)

FUNCTIONS: Final = (
    Function(
        name="contains",
        family="text",
        summary="Whether `part` stands anywhere in the text; for lists there is `includes`.",
        parameters=(_TEXT, Parameter("part", "text")),
        result="boolean",
        call=_contains,
        examples=(
            Example('contains("printer on fire", "fire")', "true"),
            Example('contains("Fire", "fire")', "false"),
        ),
    ),
    Function(
        name="starts_with",
        family="text",
        summary="Whether the text starts with `prefix`.",
        parameters=(_TEXT, Parameter("prefix", "text")),
        result="boolean",
        call=_starts_with,
        examples=(
            Example('starts_with("RE: printer", "RE:")', "true"),
            Example('starts_with("re: printer", "RE:")', "false"),
            Example('starts_with("", "")', "true"),
        ),
    ),
    Function(
        name="ends_with",
        family="text",
        summary="Whether the text ends with `suffix`.",
        parameters=(_TEXT, Parameter("suffix", "text")),
        result="boolean",
        call=_ends_with,
        examples=(
            Example('ends_with("report.pdf", ".pdf")', "true"),
            Example('ends_with("pdf", ".pdf")', "false"),
        ),
    ),
    Function(
        name="replace",
        family="text",
        summary="The text with every `old`, or the first `count` of them, replaced; no patterns.",
        parameters=(
            _TEXT,
            Parameter("old", "text"),
            Parameter("new", "text"),
            _COUNT,
        ),
        result="text",
        call=_replace,
        fuel=_replace_fuel,
        examples=(
            Example('replace("1.000.000", ".", "")', '"1000000"'),
            Example('replace("a-b-c", "-", "/", count = 1)', '"a/b-c"'),
            Example('replace("a+b", "+", "$1")', '"a$1b"'),
            Example('replace("abc", "", "-")', fails="text to look for"),
        ),
    ),
    Function(
        name="split",
        family="text",
        summary='The pieces between separators, at most `count` cuts; "" gives the characters.',
        parameters=(
            _TEXT,
            Parameter("separator", "text"),
            _COUNT,
        ),
        result="list",
        call=_split,
        examples=(
            Example('split("a,b,,c", ",")', '["a", "b", "", "c"]'),
            Example('split("key=a=b", "=", count = 1)', '["key", "a=b"]'),
            Example('split("a👍é", "")', '["a", "👍", "é"]'),
            Example('split("", ",")', '[""]'),
        ),
    ),
    Function(
        name="join",
        family="text",
        summary="The elements as one text; numbers, Booleans and dates are written as `text` does.",
        parameters=(Parameter("items", "list"), Parameter("separator", "text", default="")),
        result="text",
        call=_join,
        fuel=_join_fuel,
        examples=(
            Example('join(["a", "b"], ", ")', '"a, b"'),
            Example('join([1, 2.50, true], ";")', '"1;2.50;true"'),
            Example('join([], ",")', '""'),
            Example('join(["a", null], ",")', fails="written as text"),
        ),
    ),
    Function(
        name="lines",
        family="text",
        summary="The lines of the text without their line ends, whichever these are.",
        parameters=(_TEXT,),
        result="list",
        call=_lines,
        examples=(
            Example('lines("one\\r\\ntwo\\n\\nfour")', '["one", "two", "", "four"]'),
            Example('lines("one\\n")', '["one"]'),
            Example('lines("")', "[]"),
        ),
    ),
    Function(
        name="words",
        family="text",
        summary="The words of the text: what stands between blanks, tabs and line ends.",
        parameters=(_TEXT,),
        result="list",
        call=_words,
        examples=(
            Example('words("  two   words ")', '["two", "words"]'),
            Example('words("  ")', "[]"),
        ),
    ),
)
