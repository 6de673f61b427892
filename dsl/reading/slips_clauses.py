"""Slips inside `if`, `match`, `for`, `require` and the cases of a table."""

from typing import Final

from dsl.reading.slips import Place, Slip
from dsl.reading.tokens import CLOSERS, RESERVED_TYPES

_DEFAULT_WORDS: Final = frozenset({"_", "default", "otherwise", "case", "when", "any"})
_CLAUSE_WORDS: Final = {
    "order": "order by key", "group": "group by key into name", "sort": "order by key",
    "sorted": "order by key", "orderby": "order by key", "groupby": "group by key into name",
    "filter": "where condition", "when": "where condition", "if": "where condition",
    "take": "limit 10", "first": "limit 10",
}  # fmt: skip


def branch(place: Place) -> Slip | None:
    """`if` without `then` or `else`, and `require` without `else`."""
    token = place.token
    if place.wanted == {"THEN"}:
        return Slip("if-without-then", words={"found": place.found})
    if place.wanted == {"ELSE"}:
        if token.text in {"elif", "elsif", "elseif", "elsewhen"}:
            return Slip("elif", token.span, {"found": token.text})
        if _last(place, {"IF", "REQUIRE"}) == "REQUIRE":
            return Slip("require-without-else")
        return Slip("if-without-else")
    if token.type == "ELSE" and place.after_value:
        return Slip("stray-else", token.span)
    if token.type == "THEN" and place.after_value:
        return Slip("stray-then", token.span)
    return None


def loop(place: Place) -> Slip | None:
    """`for` with a part missing or written differently."""
    before, token = place.at(-1), place.token
    if before.type == "FOR" and token.type == "LPAR":
        return Slip("for-in-parentheses", token.span)
    is_declared = token.text in {"each", "let", "var", "const"} and place.at(1).type != "IN"
    if before.type == "FOR" and is_declared:
        return Slip("for-without-in", token.span, {"found": token.text})
    if before.type == "FOR" and token.type not in RESERVED_TYPES:
        return Slip("for-without-name", words={"found": place.found})
    if "IN" in place.wanted and place.wanted <= {"IN", "COMMA"}:
        return Slip("for-without-in", words={"found": place.found})
    if "FAT_ARROW" in place.wanted and "FOR" in place.item_types() and token.type != "ARROW":
        text = place.token.text
        if text in _CLAUSE_WORDS and not token.first:
            return Slip("for-clause", token.span, {"found": text, "help": _CLAUSE_WORDS[text]})
        if token.type in {"WHERE", "LIMIT", "GROUP", "ORDER"}:
            return Slip("clause-order", token.span, {"found": text})
        return Slip("for-without-arrow", words={"found": place.found})
    return None


def unfinished(place: Place) -> Slip | None:
    """A value that is complete, and then no word or sign that goes on with its clause."""
    token, types = place.token, place.item_types()
    if not place.after_value:
        return None
    words = {"found": place.found}
    if "THEN" in place.accepted:
        return Slip("if-without-then", words=words)
    if "ELSE" in place.accepted and "STRING" not in place.accepted:
        code = "require" if _last(place, {"IF", "REQUIRE"}) == "REQUIRE" else "if"
        return Slip(f"{code}-without-else", words=words)
    if "LBRACE" in place.accepted and "MATCH" in types:
        return Slip("match-without-braces", words=words)
    if "INTO" in place.accepted:
        return Slip("group-without-into", words=words)
    if "FAT_ARROW" in place.accepted and "FOR" in types and token.type not in CLOSERS:
        return Slip("for-without-arrow", words=words)
    return None


def thin_arrow(place: Place) -> Slip | None:
    """`->` where `=>` was meant."""
    if place.token.type == "ARROW" and "FAT_ARROW" in place.accepted:
        return Slip("thin-arrow", place.token.span, replace="FAT_ARROW")
    return None


def case(place: Place) -> Slip | None:
    """Cases with other signs or keys than literals."""
    token = place.token
    if "ARROW" in place.accepted:
        if token.type in {"FAT_ARROW", "COLON", "EQUAL"}:
            return Slip("case-sign", token.span, {"found": token.text}, replace="ARROW")
        if token.type in {"COMMA", "OR"}:
            return Slip("case-comma", token.span, replace="PIPE")
        if not (place.after_value and token.type in {"CMP", "IN", "IS"}):
            return Slip("case-without-arrow", words={"found": place.found})
    if token.type == "ARROW" and place.after_value:
        return _joined_case(place)
    if not place.in_cases:
        return None
    if token.text in _DEFAULT_WORDS or token.type == "STAR":
        return Slip("default-case", token.span, {"found": token.text})
    if token.type in {"NAME", "KEY"}:
        return Slip("case-key-name", token.span, {"found": token.text})
    return Slip("case-key", words={"found": place.found})


def _joined_case(place: Place) -> Slip:
    """An arrow after a value: the case before went on with what should have been the next one."""
    for offset in (-2, -3):
        if place.at(offset).type in {"SIGN", "CMP", "IN"}:
            return Slip("comma-before-case", place.at(offset).span)
    if place.at(-1).type == "RSQB":
        return Slip("comma-before-case", place.token.span)
    return Slip("thin-arrow-outside-case", place.token.span)


def _last(place: Place, types: set[str]) -> str:
    return next((kind for kind in reversed(place.item_types()) if kind in types), "")
