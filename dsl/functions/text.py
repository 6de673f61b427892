"""Text functions that change characters in place: blanks at the ends, case, normal forms."""

import re
import unicodedata
from typing import Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import check_text, text_fuel
from dsl.functions._text import one_of

# What may stand before the first letter of a word: blanks, hyphens and opening brackets.
_WORD_START: Final = re.compile(r"([-\s(\[{<]+)")
_FORMS: Final = ("NFC", "NFD", "NFKC", "NFKD")


def _trim(text: str, characters: str | None) -> str:
    return text.strip(characters)


def _trim_start(text: str, characters: str | None) -> str:
    return text.lstrip(characters)


def _trim_end(text: str, characters: str | None) -> str:
    return text.rstrip(characters)


def _title(text: str) -> str:
    return "".join(map(str.capitalize, _WORD_START.split(text)))


def _normalize(text: str, form: str) -> str:
    check_text(len(text))
    normal = unicodedata.normalize(one_of(form, _FORMS), text)  # type: ignore[arg-type]
    # One character can become eighteen (U+FDFA in NFKC).
    check_text(len(normal))
    return normal


_TEXT: Final = Parameter("x", "text")
_TRIMMED: Final = Parameter("characters", "text", default=None)

FUNCTIONS: Final = (
    Function(
        name="trim",
        family="text",
        summary="The text without blanks, or these characters, at both ends.",
        parameters=(_TEXT, _TRIMMED),
        result="text",
        call=_trim,
        examples=(
            Example('trim("  two words ")', '"two words"'),
            Example('trim("--ok-", "-")', '"ok"'),
            Example('trim("   ")', '""'),
        ),
    ),
    Function(
        name="trim_start",
        family="text",
        summary="The text without blanks, or these characters, at its start.",
        parameters=(_TEXT, _TRIMMED),
        result="text",
        call=_trim_start,
        examples=(
            Example('trim_start("  a ")', '"a "'),
            Example('trim_start("00420", "0")', '"420"'),
        ),
    ),
    Function(
        name="trim_end",
        family="text",
        summary="The text without blanks, or these characters, at its end.",
        parameters=(_TEXT, _TRIMMED),
        result="text",
        call=_trim_end,
        examples=(
            Example('trim_end(" a  ")', '" a"'),
            Example('trim_end("https://a.example//", "/")', '"https://a.example"'),
        ),
    ),
    Function(
        name="lower",
        family="text",
        summary="The text in lower case, the same in every locale.",
        parameters=(_TEXT,),
        result="text",
        call=str.lower,
        examples=(
            Example('lower("ÄRGER")', '"ärger"'),
            Example('lower("B-12")', '"b-12"'),
        ),
    ),
    Function(
        name="upper",
        family="text",
        summary="The text in upper case, the same in every locale; it can become longer.",
        parameters=(_TEXT,),
        result="text",
        call=str.upper,
        examples=(
            Example('upper("aé")', '"AÉ"'),
            Example('upper("straße")', '"STRASSE"'),
        ),
    ),
    Function(
        name="casefold",
        family="text",
        summary="The text in the form in which upper and lower case compare as equal.",
        parameters=(_TEXT,),
        result="text",
        call=str.casefold,
        examples=(
            Example('casefold("Straße") == casefold("STRASSE")', "true"),
            Example('casefold("ABC")', '"abc"'),
        ),
    ),
    Function(
        name="capitalize",
        family="text",
        summary="The text with its first character in upper case and all others in lower case.",
        parameters=(_TEXT,),
        result="text",
        call=str.capitalize,
        examples=(
            Example('capitalize("oNE two")', '"One two"'),
            Example('capitalize("")', '""'),
        ),
    ),
    Function(
        name="title",
        family="text",
        summary="The text with each word capitalized; blanks, hyphens and brackets part words.",
        parameters=(_TEXT,),
        result="text",
        call=_title,
        examples=(
            Example('title("anna-lena o\'neil (SALES)")', '"Anna-Lena O\'neil (Sales)"'),
            Example('title("don\'t")', '"Don\'t"'),
        ),
    ),
    Function(
        name="normalize",
        family="text",
        summary="The text in a Unicode normal form, so that equal-looking texts are equal.",
        parameters=(
            _TEXT,
            Parameter("form", "text", default="NFC", choices=_FORMS),
        ),
        result="text",
        call=_normalize,
        fuel=lambda text, _form: text_fuel(4 * len(text)),
        examples=(
            Example('normalize("e\\u0301") == "é"', "true"),
            Example('normalize("é", "NFD") | length', "2"),
            Example('normalize("ﬁ", "NFKC")', '"fi"'),
        ),
    ),
    Function(
        name="strip_prefix",
        family="text",
        summary="The text without `prefix`, or unchanged when it does not start with it.",
        parameters=(_TEXT, Parameter("prefix", "text")),
        result="text",
        call=str.removeprefix,
        examples=(
            Example('strip_prefix("INC0042", "INC")', '"0042"'),
            Example('strip_prefix("REQ0042", "INC")', '"REQ0042"'),
        ),
    ),
    Function(
        name="strip_suffix",
        family="text",
        summary="The text without `suffix`, or unchanged when it does not end with it.",
        parameters=(_TEXT, Parameter("suffix", "text")),
        result="text",
        call=str.removesuffix,
        examples=(
            Example('strip_suffix("mail.example.org", ".example.org")', '"mail"'),
            Example('strip_suffix("mail", ".org")', '"mail"'),
        ),
    ),
)
