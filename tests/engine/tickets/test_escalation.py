"""Escalation: until when what a queue or an SLA promises is to happen.

The clock of these tests begins on Sunday, March 1, 2026, at noon: working time begins on Monday
at eight, and what is written before is written at once.
"""

from datetime import UTC, datetime

import pytest
from ticket_bench import Bench

from engine.storage.connection import Connection, Cursor, Parameters
from engine.tickets.reference_data import ReferenceCache, ReferenceData
from engine.tickets.writer import EmbeddedDeskWriter

RAW, JUNK = 2, 3
NEW, CLOSED, OPEN, PENDING, REMOVED = 1, 2, 4, 6, 5
AGENT, SYSTEM, CUSTOMER = 1, 2, 3
PROMISE = """
UPDATE queue SET first_response_time = 60, update_time = 120, solution_time = 600 WHERE id = ?"""


def epoch(text: str) -> int:
    return int(datetime.fromisoformat(f"2026-03-{text}").replace(tzinfo=UTC).timestamp())


def due(bench: Bench, ticket_id: int) -> dict[str, str]:
    """Return what is awaited, in the time of March, after the work has ended."""
    bench.finish()
    ticket = bench.existing(ticket_id)
    epochs = {
        "all": ticket.escalation_epoch,
        "response": ticket.escalation_response_epoch,
        "update": ticket.escalation_update_epoch,
        "solution": ticket.escalation_solution_epoch,
    }
    return {
        name: f"{datetime.fromtimestamp(value, UTC):%d %H:%M:%S}"
        for name, value in epochs.items()
        if value
    }


@pytest.fixture(autouse=True)
def promises(bench: Bench) -> None:
    bench.connection.execute(PROMISE, (RAW,))


def wait_until(bench: Bench, text: str) -> None:
    seconds = epoch(text) - int(bench.clock.now().timestamp())
    assert seconds >= 0
    bench.clock.advance(seconds=seconds)


def test_a_ticket_without_articles_awaits_response_and_solution(bench: Bench) -> None:
    ticket_id = bench.ticket()

    # Ten hours from Monday at eight, in working time from eight to twenty-one.
    assert due(bench, ticket_id) == {
        "all": "02 09:00:00",
        "response": "02 09:00:00",
        "solution": "02 18:00:00",
    }


def test_a_queue_that_promises_nothing_leaves_the_columns_alone(bench: Bench) -> None:
    assert due(bench, bench.ticket(queue_id=JUNK)) == {}


def test_a_move_changes_what_is_promised(bench: Bench) -> None:
    ticket_id = bench.ticket(queue_id=JUNK)

    bench.writer().set_queue(ticket_id, RAW, by=1)
    assert due(bench, ticket_id)["solution"] == "02 18:00:00"

    bench.writer().set_queue(ticket_id, JUNK, by=1)
    assert due(bench, ticket_id) == {}


def test_a_visible_answer_ends_the_wait_for_a_response(bench: Bench) -> None:
    ticket_id = bench.ticket()
    wait_until(bench, "02 10:00:00")

    bench.article(ticket_id, is_visible_for_customer=False)
    assert due(bench, ticket_id)["response"] == "02 09:00:00"

    bench.article(ticket_id)
    assert due(bench, ticket_id) == {
        "all": "02 12:00:00",
        "update": "02 12:00:00",
        "solution": "02 18:00:00",
    }


@pytest.mark.parametrize(
    ("articles", "update"),
    [
        # Sender, whether it is visible, the hour of Monday; two hours to follow up.
        ([(CUSTOMER, True, 9)], "11"),
        ([(CUSTOMER, True, 9), (CUSTOMER, True, 10)], "11"),
        ([(AGENT, True, 9), (CUSTOMER, True, 10), (CUSTOMER, True, 11)], "12"),
        ([(CUSTOMER, True, 9), (AGENT, True, 10)], "12"),
        ([(AGENT, True, 9), (CUSTOMER, False, 10), (SYSTEM, True, 11)], "11"),
        ([(AGENT, False, 9), (SYSTEM, True, 10)], "12"),
    ],
)
def test_a_follow_up_is_awaited_from_the_last_contact(
    bench: Bench, articles: list[tuple[int, bool, int]], update: str
) -> None:
    ticket_id = bench.ticket()
    for sender, is_visible, hour in articles:
        wait_until(bench, f"02 {hour:02}:00:00")
        bench.article(ticket_id, sender_type_id=sender, is_visible_for_customer=is_visible)

    assert due(bench, ticket_id)["update"] == f"02 {update}:00:00"


