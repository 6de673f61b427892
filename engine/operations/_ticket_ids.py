"""Which tickets a request is about, by ids or by a number.

Source: ticket-operations reference 1.4, 5.1, 6.1 and 6.2.
"""

from collections.abc import Mapping

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_string, is_true
from engine.operations._refusals import Refusals
from engine.operations._scalar import id_of, text


def wanted_ids(
    sent: Value, key: str, refusals: Refusals, *, nothing: tuple[str, str] | None = None
) -> list[Value]:
    """Return the ids of a scalar, of a text with commas, or of a list, in their order.

    They come as they were sent, but that blanks around texts are gone and a single number is a
    text; what is no id at all stays in its place. `nothing` is reason and text of the
    refusal for a text of nothing but commas, if that is not a parameter that is missing.
    """
    missing = refusals.missing(f"{key} parameter is missing!")
    if not is_true(sent):
        raise missing
    if is_string(sent):
        items: list[Value] = [part.strip() for part in text(sent).split(",") if part.strip()]
    elif isinstance(sent, list) and sent:
        items = [item.strip() if isinstance(item, str) else item for item in sent]
    else:
        raise refusals.because("WrongStructure", f"Structure for {key} is not correct!")
    if not items:
        raise refusals.because(*nothing) if nothing else missing
    return items


def sent_ticket_id(data: Mapping[str, Value], desk: DeskReader) -> int | None:
    """Return the id that `TicketNumber` or `TicketID` means; the number wins over the id."""
    if is_true(data.get("TicketNumber")):
        return desk.ticket_id(text(data["TicketNumber"]))
    return id_of(data.get("TicketID"))
