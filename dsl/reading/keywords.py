"""Which word is a word of the grammar, and which is just a name or a key.

Any word may be a key, a path step or a named argument; the words of
`dsl.reading.tokens.CONTEXTUAL` may be names too. So a word is decided by
its neighbours, some of them when the next token is read.
"""

from typing import Final

from dsl.reading.tape import Tape
from dsl.reading.tokens import (
    PIECE_ENDS,
    PIECE_STARTS,
    RESERVED_TYPES,
    STATEMENTS,
    VALUE_ENDS,
    Token,
    Vocabulary,
)

_DOTS: Final = frozenset({"ROOT_DOT", "STEP_DOT", "AT"})
_ENDS_CONTRACT: Final = frozenset({"STRING", "ANY", "RPAR", "JSON", "XML"})
_IN_EXAMPLE: Final = frozenset({"given", "with", "expect", "fails"})
_NEVER_WORDS: Final = (
    frozenset({"STRING", "BLOCK", "CONTEXT", "REGEX", "INT", "NUMBER", "SLICE_INT"})
    | PIECE_STARTS
    | PIECE_ENDS
)


def type_of_word(tape: Tape, word: str, vocabulary: Vocabulary) -> str:
    """Return the token type of the word that stands at the tape's place.

    May change the type of the word before it: `group` is a name until `by` follows.
    """
    before = tape.before()
    kind = vocabulary.words.get(word)
    if before.type == "IS":
        return "NOT" if kind == "NOT" else "NAME"
    if before.type in _DOTS or (before.type == "NOT" and tape.before(2).type == "IS"):
        return "NAME"
    if before.type == "NAME" and before.text == "to" and _opens_output(tape):
        before.type = "TO"
        return _format(tape, word, kind)
    if before.type == "COLON" and tape.before(3).type == "FROM":
        return _format(tape, word, kind)
    if kind is None:
        return "NAME"
    return _CONTEXTUAL.get(word, _always)(tape, word, kind)


def _opens_output(tape: Tape) -> bool:
    """Tell whether the word `to` before the tape's place begins the contract of the output."""
    if tape.frames or tape.fresh:
        return False
    if tape.tokens[0].type != "MAPPING":
        return tape.before().first
    return tape.before(2).type in _ENDS_CONTRACT or tape.before(3).type == "MAPPING"


def _format(tape: Tape, word: str, type: str | None) -> str:
    if type in {"JSON", "XML"}:
        return type
    tape.report("unknown-format", tape.pos, tape.pos + len(word), found=word)
    return "JSON"


def _always(tape: Tape, word: str, type: str) -> str:
    return type


def _format_any(tape: Tape, word: str, type: str) -> str:
    return type if tape.before().type in {"JSON", "XML"} else "NAME"


def _part_of_example(tape: Tape, word: str, type: str) -> str:
    if tape.frame.example:
        return type
    return type if word == "with" and tape.before(2).type == "CHECK" else "NAME"


def _direction(tape: Tape, word: str, type: str) -> str:
    return type if tape.frame.ordering and tape.before().type in VALUE_ENDS else "NAME"


def _by(tape: Tape, word: str, type: str) -> str:
    before = tape.before()
    if before.type != "NAME" or before.text not in {"group", "order"} or _is_step(tape, 1):
        return "NAME"
    before.type = before.text.upper()
    tape.frame.ordering = before.text == "order"
    return type


def _when(tape: Tape, word: str, type: str) -> str:
    before = tape.before()
    if before.type != "NAME" or before.text != "skip" or _is_step(tape, 1):
        return "NAME"
    before.type = "SKIP"
    return type


def _statement(tape: Tape, word: str, type: str) -> str:
    return type if tape.before().type in STATEMENTS else "NAME"


def _name(tape: Tape, word: str, type: str) -> str:
    return "NAME"


_CONTEXTUAL: Final = {
    "any": _format_any, "given": _part_of_example, "with": _part_of_example,
    "expect": _part_of_example, "fails": _part_of_example, "asc": _direction, "desc": _direction,
    "by": _by, "when": _when, "from": _name, "to": _name, "json": _name, "xml": _name, "on": _name,
    "skip": _name, "except": _name, "group": _name, "order": _name, "template": _name,
    "elif": _statement, "endif": _statement, "endfor": _statement, "set": _statement,
}  # fmt: skip


def before_text(tape: Tape) -> None:
    """Settle the words before plain text: `table name from "file"`, `template from "file"`."""
    source = tape.before()
    if source.type != "NAME" or source.text != "from" or _is_step(tape, 1):
        return
    owner = tape.before(2)
    if owner.type == "NAME" and owner.text == "template" and not _is_step(tape, 2):
        owner.type, source.type = "TEMPLATE", "FROM"
    elif tape.before(3).type == "TABLE":
        source.type = "FROM"


def before_parenthesis(tape: Tape) -> None:
    """Settle the word before `(`: `...x except (`, `check .. on (`."""
    word = tape.before()
    if word.type != "NAME":
        return
    if word.text == "except" and tape.frame.spread and not _is_step(tape, 1):
        word.type = "EXCEPT"
    elif word.text == "on" and "CHECK" in {tape.before(3).type, tape.before(5).type}:
        word.type = "ON"


def before_equal_or_colon(tape: Tape) -> Token | None:
    """Make the word before `=` or `:` a key and return it; text is a key as it stands."""
    place = 2 if tape.before().type == "OPT" else 1
    key = tape.before(place)
    if key.type == "STRING":
        return key
    if not key.text.isidentifier() or key.type in _NEVER_WORDS or _is_step(tape, place):
        return None
    if tape.before(place + 1).type == "ARROW" and tape.before(place + 2).type == "RPAR":
        return None  # the result type of `fn f(x) -> decimal = ..`
    owner = tape.before(place + 1)
    if key.type in RESERVED_TYPES and (
        owner.type in {"LET", "SET"} or owner.text == "from" or _parameters(tape)
    ):
        tape.report("reserved-name", key.span.start, key.span.end, name=key.text)
    key.type = "KEY"
    source = tape.before(place + 1)
    if source.type == "NAME" and source.text == "from" and not _is_step(tape, place + 1):
        source.type = "FROM"
    return key


def _parameters(tape: Tape) -> bool:
    """Tell whether the innermost bracket holds the parameters of an `fn`."""
    if tape.frame.closer != "RPAR":
        return False
    opener = tape.tokens.index(tape.frame.opener)
    return opener > 1 and tape.tokens[opener - 2].type == "FN"


def _is_step(tape: Tape, place: int) -> bool:
    return tape.before(place + 1).type in _DOTS
