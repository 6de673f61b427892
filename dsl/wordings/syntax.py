"""The wording of what the lexer finds: characters, quotes, brackets and paths."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dsl.wordings.wording import Wording

_CHARACTERS: Final[dict[str, Wording]] = {
    "too-long": Wording(
        "the text has <count> characters, and at most <limit> are read",
        "ends the text for Tie",
        ("split the mapping into files and join them with `use`",),
    ),
    "too-many-tokens": Wording(
        "the text has more than <limit> words and signs",
        "ends the text for Tie",
        ("split the mapping into files and join them with `use`",),
    ),
    "odd-blank": Wording(
        "there is <found> where a space was meant", "looks like a space", ("type a space instead",)
    ),
    "unknown-character": Wording(
        "`<found>` means nothing in Tie",
        "expected a name, a value or a sign of Tie",
        ('write it between quotes when it is text or a key: "<found>"',),
    ),
    "foreign-sign": Wording("`<found>` is not a sign of Tie", "from another language", ("<help>",)),
    "comment-sign": Wording(
        "a comment begins with `#`, not with `<found>`", "not a comment", ("write `#`",)
    ),
    "semicolon": Wording(
        "nothing ends with `;` in Tie",
        "not needed",
        ("leave it out; a new line or a comma ends an item",),
    ),
    "number-form": Wording("a number is not written like this", "not a number", ("<help>",)),
    "number-too-large": Wording(
        "this number is too large",
        "more than 4300 digits, or an exponent beyond 1000",
        ('keep it as text: "…"',),
    ),
}

_TEXTS: Final[dict[str, Wording]] = {
    "single-quotes": Wording(
        "text stands between double quotes", "single quotes", ("write <help>",)
    ),
    "back-quotes": Wording("text stands between double quotes", "back quotes", ("write <help>",)),
    "smart-quotes": Wording(
        "text stands between straight double quotes", "typographic quotes", ("write <help>",)
    ),
    "unclosed-text": Wording(
        "this text has no closing quote on its line",
        "opened here",
        ('write `"` at its end', 'text of several lines stands between `"""`'),
    ),
    "unclosed-block": Wording(
        'this text block has no closing `"""`', "opened here", ('write `"""` at its end',)
    ),
    "unclosed-regex": Wording(
        "this pattern has no closing quote on its line",
        "opened here",
        ('write `"` at its end', 'a quote inside the pattern is `\\"`'),
    ),
    "unclosed-interpolation": Wording(
        "`{{` is not closed before its text ends",
        "opened here",
        ("write `}}` behind the expression", "`\\{{` stands for the braces themselves"),
    ),
    "single-brace": Wording(
        "`{{` is closed by two braces, and here is one", "one brace", ("write `}}`",)
    ),
    "unknown-escape": Wording(
        "there is no escape `<found>`",
        "unknown escape",
        (
            'escapes are `\\n \\t \\r \\b \\f \\" \\\\ \\/ \\{{ \\uXXXX \\u{…}`',
            "`\\\\` is a backslash",
        ),
    ),
    "template-statement": Wording(
        "statements such as `{% if %}` stand in a text block",
        "not in a text block",
        (
            'a text block stands between `"""`',
            "`\\{%` stands for the characters themselves",
        ),
    ),
    "braces-outside-text": Wording(
        "`{{ }}` stands inside text only",
        "an expression needs no braces here",
        ("leave the braces out: `key = .field`",),
    ),
}

_BRACKETS: Final[dict[str, Wording]] = {
    "unclosed-bracket": Wording(
        "`<found>` is not closed", "opened here", ("write `<wanted>`",), ("<note>",)
    ),
    "wrong-closer": Wording(
        "expected `<wanted>` and found `<found>`", "closes another bracket", ("write `<wanted>`",)
    ),
    "stray-closer": Wording(
        "`<found>` closes nothing",
        "no bracket is open here",
        ("leave it out, or write the bracket it closes",),
    ),
    "reserved-block-name": Wording(
        "`<found>` is a word of the language, so a block of this name needs quotes",
        "a word of the language",
        ('`"<found>" { … }`',),
    ),
    "second-else": Wording(
        "there is an `else` already", "a second `else`", ("keep the one that is meant",)
    ),
}

_PATHS: Final[dict[str, Wording]] = {
    "lone-dot": Wording(
        "a dot alone is no path", "no key follows", ("the whole input is `$input`",)
    ),
    "detached-step": Wording(
        "a step touches what it steps from",
        "does not touch the value before it",
        ("write the path without blanks: `.a.b`", "write a comma between two values"),
    ),
    "detached-mark": Wording(
        "`<found>` touches the value it belongs to", "a blank stands before it", ("`value<found>`",)
    ),
    "detached-attribute": Wording(
        "`@` touches the element it belongs to",
        "a blank stands before it",
        ("`element@name`, or `.@name` of the input",),
    ),
    "dot-before-bracket": Wording(
        "an index has no dot before it",
        "one sign too many",
        ("`.list[0]`, or `$input[0]` when the input itself is a list",),
    ),
    "star-step": Wording("every element is `[*]`, not `.*`", "not a step", ("`.list[*].name`",)),
    "empty-index": Wording(
        "every element is `[*]`, not `[]`",
        "an index is missing",
        ("`.list[*].name`, or `$input[*]` when the input itself is a list",),
    ),
    "two-dots": Wording(
        "a path has one dot before each key",
        "two dots",
        ("name every key on the way: `.a.b`", "`...` copies the fields of an object"),
    ),
    "number-step": Wording(
        "an element is chosen with brackets", "a number is no key", ("`[<found>]`",)
    ),
    "optional-chaining": Wording(
        "a step needs no `?`: past what is missing or null everything is missing",
        "one sign too many",
        ("write `.`, and `?? default` at the end where a value is needed",),
    ),
    "dollar-path": Wording(
        "a path of the input starts with a dot, not with `$`",
        "no name follows",
        ("`.key`; the whole input is `$input`",),
    ),
    "at-path": Wording(
        "a path of the input starts with a dot, not with `@`",
        "no name follows",
        ("`.key`; in `[* where …]` the element is `it`",),
    ),
    "ternary": Wording(
        "a choice is written in words, not with `?` and `:`",
        "from another language",
        ("`if condition then a else b`",),
    ),
    "exclamation-mark": Wording(
        "the opposite is written `not`", "from another language", ("`not condition`",)
    ),
    "unknown-format": Wording(
        "there is no format `<found>`", "expected `json` or `xml`", ("`json` or `xml`",)
    ),
}

SYNTAX: Final[Mapping[str, Wording]] = MappingProxyType(_CHARACTERS | _TEXTS | _BRACKETS | _PATHS)
"""Wordings by code."""
