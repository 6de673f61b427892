"""The wording of what the checker finds and of what linking finds: names, calls, files."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dsl.diagnostics import Severity
from dsl.wordings.wording import Wording

_FILES: Final[dict[str, Wording]] = {
    "no-files": Wording(
        "`<file>` cannot be read here, because no folder of mappings is known",
        "names a file",
        ("compile with `load`, which gives the bytes of a file by its name",),
    ),
    "file-not-found": Wording("there is no file `<file>` in the folder of mappings", "not found"),
    "file-not-text": Wording("`<file>` is not a text in UTF-8", "cannot be read as text"),
    "bad-table-file": Wording(
        "line <line> of `<file>` is not a key and a value, it has <count>",
        "not a table",
        ('write two columns, and quotes around a comma: "Smith, Ltd",customer',),
    ),
    "import-cycle": Wording("files use each other in a circle: <chain>", "leads back here"),
    "unknown-import": Wording("there is no table or function `<name>` in `<file>`", "not there"),
    "open-import": Wording(
        "`<name>` reads the input or a `let` of `<file>`, so it cannot be used from here",
        "depends on its own file",
        ("hand what it needs to it as a parameter",),
    ),
}

_NAMES: Final[dict[str, Wording]] = {
    "unknown-name": Wording(
        "there is no name `<name>` here",
        "not a name",
        ("a field of the input starts with a dot: `.<name>`",),
    ),
    "unknown-context": Wording(
        "there is no `<name>`", "not known", ("`$input`, `$config`, `$request` or `$now`",)
    ),
    "used-before-let": Wording(
        "`<name>` is used before its `let`",
        "not bound yet",
        ("move the `let` of line <line> above this line",),
    ),
    "reads-itself": Wording(
        "`<name>` is read in its own `let`",
        "not bound yet",
        ("a field of the input starts with a dot: `.<name>`",),
    ),
    "function-before-let": Wording(
        "`<name>` reads `<let>`, which is not bound yet",
        "called too early",
        ("move the `let` of line <line> above this line",),
    ),
    "not-a-value": Wording(
        "`<name>` is a table or function, not a value", "not called", ("<name>(…)",)
    ),
    "it-outside-where": Wording(
        "`it` is the element inside `[* where …]` and nothing elsewhere", "no element here"
    ),
    "out-outside-law": Wording(
        "`out` is the output inside a `law` and nothing elsewhere", "no output here"
    ),
    "several-inputs": Wording(
        "a path cannot start with a dot when there are several inputs: <names>",
        "which input?",
        ("`<first>.…`",),
    ),
    "reserved-name": Wording(
        "`<name>` is a word of the language and cannot be a name", "reserved", ("`<name>_`",)
    ),
    "duplicate-name": Wording("`<name>` is declared twice", "declared in line <line> already"),
    "duplicate-parameter": Wording("`<name>` stands here twice", "the same name again"),
    "duplicate-key": Wording("the key `<key>` is written twice", "written in line <line> already"),
    "shadowed-name": Wording(
        "`<name>` hides the <what> of the same name",
        "the same name again",
        ("choose another name",),
        severity=Severity.WARNING,
    ),
    "shadowed-function": Wording(
        "`<name>` takes the place of the library's function in this file",
        "also a function of the library",
        severity=Severity.WARNING,
    ),
    "unused-let": Wording(
        "`<name>` is never used", "bound and not read", severity=Severity.WARNING
    ),
    "unused-variable": Wording(
        "`<name>` is never used",
        "bound and not read",
        ("leave it out, or begin its name with `_`",),
        severity=Severity.WARNING,
    ),
    "unused-table": Wording(
        "the table `<name>` is never used", "nothing is looked up here", severity=Severity.WARNING
    ),
    "unused-function": Wording(
        "the function `<name>` is never called", "not called", severity=Severity.WARNING
    ),
    "unused-import": Wording(
        "`<name>` is never used", "taken from another file and not used", severity=Severity.WARNING
    ),
    "unknown-check": Wording(
        "there is no `check <name>`", "not a check", ("`total`, `roundtrip` or `inverse`",)
    ),
}

_CALLS: Final[dict[str, Wording]] = {
    "unknown-function": Wording("there is no function `<name>`", "not a function"),
    "unknown-test": Wording("there is no test `is <name>`", "not a test"),
    "unknown-type": Wording("there is no type `<name>`", "not a type"),
    "missing-argument": Wording(
        "`<function>` needs `<name>`", "called without it", notes=("written as: <signature>",)
    ),
    "too-many-arguments": Wording(
        "`<function>` takes at most <count>",
        "one too many",
        notes=("written as: <signature>",),
    ),
    "unknown-argument": Wording(
        "`<function>` has no parameter `<name>`",
        "not a parameter",
        notes=("written as: <signature>",),
    ),
    "repeated-argument": Wording("`<name>` is given twice", "given before already"),
    "argument-after-named": Wording(
        "an argument without a name stands after one with a name",
        "which parameter?",
        ("put it first, or write its name before it: `name = …`",),
        ("written as: <signature>",),
    ),
    "wrong-argument": Wording(
        "`<name>` of `<function>` is <expected>, not <kind>",
        "<kind>",
        notes=("written as: <signature>",),
    ),
    "bad-choice": Wording("`<name>` is one of <choices>", "none of them"),
    "lambda-not-taken": Wording("`<function>` takes a value here, not a function", "not a value"),
    "lambda-needed": Wording(
        "`<name>` of `<function>` is a function", "a value", ("write `x => …` here",)
    ),
    "recursive-function": Wording(
        "`<name>` calls itself: <chain>",
        "leads back to `<name>`",
        notes=("a function of Tie cannot call itself, so every mapping ends",),
    ),
    "bad-pattern": Wording(
        "the pattern cannot be read: <reason>",
        "not a pattern",
        notes=("patterns have the syntax of RE2, without look-around and back-references",),
    ),
    "too-deep": Wording("the mapping is nested too deeply", "too deep", ("name parts by `let`",)),
}

_VALUES: Final[dict[str, Wording]] = {
    "pipe-after-operator": Wording(
        "a pipe after `<operator>` belongs to what stands just before it",
        "what does the pipe take?",
        ("`<whole>`", "`<right>`"),
    ),
    "wrong-operand": Wording("`<operator>` works on numbers, and this is <kind>", "<kind>"),
    "text-addition": Wording(
        "`+` adds numbers, and this is text", "text", ('join text with `"{{ a }}{{ b }}"`',)
    ),
    "list-addition": Wording(
        "`+` adds numbers, and this is a list", "a list", ("join lists with `concat(a, b)`",)
    ),
    "division-by-zero": Wording("this divides by zero", "always zero"),
    "no-order": Wording("<kind> has no order for `<operator>`", "<kind>"),
    "no-order-between": Wording(
        "<left> and <right> cannot be compared", "neither comes before the other"
    ),
    "never-equal": Wording(
        "<left> never equals <right>, so this is always <gives>",
        "always <gives>",
        ("convert one side, with `number(…)` or `text(…)`",),
    ),
    "not-a-container": Wording(
        "`in` looks into a list, an object or text, and this is <kind>", "<kind>"
    ),
    "condition-not-boolean": Wording(
        "a condition is true or false, and this is <kind>",
        "<kind>",
        ("compare it with something, or ask `is present`",),
    ),
    "constant-condition": Wording(
        "this condition is always `<value>`", "never changes", severity=Severity.WARNING
    ),
    "no-text": Wording("<kind> cannot stand in text", "<kind>", ("`<text> | json_text`",)),
    "step-into-value": Wording("<kind> has no field `<key>`", "<kind> has no fields"),
    "step-into-list": Wording(
        "a list has no field `<key>`, its elements may have",
        "of which element?",
        (
            "all of them: `<base>[*].<key>`",
            "the first: `(<base> | first).<key>`",
            "`<base>!.<key>`",
        ),
    ),
    "wrong-index": Wording("an index is a number or a key, and this is <kind>", "<kind>"),
    "index-into-text": Wording(
        "text has no elements", "text", ("its first character: `<base>[0:1]`",)
    ),
    "not-indexable": Wording("<kind> cannot be indexed by <index>", "not an index of <kind>"),
    "needs-a-list": Wording("a list is needed to go through, and this is <kind>", "<kind>"),
    "repeated-one": Wording("one `!` is enough", "says the same again"),
    "misplaced-drop": Wording(
        "`?` drops elements of a `[*]` or of a `for`, and there is none here",
        "nothing to drop from",
        ("to leave a field out when it is missing: `name? = <base>`",),
    ),
    "limit-not-number": Wording("`limit` is a number, and this is <kind>", "<kind>"),
    "constant-order": Wording(
        "every element has the same sort key", "never changes", severity=Severity.WARNING
    ),
    "always-default": Wording(
        "`<value>` is never a value, so this is always the default",
        "always absent",
        severity=Severity.WARNING,
    ),
    "useless-default": Wording(
        "the default is never used: this is always <kind>",
        "never missing or null",
        severity=Severity.HINT,
    ),
    "default-for-failed": Wording(
        "the default is never used: an operator over a missing value fails",
        "`??` answers for missing and null only",
        ("give each value a default of its own", "`?!` answers for what failed"),
        severity=Severity.WARNING,
    ),
    "useless-rescue": Wording(
        "this can never fail", "nothing to answer for", severity=Severity.HINT
    ),
}

_ITEMS: Final[dict[str, Wording]] = {
    "missing-output": Wording(
        "`<key>` has no value", "always missing", ("`<key>? = …` leaves a field out",)
    ),
    "message-not-text": Wording("the message of a `require` is text, not <kind>", "<kind>"),
    "misplaced-skip": Wording(
        "`skip when` ends the whole mapping and cannot stand inside a value",
        "inside a value",
        ("write it above the keys of the mapping",),
    ),
    "spread-not-object": Wording("`...` copies the fields of an object, not <kind>", "<kind>"),
    "spread-not-first": Wording(
        "`...` stands after a key, whose value it could replace",
        "too late",
        ("write it as the first item",),
    ),
    "several-results": Wording("`result` is written twice", "a second result"),
    "mixed-result": Wording("a mapping has either keys or one `result`", "one or the other"),
    "unreachable-case": Wording(
        "the case `<key>` is never reached",
        "line <line> has the same key",
        severity=Severity.WARNING,
    ),
    "case-never-fits": Wording(
        "this case is <kind> and the subject is <subject>, so it never fits", "<kind>"
    ),
    "unreachable-else": Wording(
        "the `else` is never reached: true and false have cases of their own",
        "never reached",
        severity=Severity.WARNING,
    ),
    "guard-in-table": Wording(
        "the table `<name>` has a guard, and a table has literal keys only",
        "not a literal",
        ("use `match` for guards",),
    ),
    "table-not-data": Wording(
        "the results of a table are data: text, numbers, lists and objects of them",
        "not data",
        ("use `fn` for what must be worked out",),
    ),
}

_PROOFS: Final[dict[str, Wording]] = {
    "example-differs": Wording(
        'the example "<title>" gives something else: `<path>` <what>', "not as expected"
    ),
    "example-succeeds": Wording(
        'the example "<title>" should fail with "<text>" and succeeds', "no error"
    ),
    "example-fails-otherwise": Wording(
        'the example "<title>" fails for another reason',
        'expected "<text>"',
        notes=("it says: <said>",),
    ),
    "example-skips": Wording('the example "<title>" is skipped', "no message at all"),
    "example-context": Wording(
        "what stands after `with` is an object, not <kind>",
        "not a context",
        ("{config: …, now: …}",),
    ),
    "broken-law": Wording('the law "<name>" does not hold for the example "<title>"', "not true"),
}

MEANING: Final[Mapping[str, Wording]] = MappingProxyType(
    _FILES | _NAMES | _CALLS | _VALUES | _ITEMS | _PROOFS
)
"""Every code of linking and checking."""
