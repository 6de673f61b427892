"""Slips inside values: operators, paths, calls and lists."""

from typing import Final

from dsl.reading.slips import Place, Slip
from dsl.reading.tokens import OPENERS, RESERVED_TYPES, VALUE_ENDS, VALUE_STARTS
from dsl.source import Span

_OPERATORS: Final = frozenset(
    {"SIGN", "STAR", "MUL", "CMP", "AND", "OR", "NOT", "DEFAULT", "IN", "PIPE", "IS"}
)
_LONG: Final = frozenset({"IF", "FOR", "MATCH"})


def step(place: Place) -> Slip | None:
    """A step or an index that does not touch its value."""
    before, token = place.at(-1), place.token
    if before.type not in VALUE_ENDS or before.span.end == token.span.start:
        return None
    if token.type == "ROOT_DOT" and place.at(2).type != "EQUAL":
        return Slip("detached-step", token.span)
    if (
        token.type == "LSQB"
        and not token.first
        and place.after_value
        and "COMMA"
        not in (place.wanted if place.opener and place.opener.type in {"LSQB", "LPAR"} else ())
    ):
        return Slip("detached-index", token.span)
    return None


def equal(place: Place) -> Slip | None:
    """`=` where values are compared, and `:` or `=` that belong to no key."""
    before, token = place.at(-1), place.token
    if token.type == "EQUAL" and place.after_value:
        return Slip("equal-in-condition", token.span)
    if token.type == "KEY" and place.value_wanted and not token.first:
        sign = place.at(1)
        if sign.type == "EQUAL":
            return Slip("equal-in-condition", sign.span)
    if token.type == "COLON" and before.type == "KEY" and "EQUAL" in place.wanted:
        return Slip("named-argument-colon", token.span, replace="EQUAL")
    if token.type == "WHERE" and place.opener is not None and place.opener.type == "INDEX":
        return Slip("filter-without-star", token.span)
    if (
        place.opener is not None
        and place.opener.type == "INDEX"
        and "COLON" in (token.type, place.at(1).type, before.type)
    ):
        return Slip("slice-end", token.span)
    return None


def missing_value(place: Place) -> Slip | None:
    """A sign or word after which no value follows."""
    before, token = place.at(-1), place.token
    if not place.value_wanted or place.index == 0:
        return None
    if before.type in {"EQUAL", "COLON"} and place.ends:
        key = place.at(-3) if place.at(-2).type == "OPT" else place.at(-2)
        code = "let-without-value" if place.at(-3).type == "LET" else "key-without-value"
        return Slip(code, words={"key": key.text, "name": key.text})
    if token.type == "COMMA" or (before.type == "COMMA" and place.ends):
        return Slip("value-missing", token.span, {"found": token.text})
    if place.ends and before.type in OPENERS and before.type != "LBRACE":
        return Slip("empty-brackets", before.span.to(token.span), {"found": before.text})
    if place.ends and before.type in {"TEXT_OPEN", "TEXT_NEXT"}:
        return Slip("empty-interpolation", Span(before.span.end - 2, token.span.start + 2))
    if place.ends and before.type in _OPERATORS:
        return Slip("operator-without-value", words={"after": before.text})
    if place.ends or (token.type in {"THEN", "ELSE"} and before.type in RESERVED_TYPES):
        return Slip("word-without-value", words={"after": before.text})
    return None


def not_a_value(place: Place) -> Slip | None:
    """Something else where a value has to stand."""
    before, token = place.at(-1), place.token
    if not place.value_wanted:
        return None
    if token.type == "SPREAD":
        return Slip("spread-as-value", token.span)
    if token.type in _LONG and "ROOT_DOT" in place.accepted and token.type not in place.accepted:
        return Slip("needs-parentheses", token.span, {"found": token.text})
    if token.type == "CMP" and before.type in {"CMP", "EQUAL"}:
        return Slip("two-operators", token.span, {"before": before.text, "found": token.text})
    if token.type in RESERVED_TYPES and token.type not in _OPERATORS:
        return Slip("reserved-name", token.span, {"name": token.text})
    if token.type in _OPERATORS and before.type in _OPERATORS:
        return Slip("two-operators", token.span, {"before": before.text, "found": token.text})
    if token.type in _OPERATORS:
        return Slip("operator-first", token.span, {"found": token.text})
    return None


