"""Requests to the small desk of the operation tests, each complete but for what a test changes."""

from typing import Any

from desk_fixture import Desk, answer_of

from engine.kinds import OperationKind
from engine.model.service import Compatibility
from engine.operations import session_create, ticket_create, ticket_get, ticket_update

MIRA = {"UserLogin": "mira", "Password": "s3cret"}
READER = {"UserLogin": "reader", "Password": "s3cret"}
LENA = {"CustomerUserLogin": "lena", "Password": "s3cret"}
OTTO = {"CustomerUserLogin": "otto", "Password": "s3cret"}


def ticket(**changes: Any) -> dict[str, Any]:
    """Return a `Ticket` that can be created; a change to None takes a member away."""
    members = {
        "Title": "Printer jam",
        "Queue": "Hardware",
        "State": "new",
        "Priority": "3 normal",
        "CustomerUser": "lena",
    }
    return _changed(members, changes)


def article(**changes: Any) -> dict[str, Any]:
    """Return an `Article` that can be added; a change to None takes a member away."""
    members = {
        "Subject": "Paper jam",
        "Body": "It jammed again.",
        "ContentType": "text/plain; charset=utf8",
    }
    return _changed(members, changes)


def create(
    desk: Desk,
    *,
    who: dict[str, Any] = MIRA,
    compatibility: Compatibility = Compatibility.STRICT,
    config: Any = None,
    **parameters: Any,
) -> Any:
    """Return the answer of a TicketCreate."""
    data = who | {"Ticket": ticket(), "Article": article()} | parameters
    kind = ticket_create.OPERATION
    return desk.run(answer_of(desk, kind, data, config=config, compatibility=compatibility))


def update(
    desk: Desk,
    ticket_id: Any,
    *,
    who: dict[str, Any] = MIRA,
    config: Any = None,
    **parameters: Any,
) -> Any:
    """Return the answer of a TicketUpdate."""
    data = who | {"TicketID": ticket_id} | parameters
    return desk.run(answer_of(desk, ticket_update.OPERATION, data, config=config))


def get(
    desk: Desk,
    ticket_id: Any,
    *,
    who: dict[str, Any] = MIRA,
    compatibility: Compatibility = Compatibility.STRICT,
    config: Any = None,
    **parameters: Any,
) -> Any:
    """Return the answer of a TicketGet."""
    data = who | {"TicketID": ticket_id} | parameters
    kind = ticket_get.OPERATION
    return desk.run(answer_of(desk, kind, data, config=config, compatibility=compatibility))


def ask(
    desk: Desk,
    kind: OperationKind,
    *,
    who: dict[str, Any] = MIRA,
    compatibility: Compatibility = Compatibility.STRICT,
    config: Any = None,
    **parameters: Any,
) -> Any:
    """Return the answer of any operation; a parameter that is None is not sent."""
    data = _changed(who, parameters)
    return desk.run(answer_of(desk, kind, data, config=config, compatibility=compatibility))


def shown(desk: Desk, ticket_id: Any, **parameters: Any) -> dict[str, Any]:
    """Return one ticket with all that belongs to it."""
    everything = {"AllArticles": 1, "Attachments": 1, "DynamicFields": 1}
    found: dict[str, Any] = get(desk, ticket_id, **everything | parameters)["Ticket"][0]
    return found


def field_of(view: dict[str, Any], name: str) -> Any:
    """Return the value of a dynamic field of a shown ticket or article."""
    return {one["Name"]: one["Value"] for one in view["DynamicField"]}[name]


def session(desk: Desk, who: dict[str, Any] = MIRA) -> str:
    """Return the id of a new session."""
    answer = desk.run(answer_of(desk, session_create.OPERATION, who))
    return str(answer["SessionID"])


def refused(operation: str, reason: str, text: str) -> dict[str, Any]:
    """Return the answer that refuses a request."""
    return {
        "Error": {
            "ErrorCode": f"{operation}.{reason}",
            "ErrorMessage": f"{operation}: {text}",
        }
    }


def failed(text: str) -> dict[str, Any]:
    """Return the answer to a request that ended as an internal failure."""
    return {"faultcode": "Server", "faultstring": text}


def _changed(members: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (members | changes).items() if value is not None}
