"""Read numbers as they are written."""

import re
from typing import Final

from dsl.reading.tape import Tape

MAX_DIGITS: Final = 4300
"""Digits of an integer, as many as Python reads from text."""

MAX_EXPONENT: Final = 1000
"""Largest power of ten; a larger one would make an integer of it hang."""

_NUMBER: Final = re.compile(r"(?P<whole>\d+)(?P<fraction>\.\d+)?(?:[eE](?P<exponent>[+-]?\d+))?")
_TAIL: Final = re.compile(r"(?:\w|\.(?!\.))+")


def read_number(tape: Tape, _end: int) -> None:
    """Read the number at the tape's place, or report why what looks like one is none."""
    text, start = tape.source.text, tape.pos
    found = _NUMBER.match(text, start)
    if found is None:
        return
    tail = _TAIL.match(text, found.end())
    if tail or (len(found["whole"]) > 1 and found["whole"][0] == "0") or not found[0].isascii():
        end = tail.end() if tail else found.end()
        tape.report("number-form", start, end, help=_suggestion(text[start:end]))
        tape.emit("INT", end, "0")
    elif len(found[0]) > MAX_DIGITS or abs(int(found["exponent"] or 0)) > MAX_EXPONENT:
        tape.report("number-too-large", start, found.end())
        tape.emit("INT", found.end(), "0")
    elif found["fraction"] or found["exponent"]:
        tape.emit("NUMBER", found.end(), found[0])
    else:
        tape.emit("SLICE_INT" if tape.frame.slice else "INT", found.end(), found[0])


def read_fraction(tape: Tape) -> None:
    """Read the fraction without a whole part at the tape's place, which is a dot."""
    start = tape.pos
    found = _TAIL.match(tape.source.text, start)
    end = found.end() if found else start + 1
    tape.report("number-form", start, end, help=_suggestion("0" + tape.source.text[start:end]))
    tape.emit("INT", end, "0")


def _suggestion(written: str) -> str:
    """Return the help that fits what was written instead of a number."""
    plain = written.replace("_", "")
    if _NUMBER.fullmatch(plain) and plain.isascii() and (plain[0] != "0" or "." in plain[:2]):
        return f"write `{plain}`"
    if plain.endswith(".") and plain[:-1].isdigit():
        return f"write `{plain[:-1]}` or `{plain}0`"
    if plain.isdigit() and plain.isascii():
        return f'write `{plain.lstrip("0") or "0"}`, or `"{written}"` when it is text'
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,16}|0[bB][01]{1,64}|0[oO][0-7]{1,21}", plain):
        return f"write `{int(plain, 0)}`"
    return f'write digits, such as `12` or `0.5`, or text, `"{written}"`'