def test_a_pending_ticket_awaits_no_follow_up(bench: Bench) -> None:
    ticket_id = bench.ticket()
    bench.article(ticket_id)

    bench.writer().set_state(ticket_id, PENDING, by=1)

    assert due(bench, ticket_id) == {"all": "02 18:00:00", "solution": "02 18:00:00"}


@pytest.mark.parametrize("state", [CLOSED, REMOVED, 9])
def test_a_ticket_at_its_end_does_not_escalate(bench: Bench, state: int) -> None:
    ticket_id = bench.ticket()

    bench.writer().set_state(ticket_id, state, by=1)

    assert due(bench, ticket_id) == {}


def test_a_ticket_that_was_closed_once_was_solved(bench: Bench) -> None:
    ticket_id = bench.ticket()
    bench.writer().set_state(ticket_id, CLOSED, by=1)

    bench.writer().set_state(ticket_id, OPEN, by=1)

    assert due(bench, ticket_id) == {"all": "02 09:00:00", "response": "02 09:00:00"}
    assert due(bench, bench.ticket(state_id=CLOSED)) == {}


def test_an_sla_promises_instead_of_the_queue_where_services_are_used(bench: Bench) -> None:
    service = bench.named("service", "Printing")
    gold = bench.named("sla", "Gold", solution_time=30, calendar_name="2")
    bench.connection.execute("INSERT INTO service_sla VALUES (?, ?)", (service, gold))
    bench.setting("TimeWorkingHours::Calendar2", '{"Sun": [13]}')
    ticket_id = bench.ticket(service_id=service, sla_id=gold)
    assert due(bench, ticket_id)["solution"] == "02 18:00:00"

    bench.setting("Ticket::Service", "1")
    assert due(bench, bench.ticket(service_id=service, sla_id=gold)) == {
        "all": "01 13:30:00",
        "solution": "01 13:30:00",
    }

    other = bench.ticket(service_id=service)
    bench.writer().set_sla(other, gold, by=1)
    assert due(bench, other)["solution"] == "01 13:30:00"


def test_what_a_promise_left_behind_is_cleared_when_it_is_taken_back(bench: Bench) -> None:
    ticket_id = bench.ticket()
    assert due(bench, ticket_id)
    bench.connection.execute(
        "UPDATE queue SET first_response_time = 0, update_time = NULL, solution_time = 0"
    )

    bench.writer().set_state(ticket_id, OPEN, by=1)

    assert due(bench, ticket_id) == {}


def suspended(bench: Bench, *hours: int) -> dict[str, str]:
    """Return what a ticket awaits whose state waits and goes on at those hours of Monday."""
    bench.setting("EscalationSuspendStates", '["pending reminder"]')
    ticket_id = bench.ticket()
    for place, hour in enumerate(hours):
        wait_until(bench, f"02 {hour:02}:00:00")
        bench.writer().set_state(ticket_id, OPEN if place % 2 else PENDING, by=1)
    return due(bench, ticket_id)


@pytest.mark.parametrize(
    ("hours", "solution"),
    [
        ((9, 11), "02 20:00:00"),
        ((9, 10, 12, 14), "02 21:00:00"),
        # What is due already stays so, and while the clock stands nothing new is.
        ((9,), None),
        ((18,), "02 18:00:00"),
        ((9, 10, 18), None),
        ((9, 10, 20), "02 19:00:00"),
        ((19, 20), "02 18:00:00"),
    ],
)
def test_time_in_a_suspending_state_does_not_count(
    bench: Bench, hours: tuple[int, ...], solution: str | None
) -> None:
    assert suspended(bench, *hours).get("solution") == solution


