"""The wording of what the parser finds inside values: clauses, cases, operators and calls."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dsl.wordings.wording import Wording

_CLAUSES: Final[dict[str, Wording]] = {
    "if-without-then": Wording(
        "`if` has a `then`",
        "expected an operator or `then`, found <found>",
        ("`if condition then a else b`",),
    ),
    "if-without-else": Wording(
        "`if` has an `else`",
        "expected an operator or `else`, found <found>",
        ("`if condition then a else b`", "`else missing` with `key? = …` leaves the key out"),
    ),
    "elif": Wording("Tie has no `<found>`", "two words", ("write `else if`",)),
    "stray-else": Wording(
        "this `else` belongs to no `if`",
        "no `if` is open here",
        ("`if condition then a else b`", "a default for missing and null is `a ?? b`"),
    ),
    "stray-then": Wording(
        "this `then` belongs to no `if`", "no `if` before it", ("`if condition then a else b`",)
    ),
    "for-in-parentheses": Wording(
        "`for` has no parentheses", "one sign too many", ("`for x in list => value`",)
    ),
    "for-without-name": Wording(
        "after `for` stands a new name",
        "expected a name, found <found>",
        ("`for x in list => value`", "`for x, i in list => value`"),
    ),
    "for-without-in": Wording(
        "a list is gone through with `in`",
        "expected `in`, found <found>",
        ("`for x in list => value`",),
    ),
    "for-without-arrow": Wording(
        "the value of a `for` stands after `=>`",
        "expected an operator or `=>`, found <found>",
        ("`for x in list => value`",),
    ),
    "for-clause": Wording(
        "`for` has no `<found>`", "not a part of `for`", ("`for x in list <help> => value`",)
    ),
    "clause-order": Wording(
        "`<found>` stands too late",
        "another part comes after it",
        ("the order is `where`, `group by`, `order by`, `limit`, each once",),
    ),
    "group-without-into": Wording(
        "a group has a name",
        "expected an operator or `into`, found <found>",
        ("`group by key into g => { key: g.key, count: g.items | count }`",),
    ),
    "match-without-braces": Wording(
        "the cases of `match` stand in braces",
        "expected an operator or `{`, found <found>",
        ('`match value { "a" -> 1  else -> 0 }`',),
    ),
    "case-sign": Wording(
        "a case leads to its value with `->`", "expected `->`, found `<found>`", ("write `->`",)
    ),
    "case-comma": Wording(
        "several keys of one case are joined with `|`", "expected `|`", ('`"a" | "b" -> 1`',)
    ),
    "case-without-arrow": Wording(
        "a case leads to its value with `->`",
        "expected `->`, found <found>",
        ('`"key" -> value`',),
    ),
    "case-key": Wording(
        "the key of a case is plain text, a number, `true`, `false`, `null` or `missing`",
        "expected a case, found <found>",
        ('`"key" -> value`', "`> 5 -> value` and `in [1, 2] -> value` in a `match`"),
    ),
    "case-key-name": Wording(
        "the key of a case is not a name",
        "a name",
        ('quote it: `"<found>" -> value`', "compare with other values by `if`"),
    ),
    "default-case": Wording(
        "the case for everything else is `else`", "expected `else`", ("`else -> value`",)
    ),
    "comma-before-case": Wording(
        "a comma stands before a case that begins with a sign, a comparison or `in`",
        "goes on with the value before",
        ("`1 -> a, -1 -> b, > 5 -> c`",),
    ),
}

_VALUES: Final[dict[str, Wording]] = {
    "detached-index": Wording(
        "an index touches the value it belongs to",
        "a blank stands before it",
        ("`list[0]`", "write a comma between two values"),
    ),
    "equal-in-condition": Wording(
        "`=` sets a key; values are compared with `==`", "expected `==`", ("write `==`",)
    ),
    "named-argument-colon": Wording(
        "a named argument has `=`", "expected `=`", ("`f(x, name = value)`",)
    ),
    "filter-without-star": Wording(
        "`where` stands after `*`",
        "expected `]`",
        ("`list[* where it.ok]`", "`for x in list where x.ok => x`"),
    ),
    "stray-comma": Wording(
        "one value is expected here, and a comma separates several",
        "expected an operator or the end of the value",
        ("`[a, b]` makes a list",),
    ),
    "slice-end": Wording(
        "the ends of a slice are whole numbers",
        "not a whole number",
        ("`list[1:3]`", "`list | slice(a, b)` takes any values"),
    ),
    "value-missing": Wording(
        "a value is missing here", "expected a value, found `<found>`", ("leave the comma out",)
    ),
    "empty-brackets": Wording(
        "there is nothing in these brackets", "expected a value", ("write the value, or `null`",)
    ),
    "empty-interpolation": Wording(
        "there is nothing in `{{ }}`",
        "expected a value",
        ("`{{ .field }}`", "`\\{{` stands for the braces themselves"),
    ),
    "operator-without-value": Wording(
        "nothing follows `<after>`", "expected a value, found <found>", ("write the second value",)
    ),
    "word-without-value": Wording(
        "nothing follows `<after>`", "expected a value, found <found>", ("write the value",)
    ),
    "operator-first": Wording(
        "there is nothing before `<found>`", "expected a value", ("write the first value",)
    ),
    "two-operators": Wording(
        "`<found>` follows `<before>` at once",
        "expected a value",
        ("write a value between them, or leave one out",),
    ),
    "needs-parentheses": Wording(
        "`<found>` needs parentheses inside another value",
        "reaches to the end of the value",
        ("`(<found> …)`",),
    ),
    "test-wanted": Wording(
        "`is` asks for a state or a kind",
        "expected a word, found <found>",
        ("`x is present`, `x is missing`, `x is text`", "compare with a value by `==`"),
    ),
    "pipe-without-function": Wording(
        "after `|` stands a function",
        "expected a name, found <found>",
        ("`value | trim`", "a default for missing and null is `a ?? b`"),
    ),
    "name-wanted": Wording(
        "a name stands after `<before>`", "expected a name, found <found>", ("write a name",)
    ),
    "text-wanted": Wording(
        "text stands after `<before>`", "expected text, found <found>", ('write `"…"`',)
    ),
    "plain-text-wanted": Wording(
        "plain text stands here", "expected text without `{{ }}`", ('write `"…"` on one line',)
    ),
    "spread-as-value": Wording(
        "`...` copies fields inside braces", "not a value", ("`{ ...value, key = other }`",)
    ),
    "template-form": Wording(
        "`template` reads a file", "expected `from` before it", ('`template from "mail.j2"`',)
    ),
    "stray-colon": Wording(
        "`:` stands after a key only",
        "expected an operator or the end of the value",
        ("a choice is `if condition then a else b`", "a slice is `list[1:3]`"),
    ),
    "method-call": Wording(
        "a function is called with its value in front or inside",
        "not a step",
        ("`value | <name>(…)`", "`<name>(value, …)`"),
    ),
    "thin-arrow": Wording(
        "the value of a `for` or of a function in an argument stands after `=>`",
        "expected `=>`",
        ("`for x in list => x.name`", "`any(list, x => x.ok)`"),
    ),
    "thin-arrow-outside-case": Wording(
        "`->` belongs to the cases of `match` and tables",
        "no case before it",
        ("`for x in list => value`", '`match value { "a" -> 1  else -> 0 }`'),
    ),
    "lambda-outside-call": Wording(
        "`=>` stands in an argument or after `for` only",
        "not a value",
        ("`any(list, x => x.ok)`", "`fn name(x) = value` makes a function with a name"),
    ),
    "chained-comparison": Wording(
        "comparisons do not chain", "a second comparison", ("`a < b and b < c`",)
    ),
    "missing-comma": Wording(
        "a comma is missing here", "expected `,`, found <found>", ("write `,` between two values",)
    ),
    "two-values": Wording(
        "two values stand side by side",
        "expected an operator",
        ("write an operator between them", 'join text with `"{{ a }}{{ b }}"`'),
    ),
    "unexpected": Wording(
        "expected <expected>", "found <found>", ("the words and signs of Tie are in its reference",)
    ),
}

CLAUSES: Final[Mapping[str, Wording]] = MappingProxyType(_CLAUSES | _VALUES)
"""Wordings by code."""