def name_wanted(place: Place) -> Slip | None:
    """A word of the language, or no word at all, where a name has to stand."""
    before, token = place.at(-1), place.token
    if not place.wanted <= {"NAME", "KEY", "STRING", "LPAR", "NOT", "FROM"} or (
        "NAME" not in place.wanted and "KEY" not in place.wanted
    ):
        return None
    if before.type == "IS" or place.at(-2).type == "IS":
        return Slip("test-wanted", words={"found": place.found})
    if token.type in RESERVED_TYPES and not token.first:
        return Slip("reserved-name", token.span, {"name": token.text})
    if before.type == "PIPE":
        return Slip("pipe-without-function", words={"found": place.found})
    return Slip("name-wanted", words={"before": before.text, "found": place.found})


def call(place: Place) -> Slip | None:
    """Calls as other languages write them, and what stands between their parentheses."""
    before, token = place.at(-1), place.token
    if (
        token.type == "LPAR"
        and before.type == "NAME"
        and place.at(-2).type in {"STEP_DOT", "ROOT_DOT"}
    ):
        return Slip("method-call", place.at(-2).span.to(token.span), {"name": before.text})
    if token.type == "FAT_ARROW" and place.after_value and "INTO" not in place.accepted:
        return Slip("lambda-outside-call", token.span)
    return None


def chained(place: Place) -> Slip | None:
    """Two comparisons in one."""
    if place.after_value and place.token.type in {"CMP", "IN", "IS"}:
        return Slip("chained-comparison", place.token.span)
    return None


def side_by_side(place: Place) -> Slip | None:
    """Two values without an operator or a comma between them."""
    before, token = place.at(-1), place.token
    opener = place.opener.type if place.opener else ""
    is_value = token.type in VALUE_STARTS
    if is_value and opener in {"LPAR", "LSQB"} and "COMMA" in place.accepted:
        return Slip("missing-comma", Span(before.span.end, before.span.end))
    if not place.after_value:
        return None
    if token.type == "COLON":
        return Slip("stray-colon", token.span)
    if token.type == "COMMA":
        return Slip("stray-comma", token.span)
    if is_value and not (token.first and place.item_wanted):
        return Slip("two-values", token.span)
    return None


def plain_text(place: Place) -> Slip | None:
    """Text with `{{ }}` or a block where plain text has to stand."""
    others = {"TEXT_OPEN", "STATEMENT_OPEN", "BLOCK"}
    is_other = place.token.type in others and "TEXT_OPEN" not in place.accepted
    if is_other and "STRING" in place.accepted and not (place.item_wanted or place.in_cases):
        return Slip("plain-text-wanted", place.token.span)
    return None


def text_wanted(place: Place) -> Slip | None:
    """Something else where text has to stand."""
    if place.wanted == {"STRING"}:
        return Slip("text-wanted", words={"before": place.at(-1).text, "found": place.found})
    return None


def something_else(place: Place) -> Slip:
    """Whatever is left: say what fits and what stands there."""
    words = {"found": place.found, "expected": expected(place)}
    return Slip("unexpected", words=words)


def expected(place: Place) -> str:
    """Return in words what could stand here."""
    if place.value_wanted:
        return "a value"
    if place.after_value:
        return (
            "an operator or the next item"
            if place.item_wanted
            else "an operator or the end of the value"
        )
    if place.item_wanted:
        return "a key, such as `name = value`"
    if {"INT", "NUMBER"} <= place.wanted:
        return "a number"
    shown = sorted(f"`{_SPELLED[kind]}`" for kind in place.wanted if kind in _SPELLED)
    words = sorted(f"`{kind.lower()}`" for kind in place.wanted & RESERVED_TYPES)
    return " or ".join([*shown, *words][:4]) or "something else"


_SPELLED: Final = {
    "LPAR": "(", "RPAR": ")", "LBRACE": "{", "RBRACE": "}", "RSQB": "]", "COMMA": ",", "COLON": ":",
    "EQUAL": "=", "ARROW": "->", "FAT_ARROW": "=>", "BY": "by",
}  # fmt: skip
