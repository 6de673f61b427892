"""What keeps a condition from being read."""

from dataclasses import dataclass

from dsl.values import Value


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """Something wrong with a condition.

    `text` is the reference's own. `path` leads to the place below the event's `Condition`:
    ``("Condition", "1", "Fields", "Queue", "Type")``. `choices` are the words that would do there.
    """

    code: str
    text: str
    message: str
    path: tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()


def unknown_word(
    text: str, value: Value, path: tuple[str, ...], choices: tuple[str, ...]
) -> ConditionProblem:
    """Return the problem of a word that is none of the choices; the first of them is the usual."""
    found = f", not `{value}`" if isinstance(value, str) else ""
    words = ", ".join(f"`{word}`" for word in choices)
    message = f"{path[-1]} is one of {words}{found}"
    usual = f"write `{choices[0]}`, the usual one"
    return ConditionProblem("unknown-choice", text, message, path, usual, choices)


def wrong_match(
    text: str, field: str, match: Value, expected: str, path: tuple[str, ...]
) -> ConditionProblem:
    """Return the problem of a field that is compared with another kind of value than its type's."""
    article, example = _EXAMPLES[expected]
    message = f"the field `{field}` is compared with {article}, not with {_found(match)}"
    return ConditionProblem("wrong-match", text, message, path, f"write {example}")


_EXAMPLES = {
    "text": ("a text", "`Match: Raw`"),
    "pattern": ("a regular expression", "`Match: ^Raw`"),
    "list": ("a list", "`Match: [Raw]`"),
    "mapping": ("a mapping", "`Match: {Key: Raw}`"),
}


def _found(match: Value) -> str:
    match match:
        case None | "" | [] | {}:
            return "nothing"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case str():
            return f"`{match}`"
        case _:
            return "what is no text"
