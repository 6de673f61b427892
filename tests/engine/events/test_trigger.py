"""Which invokers an event concerns, and where circles end."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest

from engine.events.condition_reading import read_condition
from engine.events.origin import MAX_STEPS, Origin, origin_of
from engine.events.trigger import Trigger, TriggerTable, invoker_input
from engine.model.event import Event, ObjectType

CREATED = Event("TicketCreate", ObjectType.TICKET, {"TicketID": 58}, user_id=4)


def trigger(
    service_id: int, invoker: str, *, event: str = "TicketCreate", **fields: Any
) -> Trigger:
    read = read_condition({"Condition": {"1": {"Fields": fields}}})
    condition = read.condition if fields else None
    return Trigger(service_id, f"S{service_id}", invoker, event, True, condition)


class Desk:
    """Object data, and how often they were asked for."""

    def __init__(self, **data: Any) -> None:
        self.data = data
        self.loads = 0

    def load(self, event: Event) -> Mapping[str, Any]:
        self.loads += 1
        return self.data


def fired(desk: Desk, *triggers: Trigger) -> list[tuple[int, str]]:
    return [
        (each.service_id, each.invoker) for each in TriggerTable(triggers).fired(CREATED, desk.load)
    ]


def test_services_count_by_id_and_invokers_by_name_and_a_repeated_entry_fires_twice() -> None:
    given = [trigger(10, "A"), trigger(2, "B"), trigger(2, "A"), trigger(2, "A")]

    assert fired(Desk(), *given) == [(2, "A"), (2, "A"), (2, "B"), (10, "A")]


def test_an_event_concerns_those_that_name_it_exactly() -> None:
    table = TriggerTable([trigger(1, "A"), trigger(1, "B", event="ticketcreate")])

    assert [each.invoker for each in table.fired(CREATED, Desk().load)] == ["A"]
    assert (table.wants("TicketCreate"), table.wants("TicketDelete")) == (True, False)


def test_conditions_are_decided_on_flat_data_that_are_loaded_once() -> None:
    desk = Desk(Queue="Raw", DynamicField_Make=["VW", "Seat"])
    given = [
        trigger(1, "A", Queue="Raw"),
        trigger(1, "B", DynamicField_Make_1="Seat"),
        trigger(1, "C", Queue="Misc"),
    ]

    assert fired(desk, *given) == [(1, "A"), (1, "B")]
    assert desk.loads == 1


def test_without_a_condition_nothing_is_loaded() -> None:
    desk = Desk(Queue="Raw")

    assert fired(desk, trigger(1, "A")) == [(1, "A")]
    assert desk.loads == 0


def test_an_object_that_is_not_there_fulfils_no_condition(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR, logger="crosstie.events"):
        assert fired(Desk(), trigger(1, "A", Queue="Raw"), trigger(1, "B")) == [(1, "B")]

    assert [record.getMessage() for record in caplog.records] == [
        "condition of service S1, invoker A, event TicketCreate: Data has no values!"
    ]


def test_an_invoker_receives_the_data_of_the_event_and_its_name() -> None:
    assert invoker_input(CREATED) == {"TicketID": 58, "Event": "TicketCreate"}


def test_a_circle_of_invokers_ends() -> None:
    origin, steps = Origin(), 0
    while not origin.is_circle:
        origin, steps = origin_of(origin.followed_by("Jira", "Tell").data()), steps + 1

    assert steps == MAX_STEPS
    assert origin.steps == ("Jira/Tell",) * MAX_STEPS


@pytest.mark.parametrize("data", [None, "", {}, [1, None]])
def test_a_job_without_an_origin_is_the_first_step(data: Any) -> None:
    assert origin_of(data) == Origin()
