"""Runs recorded cases of one operation on a desk and tells which answers are not as recorded."""

from collections.abc import Mapping
from typing import Any

from desk_fixture import Desk, answer_of
from placeholders import differences, fill

from engine.kinds import OperationKind

_GET_AFTER = {"DynamicFields": 1, "AllArticles": 1, "Attachments": 1}


async def replay(
    record: Mapping[str, Any], desk: Desk, operations: Mapping[str, OperationKind]
) -> dict[int, list[str]]:
    """Return what is wrong with each case, by its number; cases that pass have no entry."""
    kind = operations[record["meta"]["operation"]]
    wrong: dict[int, list[str]] = {}
    for case in record["cases"]:
        await _prepare(case, desk)
        override = case.get("config_override", {})
        await desk.set(override)
        found = await _differences(case, kind, desk, operations)
        await desk.set({key: record["config"][key] for key in override})
        if found:
            wrong[case["n"]] = found
    return wrong


async def _prepare(case: Mapping[str, Any], desk: Desk) -> None:
    """Lock the ticket of a case that says that it is locked before."""
    if 'lock is set to "lock"' in case.get("before", ""):
        ticket_id = fill(case["request_data"]["TicketID"], desk.known)
        await desk.tickets.write(lambda writer: writer.set_lock(ticket_id, 2, by=1))


async def _differences(
    case: Mapping[str, Any],
    kind: OperationKind,
    desk: Desk,
    operations: Mapping[str, OperationKind],
) -> list[str]:
    expected, known = case["expected"], dict(desk.known)
    request = fill(case["request_data"], known)
    answer = await answer_of(desk, kind, request, config=case.get("operation_config"))
    if not expected["success"]:
        error = {
            "ErrorCode": expected["error_code"],
            "ErrorMessage": expected["error_message"],
        }
        return list(differences({"Error": error}, answer, known))
    found = list(differences(expected["data"], answer, known))
    after = expected.get("ticket_after")
    if after and not found:
        ticket_id = answer["TicketID"]
        get = {"UserLogin": "agent1", "Password": "agent1-pw", "TicketID": ticket_id}
        shown = await answer_of(desk, operations["Ticket::TicketGet"], get | _GET_AFTER)
        ticket = shown["Ticket"][0]
        # A record of a single attribute speaks of that attribute alone.
        told = ticket if "TicketID" in after else {key: ticket[key] for key in after}
        if "operation_config" in case:
            # Recorded a second time, on a desk with more fields than the answer above knew.
            after, told = _without_unset_fields(after), _without_unset_fields(told)
        found += differences(after, told, known, "after")
    return found


def _without_unset_fields(view: Mapping[str, Any]) -> dict[str, Any]:
    return dict(view) | {
        "DynamicField": [one for one in view["DynamicField"] if one["Value"] is not None]
    }
