"""Slips inside the statements of a text block."""

from dsl.reading.slips import Place, Slip
from dsl.reading.tokens import STATEMENTS


def loop(place: Place) -> Slip | None:
    """What Jinja allows behind the list of a loop, and Tie writes otherwise."""
    token, opener = place.token, place.opener
    if opener is None or opener.type not in STATEMENTS or not place.after_value:
        return None
    if place.tokens[place.tokens.index(opener) + 1].type != "FOR":
        return None
    if token.type == "IF":
        return Slip("statement-filter", token.span)
    if token.text == "recursive":
        return Slip("recursive-loop", token.span)
    return None
