"""Reads XPath 1.0 expressions as far as it takes to bound what they cost.

This is no parser: libxml2 parses. It cuts an expression into words and counts what can make work:
paths that leave the context node, predicates, comparisons of node-sets, calls.
Source: XPath 1.0 §3.7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(
    r"""\s* (?: (?P<literal> "[^"]*" | '[^']*' )
              | (?P<number> \d+ (?:\.\d*)? | \.\d+ )
              | (?P<variable> \$ \s* [^\W\d] [\w.\-]* (?: : [^\W\d] [\w.\-]* )? )
              | (?P<call> [^\W\d] [\w.\-]* (?: \s* : \s* [^\W\d] [\w.\-]* )? (?= \s* \( ) )
              | (?P<axis> [a-z\-]+ (?= \s* :: ) )
              | (?P<name> [^\W\d] [\w.\-]* (?: : (?: \* | [^\W\d] [\w.\-]* ) )? )
              | (?P<mark> // | :: | \.\. | != | <= | >= | [/.@()\[\],|=<>+*\-] )
            )""",
    re.VERBOSE,
)
_NODE_TESTS: Final = frozenset({"node", "text", "comment", "processing-instruction"})
_WIDE_AXES: Final = frozenset({"descendant", "descendant-or-self"})
_LOCAL_AXES: Final = frozenset({"child", "attribute", "self"}) | _WIDE_AXES
_OPERATORS: Final = frozenset({"and", "or", "div", "mod"})
_COMPARISONS: Final = frozenset({"=", "!=", "<", ">", "<=", ">="})
SCALAR_CALLS: Final = frozenset({
    "boolean", "ceiling", "concat", "contains", "count", "false", "floor", "format-number",
    "generate-id", "lang", "last", "local-name", "name", "namespace-uri", "normalize-space", "not",
    "number", "position", "round", "starts-with", "string", "string-length", "substring",
    "substring-after", "substring-before", "sum", "translate", "true",
})  # fmt: skip
"""Functions of XPath 1.0 that give text, a number or a Boolean."""
_REACHING_CALLS: Final = frozenset({"key", "id", "current", "document"})


class UnreadableError(Exception):
    """An expression that cannot be cut into words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A part of an expression. `kind` names the group of the pattern that it matched."""

    kind: str
    text: str


@dataclass(slots=True)
class Facts:
    """What an expression holds that makes work or text. Depths count the brackets around."""

    words: int = 0
    local_paths: int = 0
    """Paths that stay below the context node."""
    far_depths: list[int] = field(default_factory=list)
    """For every path that leaves it, how many predicates stand around it."""
    descents: int = 0
    """How often it steps to nodes that may stand inside each other."""
    comparisons: list[int] = field(default_factory=list)
    """The depths of comparisons of two things that may both be node-sets."""
    variables: list[tuple[str, int]] = field(default_factory=list)
    """Names of variables, and their depths."""
    literal_length: int = 0
    calls: list[tuple[str, bool]] = field(default_factory=list)
    """Names of functions, and whether every argument behind the first is one literal or number."""


@lru_cache(maxsize=2_000)
def words(expression: str) -> tuple[Word, ...]:
    """Return the parts of an expression; raises `UnreadableError`."""
    found, position = [], 0
    text = expression.rstrip()
    while position < len(text):
        match = _WORD.match(text, position)
        if match is None or match.lastgroup is None:
            raise UnreadableError(text)
        found.append(
            Word(
                match.lastgroup,
                "".join(match[match.lastgroup].split())
                if match.lastgroup != "literal"
                else match["literal"],
            )
        )
        position = match.end()
    return tuple(found)


def calls(expression: str) -> Iterator[str]:
    """Yield the names of the functions that an expression calls, prefixes included."""
    for word in words(expression):
        if word.kind == "call" and word.text not in _NODE_TESTS:
            yield word.text


def alternatives(expression: str) -> Iterator[str]:
    """Yield the parts of a union without their predicates; raises `UnreadableError`."""
    depth, part = 0, ""
    for word in words(expression):
        is_mark = word.kind == "mark"
        if is_mark and word.text == "|" and not depth:
            yield part
            part = ""
            continue
        depth += is_mark and word.text == "["
        if not depth:
            part += word.text
        depth -= is_mark and word.text == "]"
    yield part


@lru_cache(maxsize=2_000)
def facts(expression: str) -> Facts:
    """Return what makes work in an expression; raises `UnreadableError`."""
    parts = words(expression)
    found = Facts(words=len(parts))
    depth = 0
    for index, word in enumerate(parts):
        before = parts[index - 1] if index else None
        after = parts[index + 1] if index + 1 < len(parts) else None
        depth += (word.text == "[") - (word.text == "]") if word.kind == "mark" else 0
        match word.kind:
            case "literal":
                found.literal_length += len(word.text)
            case "variable":
                found.variables.append((word.text[1:], depth))
                if after is not None and after.text in ("/", "//", "["):
                    _reach(found, depth)
            case "call" if word.text in _NODE_TESTS:
                found.local_paths += _begins(before)
            case "call":
                found.calls.append((word.text, _is_simple_call(parts, index)))
                if word.text in _REACHING_CALLS:
                    _reach(found, depth)
            case "axis":
                found.descents += word.text in _WIDE_AXES
                if word.text in _LOCAL_AXES:
                    found.local_paths += _begins(before)
                else:
                    _reach(found, depth)
            case "name":
                found.local_paths += _begins(before)
            case "mark":
                _see_mark(found, word.text, before, after, depth)
    return found


def _reach(found: Facts, depth: int) -> None:
    """Count a path to anywhere: its nodes may stand inside each other, like descendants."""
    found.far_depths.append(depth)
    found.descents += 1


def _see_mark(found: Facts, mark: str, before: Word | None, after: Word | None, depth: int) -> None:
    if mark == "//":
        found.descents += 1
    if mark == ".." or (mark in ("/", "//") and _begins(before)):
        found.far_depths.append(depth)
    elif mark in (".", "*", "@"):
        found.local_paths += _begins(before)
    elif mark in _COMPARISONS and not (_is_scalar(before) or _is_scalar(after)):
        found.comparisons.append(depth)


def _begins(before: Word | None) -> bool:
    """Tell whether a path begins behind this word, rather than going on."""
    if before is None:
        return True
    if before.kind == "mark":
        return before.text not in ("/", "//", "::", ")", "]", "@", ".", "..")
    return before.kind == "name" and before.text in _OPERATORS


def _is_scalar(word: Word | None) -> bool:
    """Tell whether an operand is no node-set, as far as its nearest word says."""
    return word is not None and (
        word.kind in ("literal", "number") or (word.kind == "call" and word.text in SCALAR_CALLS)
    )


def _is_simple_call(parts: tuple[Word, ...], index: int) -> bool:
    """Tell whether every argument of a call behind the first is one literal or number."""
    arguments: list[int] = [0]
    is_plain = [True]
    depth = 0
    for word in parts[index + 1 :]:
        if word.text in ("(", "[") and word.kind == "mark":
            depth += 1
            if depth == 1:
                continue
        elif word.text in (")", "]") and word.kind == "mark":
            depth -= 1
            if depth == 0:
                break
        elif word.text == "," and word.kind == "mark" and depth == 1:
            arguments.append(0)
            is_plain.append(True)
            continue
        arguments[-1] += 1
        is_plain[-1] &= word.kind in ("literal", "number")
    return all(
        count == 1 and plain for count, plain in zip(arguments[1:], is_plain[1:], strict=True)
    )
