"""Slips where an item or a declaration begins, and in its first tokens."""

from difflib import get_close_matches
from typing import Final

from dsl.reading.slips import Place, Slip
from dsl.reading.tokens import RESERVED_TYPES, VALUE_ENDS, VALUE_STARTS, Token
from dsl.source import Span

_STATEMENTS: Final = ("let", "require", "skip", "result", "table", "example", "check", "mapping")
_SHOWN: Final = 40
_TOP: Final = frozenset({"USE", "TABLE", "FN", "EXAMPLE", "CHECK", "LAW", "RESULT"})
_FOREIGN: Final = {
    "def": "`fn name(a, b) = value`",
    "function": "`fn name(a, b) = value`",
    "func": "`fn name(a, b) = value`",
    "return": "`result value`, or `key = value`",
    "var": "`let name = value`",
    "const": "`let name = value`",
    "val": "`let name = value`",
    "set": "`let name = value`, or `key = value`",
    "import": '`use "file.tie" (name)`',
    "include": '`use "file.tie" (name)`',
    "output": "`key = value`, or `result value`",
    "map": "`key = value`; over a list `for x in list => …`",
    "root": "`key = value`, or `result value`",
    "throw": '`require condition else "message"`',
    "assert": '`require condition else "message"`',
    "unless": '`require condition else "message"`',
    "switch": '`key = match value { "a" -> 1  else -> 0 }`',
    "case": '`key = match value { "a" -> 1  else -> 0 }`',
    "foreach": "`key = for x in list => …`",
    "while": "`key = for x in list => …`",
    "test": '`example "title" { given … expect … }`',
}


def header(place: Place) -> Slip | None:
    """`mapping`, `from` and `to` where they do not belong."""
    token = place.token
    if token.type == "MAPPING" and place.item_wanted:
        is_second = any(earlier.type == "MAPPING" for earlier in place.tokens[: place.index])
        return Slip("second-header" if is_second else "header-not-first", token.span)
    if place.at(-1).type in {"JSON", "XML"} and not place.value_wanted:
        return Slip("contract-without-file", words={"format": place.at(-1).text})
    is_input = token.type == "FROM" and place.at(1).type == "KEY"
    if is_input or (token.type == "TO" and place.at(1).type in {"JSON", "XML"}):
        return Slip("header-part-alone", token.span, {"found": token.text})
    if "FROM" in {place.at(-1).type, place.at(-2).type, place.at(-3).type}:
        return Slip("input-form")
    if place.at(-1).type == "MAPPING":
        return Slip("mapping-without-name")
    if place.at(-2).type == "MAPPING" and token.text == "-":
        return Slip("dashed-name", words={"name": _dashed(place, -1)})
    return None


def declaration(place: Place) -> Slip | None:
    """Parts of a declaration that are missing or written differently."""
    before, token = place.at(-1), place.token
    if place.item_wanted and token.type in _TOP and place.opener is not None:
        return Slip("declaration-inside-block", token.span, {"found": token.text})
    if before.type == "EXAMPLE":
        return Slip("example-without-title")
    if before.type == "LAW":
        return Slip("law-without-title")
    if before.type == "USE" or (before.type == "STRING" and place.at(-2).type == "USE"):
        return Slip("use-form")
    if before.type == "CHECK":
        return Slip("check-without-kind")
    if before.type == "TABLE" and token.type == "KEY":
        return Slip("table-form", place.at(1).span, {"found": f"`{place.at(1).text}`"})
    if before.type == "TABLE" and token.type in {"LBRACE", "STRING"}:
        return Slip("table-form")
    if before.type == "NAME" and place.at(-2).type == "TABLE":
        return Slip("table-form")
    kinds = place.item_types()
    if kinds[:1] == ["FN"] and "EQUAL" not in kinds[kinds.index("FN") :]:
        return _function(place)
    return None


def _function(place: Place) -> Slip | None:
    if place.token.type in {"LBRACE", "FAT_ARROW", "COLON"} and place.at(-1).type == "RPAR":
        return Slip("function-body", words={"found": place.token.text})
    if place.token.type == "EQUAL" and place.opener is not None:
        return Slip("parameter-default")
    if place.at(-1).type == "FN" and place.token.type in RESERVED_TYPES:
        return None
    if place.token.type == "KEY":
        return Slip("function-form", place.at(1).span, {"found": f"`{place.at(1).text}`"})
    return Slip("function-form") if not place.value_wanted else None


def example(place: Place) -> Slip | None:
    """An `example` without its parts."""
    token = place.token
    in_example = "EXAMPLE" in place.item_types()
    if not in_example:
        return None
    if token.type == "KEY" and token.text in {"given", "with", "expect", "fails"}:
        return Slip("example-part-sign", token.span, {"found": token.text})
    if place.wanted == {"GIVEN"}:
        return Slip("example-without-given")
    if "EXPECT" in place.accepted:
        return Slip("example-without-expect")
    if place.wanted == {"LBRACE"}:
        return Slip("example-without-given")
    return None


