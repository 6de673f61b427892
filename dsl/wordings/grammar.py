"""The wording of what the parser finds: headers, declarations and items that do not fit."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dsl.wordings.wording import Wording

_HEADER: Final[dict[str, Wording]] = {
    "header-not-first": Wording(
        "the header stands before everything else",
        "too late",
        ("move `mapping … from … to …` to the top",),
    ),
    "second-header": Wording(
        "a file holds one mapping", "a second header", ("put this mapping into a file of its own",)
    ),
    "header-part-alone": Wording(
        "`<found>` belongs to the header of a mapping, at the top",
        "no `mapping` before it",
        ('`mapping name  from input: json "schema.json"  to json "schema.json"`',),
    ),
    "mapping-without-name": Wording(
        "a mapping has a name", "expected a name, found <found>", ("`mapping order_to_ticket`",)
    ),
    "dashed-name": Wording(
        "a name has no dashes", "a dash is a minus sign", ("write underscores: `order_to_ticket`",)
    ),
    "input-form": Wording(
        "an input has a name, a colon and a format",
        "expected `name: json` or `name: xml`, found <found>",
        ('`from order: json "order.schema.json"`', "`from order: json any`"),
    ),
    "output-form": Wording(
        "the output has a format and a file",
        "expected `json` or `xml`, found <found>",
        ('`to json "ticket.schema.json"`', "`to json any`"),
    ),
    "contract-without-file": Wording(
        "after `<format>` stands a file or `any`",
        "expected text or `any`, found <found>",
        ('`<format> "schema.<format>"`', "`<format> any`"),
    ),
}

_DECLARATIONS: Final[dict[str, Wording]] = {
    "declaration-inside-block": Wording(
        "`<found>` stands at the top of a file, not inside braces",
        "inside a block",
        ("move it out of the braces", 'quote a key of this name: `"<found>" = …`'),
    ),
    "use-form": Wording(
        "`use` names a file and what is taken from it",
        "expected a file and names in parentheses, found <found>",
        ('`use "names.tie" (queue, country)`',),
    ),
    "table-form": Wording(
        "a table has a name, and its cases or a file",
        "found <found>",
        ('`table name { "a" -> 1  else -> 0 }`', '`table name from "name.csv"`'),
    ),
    "function-form": Wording(
        "a function has a name, parameters and a value",
        "found <found>",
        ("`fn name(a, b: text) -> text = value`",),
    ),
    "function-body": Wording(
        "the value of a function stands after `=`",
        "expected `=`, found `<found>`",
        ("`fn name(a, b) = value`",),
    ),
    "parameter-default": Wording(
        "a parameter of `fn` has no default",
        "expected `,` or `)`",
        ("give every argument in the call, or use `??` in the value",),
    ),
    "example-without-title": Wording(
        "an example has a title between quotes",
        "expected text, found <found>",
        ('`example "what it shows" { given … expect … }`',),
    ),
    "example-without-given": Wording(
        "an example starts with its input",
        "expected `given`, found <found>",
        ('`example "title" { given { a: 1 } expect { b: 1 } }`',),
    ),
    "example-without-expect": Wording(
        "an example says what comes out",
        "expected `expect` or `fails`, found <found>",
        ("`expect { b: 1 }`", '`fails "part of the message"`'),
    ),
    "example-part-sign": Wording(
        "after `<found>` stands its value at once",
        "one sign too many",
        ("leave out `:` and `=`: `<found> { a: 1 }`",),
    ),
    "law-without-title": Wording(
        "a law has a title between quotes",
        "expected text, found <found>",
        ('`law "the total is positive" = out.total > 0`',),
    ),
    "check-without-kind": Wording(
        "after `check` stands what is checked",
        "expected a name, found <found>",
        ("`check total`", "`check roundtrip with other on (key)`"),
    ),
}

_ITEMS: Final[dict[str, Wording]] = {
    "key-without-value": Wording(
        "the key `<key>` has no value", "expected a value, found <found>", ("`<key> = .field`",)
    ),
    "key-alone": Wording(
        "the key `<key>` has no value",
        "expected `=` or `{`, found <found>",
        ("`<key> = .field`", "`<key> { … }`"),
    ),
    "value-without-key": Wording(
        "this value has no key",
        "expected a key, such as `name = value`",
        ("`name = value`", "`result value`, when it is the whole output"),
    ),
    "sign-without-key": Wording(
        "there is no key before `<found>`",
        "expected a key",
        ("`name = value`", "leave a second comma out"),
    ),
    "number-key": Wording("a key that is a number needs quotes", "a number", ('`"<key>" = …`',)),
    "dynamic-key": Wording(
        "the keys of an object are fixed",
        "has `{{ }}` in it",
        ("`from_entries(for x in list => { key: …, value: … })`",),
    ),
    "dot-before-key": Wording(
        "a key has no dot before it", "a path of the input, not a key", ("`<key> = …`",)
    ),
    "dotted-key": Wording(
        "a key is one word; nested keys stand in braces",
        "a step in a key",
        ("`outer { inner = value }`", '`"outer.inner" = value`, when the key has a dot in it'),
    ),
    "dashed-key": Wording("a key with a dash needs quotes", "not one word", ('`"<key>" = …`',)),
    "key-of-two-words": Wording(
        "a key of several words needs quotes", "not one word", ('`"<key>" = …`',)
    ),
    "double-equal": Wording("`==` compares; a key is set with `=`", "expected `=`", ("write `=`",)),
    "arrow-after-key": Wording(
        "a key is set with `=`", "expected `=`, found `<found>`", ("`key = value`",)
    ),
    "value-as-item": Wording(
        "`<found>` gives a value, and a value has a key",
        "expected a key",
        ("`key = <found> …`", "`result <found> …`, when it is the whole output"),
    ),
    "except-form": Wording(
        "what is not copied stands in parentheses",
        "expected `except (`",
        ("`...value except (a, b)`",),
    ),
    "foreign-word": Wording("Tie has no `<found>`", "from another language", ("<help>",)),
    "misspelled-word": Wording(
        "there is no statement `<found>`", "not a word of the language", ("did you mean `<near>`?",)
    ),
    "let-without-value": Wording(
        "the name `<name>` has no value",
        "expected `=` and a value, found <found>",
        ("`let <name> = .field`",),
    ),
    "let-colon": Wording("a name is bound with `=`", "expected `=`", ("`let name = value`",)),
    "optional-let": Wording(
        "only keys are optional; a name may be missing as it is",
        "expected `=`",
        ("leave `?` out: `let name = value`",),
    ),
    "skip-without-when": Wording(
        "`skip` has a condition", "expected `when` after it", ("`skip when condition`",)
    ),
    "require-without-else": Wording(
        "`require` says what is wrong otherwise",
        "expected `else` and a message, found <found>",
        ('`require condition else "message"`',),
    ),
}

GRAMMAR: Final[Mapping[str, Wording]] = MappingProxyType(_HEADER | _DECLARATIONS | _ITEMS)
"""Wordings by code."""
