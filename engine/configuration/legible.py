"""Words of a file as messages show them."""

from typing import Final

MAX_CHARACTERS: Final = 300


def legible(text: str) -> str:
    """Return a text for one line of a message: what cannot be seen escaped, what is long cut.

    Names and values come from files of others, and messages go to terminals and logs.
    """
    cut = text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}…"
    if cut.isprintable():
        return cut
    return "".join(each if each.isprintable() else _escaped(each) for each in cut)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