def test_what_is_closed_does_not_suspend(bench: Bench) -> None:
    # From Monday at 20 to Tuesday at 9 is two hours of working time.
    bench.setting("EscalationSuspendStates", '["pending reminder"]')
    ticket_id = bench.ticket()
    wait_until(bench, "02 17:00:00")
    bench.writer().set_state(ticket_id, PENDING, by=1)
    wait_until(bench, "03 09:00:00")
    bench.writer().set_state(ticket_id, OPEN, by=1)

    assert due(bench, ticket_id)["solution"] == "03 10:00:00"


def stops(bench: Bench) -> list[str]:
    return [event.name for event in bench.take() if event.name.endswith("Stop")]


def test_an_escalation_that_ends_is_told_and_remembered(bench: Bench) -> None:
    ticket_id = bench.ticket()
    wait_until(bench, "02 08:30:00")
    bench.article(ticket_id, sender_type_id=CUSTOMER)
    assert stops(bench) == []

    wait_until(bench, "02 19:00:00")
    bench.article(ticket_id)
    assert stops(bench) == ["EscalationResponseTimeStop", "EscalationUpdateTimeStop"]
    assert bench.history(ticket_id)[-2:] == [
        (name, f"%%{name}%%triggered")
        for name in ("EscalationResponseTimeStop", "EscalationUpdateTimeStop")
    ]

    bench.writer().set_state(ticket_id, CLOSED, by=1)
    assert [(event.name, dict(event.data)) for event in bench.take()][-2:] == [
        ("EscalationSolutionTimeStop", {"TicketID": ticket_id}),
        ("HistoryAdd", {"TicketID": ticket_id}),
    ]


def test_what_ends_in_time_is_no_escalation(bench: Bench) -> None:
    ticket_id = bench.ticket()
    wait_until(bench, "02 08:30:00")
    bench.article(ticket_id)
    bench.writer().set_state(ticket_id, CLOSED, by=1)

    assert stops(bench) == []


class Counted:
    """A connection that remembers the statements run on it."""

    def __init__(self, connection: Connection) -> None:
        self.dialect = connection.dialect
        self.executemany = connection.executemany
        self.statements: list[str] = []
        self._connection = connection

    def execute(self, statement: str, parameters: Parameters = (), /) -> Cursor:
        self.statements.append(statement)
        return self._connection.execute(statement, parameters)


def changed_at_once(bench: Bench, reference: ReferenceData) -> list[str]:
    """Move a ticket back and forth, and change its state; return the statements at the end."""
    ticket_id = bench.ticket()
    bench.finish()
    connection = Counted(bench.connection)
    writer = EmbeddedDeskWriter(connection, reference, bench.clock.now(), bench.events)
    writer.set_queue(ticket_id, JUNK, by=1)
    writer.set_queue(ticket_id, RAW, by=1)
    writer.set_state(ticket_id, OPEN, by=1)
    writer.set_queue(ticket_id, JUNK, by=1)
    assert writer.ticket(ticket_id) is not None
    connection.statements.clear()
    writer.finish()
    return connection.statements


def test_a_ticket_is_settled_once_for_all_changes(bench: Bench) -> None:
    statements = changed_at_once(bench, ReferenceCache().of_writer(bench.connection))

    assert len([each for each in statements if "escalation_time = ?" in each]) == 1


def test_a_desk_without_promises_asks_the_store_for_nothing_more(bench: Bench) -> None:
    bench.connection.execute(
        "UPDATE queue SET first_response_time = NULL, update_time = NULL, solution_time = NULL"
    )
    reference = ReferenceCache().of_writer(bench.connection)

    # What queues and SLAs promise is read when it is first asked for, and then kept.
    first = changed_at_once(bench, reference)
    assert [each.split()[-1] for each in first] == ["queue", "sla"]
    assert changed_at_once(bench, reference) == []