def statement(place: Place) -> Slip | None:
    """`let`, `require` and `skip` with a part missing."""
    before, token = place.at(-1), place.token
    if before.type == "LET" and token.type == "NAME":
        return Slip("let-without-value", words={"name": token.text})
    if before.type == "KEY" and place.at(-2).type == "LET" and token.type == "COLON":
        return Slip("let-colon", token.span, replace="EQUAL")
    if place.at(-2).type == "LET" and token.type == "OPT":
        return Slip("optional-let", token.span)
    if _begins_item(place, -1) and before.text == "skip":
        return Slip("skip-without-when", before.span)
    return None


def first_token(place: Place) -> Slip | None:
    """A token that no item begins with."""
    token = place.token
    if not place.item_wanted or (place.after_value and not token.first):
        return None
    if token.type == "ROOT_DOT" and place.at(2).type in {"EQUAL", "LBRACE"}:
        return Slip("dot-before-key", token.span, {"key": place.at(1).text})
    if place.after_value:
        return None
    if token.type in {"INT", "NUMBER"} and place.at(1).type in {"EQUAL", "COLON"}:
        return Slip("number-key", token.span, {"key": token.text})
    if token.type in {"TEXT_OPEN", "STATEMENT_OPEN"}:
        return Slip("dynamic-key", token.span)
    if token.type in {"IF", "FOR", "MATCH"}:
        return Slip("value-as-item", token.span, {"found": token.text})
    if token.type in {"COMMA", "EQUAL", "COLON"}:
        return Slip("sign-without-key", token.span, {"found": token.text})
    return Slip("value-without-key", token.span)


def second_token(place: Place) -> Slip | None:
    """A word at the start of an item, and behind it neither `=` nor a brace."""
    key, token = place.at(-1), place.token
    if key.type == "OPT" and _begins_item(place, -2):
        return Slip("key-alone", words={"key": _key_text(place.at(-2))})
    if not _begins_item(place, -1):
        return None
    if key.text in {"from", "to"} and place.tokens[0].type == "MAPPING":
        return Slip("input-form" if key.text == "from" else "output-form")
    if key.text == "except":
        return Slip("except-form", key.span)
    if not key.first and place.at(-2).type in VALUE_ENDS - {"RBRACE"}:
        is_template = place.at(-2).text == "template" and key.type == "STRING"
        return Slip("template-form" if is_template else "two-values", key.span)
    if (
        key.type == "NAME"
        and key.text in _FOREIGN
        and (token.type in {"NAME", "KEY"} or place.ends or token.type != "CMP")
    ):
        return Slip("foreign-word", key.span, {"found": key.text, "help": _FOREIGN[key.text]})
    if token.type == "CMP" and token.text == "==":
        return Slip("double-equal", token.span)
    if token.type in {"ARROW", "FAT_ARROW"}:
        return Slip("arrow-after-key", token.span, {"found": token.text})
    if token.text == "-" and token.touches:
        return Slip("dashed-key", _dashed_span(place), {"key": _dashed(place, -1)})
    if token.type == "STEP_DOT":
        return Slip("dotted-key", token.span)
    if token.type == "KEY" and not token.first:
        return _two_words(place)
    is_value = token.type in VALUE_STARTS - {"LPAR"} or token.type == "ROOT_DOT"
    if place.ends or (is_value and not _near_statement(place)):
        return Slip("key-alone", words={"key": _key_text(key)})
    return _near_statement(place) or Slip("value-without-key", key.span)


def _two_words(place: Place) -> Slip:
    key, token = place.at(-1), place.token
    near = _near_statement(place)
    if near is not None:
        return near
    both = f"{key.text} {token.text}"
    return Slip("key-of-two-words", key.span.to(token.span), {"key": both})


def _key_text(key: Token) -> str:
    return key.text if len(key.text) <= _SHOWN else key.text[: _SHOWN - 1] + "…"


def _near_statement(place: Place) -> Slip | None:
    key = place.at(-1)
    near = get_close_matches(key.text, _STATEMENTS, 1, 0.75)
    return Slip("misspelled-word", key.span, {"found": key.text, "near": near[0]}) if near else None


def _begins_item(place: Place, offset: int) -> bool:
    return place.index + offset == place.item and place.at(offset).type in {"NAME", "STRING"}


def _dashed_span(place: Place) -> Span:
    return Span(place.at(-1).span.start, place.at(-1).span.start + len(_dashed(place, -1)))


def _dashed(place: Place, offset: int) -> str:
    """Return the name with dashes that starts `offset` tokens from here."""
    index = place.index + offset
    end = index + 1
    while (
        end < len(place.tokens)
        and place.tokens[end].touches
        and (place.tokens[end].text == "-" or place.tokens[end].text.isalnum())
    ):
        end += 1
    return "".join(token.text for token in place.tokens[index:end])
