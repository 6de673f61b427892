"""The wording of slips in the statements of a text block."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dsl.wordings.wording import Wording

_STATEMENTS: Final[dict[str, Wording]] = {
    "unknown-statement": Wording(
        "there is no statement `<found>` in a text block", "not a statement", ("<help>",)
    ),
    "statement-without-word": Wording("a statement begins with a word", "no word", ("<help>",)),
    "statement-goes-on": Wording(
        "nothing stands behind `<found>` in its statement", "goes on here", ("<help>",)
    ),
    "set-form": Wording(
        "`set` gives one name to one value",
        "expected a name and `=`",
        (
            "write `{% set name = value %}`",
            "a text of several lines is named by `let` before the block",
        ),
    ),
    "stray-statement": Wording(
        "`{% <found> %}` belongs to a `{% <wanted> … %}`, and none is open here",
        "nothing to belong to",
        ("write `{% <wanted> … %}` before it, or leave it out",),
    ),
    "open-statement": Wording(
        "`{% <found> %}` is not ended in its text block",
        "opened here",
        ("write `{% end<found> %}`",),
    ),
    "statement-after-else": Wording(
        "`{% <found> %}` stands behind the `{% else %}` of the same statement",
        "behind `else`",
        ("`else` is the last branch: move it to the end",),
    ),
    "too-many-branches": Wording(
        "an `if` has at most <limit> branches",
        "one branch too many",
        ("look the text up in a `table`",),
    ),
    "too-many-levels": Wording(
        "statements stand in each other at most <limit> deep",
        "one level too deep",
        ("make the inner part a function: `fn lines(order) = …`",),
    ),
    "unclosed-statement": Wording(
        "`{%` is not closed before its text ends",
        "opened here",
        ("write `%}` behind the statement", "`\\{%` stands for the characters themselves"),
    ),
    "wrong-piece-end": Wording(
        "`<wanted>` closes what was opened here, and this is `<found>`",
        "expected `<wanted>`",
        ("write `<wanted>`",),
    ),
    "unclosed-comment": Wording(
        "`{#` begins a comment that is not closed in its text block",
        "opened here",
        ("write `#}` behind the comment", "`\\{#` stands for the characters themselves"),
    ),
    "sign-or-mark": Wording(
        "`{{-` cuts the blanks before it, and here it may be meant as a sign",
        "sign or mark?",
        ("cut blanks: `{{- x }}`", "a negative value: `{{ -x }}`"),
    ),
    "statement-filter": Wording(
        "turns of a loop are chosen by `where`",
        "expected `where`",
        ("write `{% for x in list where condition %}`",),
    ),
    "recursive-loop": Wording(
        "a loop of a text block cannot call itself",
        "expected `%}`",
        ("bring the list into one level before: `flatten`, or `for … => …` in a `let`",),
    ),
}

STATEMENTS: Final[Mapping[str, Wording]] = MappingProxyType(_STATEMENTS)
"""What the lexer and the parser say about the statements of a text block."""
