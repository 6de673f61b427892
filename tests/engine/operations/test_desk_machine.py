"""A desk and a plain model of it are driven side by side: they never differ."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk_fixture import Desk, answer_of, open_desk
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from engine.operations import (
    ticket_create,
    ticket_delete,
    ticket_get,
    ticket_search,
    ticket_update,
)

EXAMPLES, STEPS = 40, 50
"""Together 2,000 steps."""
MIRA = {"UserLogin": "mira", "Password": "s3cret"}
QUEUES = ("Raw", "Junk", "Misc")
STATES = ("new", "open", "closed successful", "pending reminder", "removed")
PRIORITIES = ("1 very low", "3 normal", "5 very high")
LOCKS = ("lock", "unlock")
OWNERS = ("root@localhost", "mira", "nils")
CUSTOMERS = ("lena", "otto@else.net", "Ö'Neill@acmetest.net")
DECLARATION = {
    "users": [
        {"login": login, "password": "s3cret", "first_name": login.title(), "last_name": "Lind",
         "email": f"{login}@acmetest.net", "groups": {"users": "rw"}}
        for login in ("mira", "nils")
    ],
    "customers": [
        {"login": "lena", "first_name": "Lena", "last_name": "Holm", "company": "ACME",
         "email": "lena@acmetest.net"},
    ],
    "dynamic_fields": [{"name": "Floor", "object": "Ticket", "type": "Text"}],
}  # fmt: skip
# Few titles, so that searches find several; marks that patterns and statements must not trip over.
TITLES = st.sampled_from(["Door", "door", "100 % \\ _", "Tür 'x'", "a*b", "日本", "x" * 191])
# A text of blanks is missing, and "0" is false.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(
    lambda text: text.strip() not in ("", "0")
)


@dataclass
class Ticket:
    """A ticket as the reference says it must be after all that happened to it."""

    id: int
    title: str
    queue: str
    state: str
    priority: str
    customer_user: str
    customer_id: str
    lock: str = "unlock"
    owner: str = "root@localhost"
    floor: str | None = None
    articles: list[tuple[str, str, int]] = field(default_factory=list)

    def unlock(self) -> None:
        """Unlocking gives the ticket back to the administrator."""
        if self.lock != "unlock":
            self.lock, self.owner = "unlock", "root@localhost"

    def enter(self, state: str) -> None:
        """A closed ticket is not locked."""
        if state.startswith("closed"):
            self.unlock()
        self.state = state


def maybe(words: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    """Draw one of the words or none."""
    return st.none() | st.sampled_from(words)


class DeskMachine(RuleBasedStateMachine):
    """Creates, changes, reads, finds and deletes tickets, on both sides."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = ExitStack()
        folder = self.opened.enter_context(tempfile.TemporaryDirectory())
        self.desk: Desk = self.opened.enter_context(open_desk(Path(folder), DECLARATION))
        self.tickets: dict[int, Ticket] = {}
        self.deleted: list[int] = []

    def teardown(self) -> None:
        self.opened.close()

    def ask(self, operation: Any, **parameters: Any) -> Any:
        """Return the answer of an operation to mira."""
        return self.desk.run(answer_of(self.desk, operation.OPERATION, MIRA | parameters))

    @initialize()
    def forget_the_welcome(self) -> None:
        assert self.ask(ticket_delete, TicketID=1) == {
            "TicketID": 1, "TicketNumber": "2015071510123456",
        }  # fmt: skip
        self.deleted.append(1)

    @rule(
        title=TITLES, queue=st.sampled_from(QUEUES), state=st.sampled_from(STATES),
        priority=st.sampled_from(PRIORITIES), customer=st.sampled_from(CUSTOMERS),
        lock=maybe(LOCKS), owner=maybe(OWNERS), floor=st.none() | TEXTS, text=TEXTS,
    )  # fmt: skip
    def create(
        self, title: str, queue: str, state: str, priority: str, customer: str,
        lock: str | None, owner: str | None, floor: str | None, text: str,
    ) -> None:  # fmt: skip
        self.desk.clock.advance(seconds=1)
        sent = {"Title": title, "Queue": queue, "State": state, "Priority": priority,
                "CustomerUser": customer, "Lock": lock, "Owner": owner}  # fmt: skip
        answer = self.ask(
            ticket_create,
            Ticket={key: value for key, value in sent.items() if value is not None},
            Article={"Subject": title, "Body": text, "ContentType": "text/plain; charset=utf-8"},
            **({} if floor is None else {"DynamicField": {"Name": "Floor", "Value": floor}}),
        )
        company = "ACME" if customer == "lena" else ""
        ticket = Ticket(int(answer["TicketID"]), title, queue, state, priority, customer, company)
        ticket.lock = lock or "unlock"
        ticket.enter(state)
        ticket.owner = owner or "mira"
        if owner and not lock:
            ticket.lock = "lock"
        ticket.floor = floor and floor.strip()
        ticket.articles.append((title, text.strip(), 1))
        assert ticket.id not in self.deleted
        self.tickets[ticket.id] = ticket
        self.read(ticket)

    @precondition(lambda self: self.tickets)
    @rule(
        data=st.data(), title=st.none() | TITLES, queue=maybe(QUEUES), state=maybe(STATES[:3]),
        priority=maybe(PRIORITIES), lock=maybe(LOCKS), owner=maybe(OWNERS),
        customer=maybe(CUSTOMERS), floor=st.none() | TEXTS | st.just(""), text=st.none() | TEXTS,
    )  # fmt: skip
    def update(
        self, data: st.DataObject, title: str | None, queue: str | None, state: str | None,
        priority: str | None, lock: str | None, owner: str | None, customer: str | None,
        floor: str | None, text: str | None,
    ) -> None:  # fmt: skip
        ticket = self.drawn(data)
        before_lock, before_owner = ticket.lock, ticket.owner
        sent = {"Title": title, "Queue": queue, "State": state, "Priority": priority,
                "CustomerUser": customer, "Lock": lock, "Owner": owner}  # fmt: skip
        members = {key: value for key, value in sent.items() if value is not None}
        parameters: dict[str, Any] = {"Ticket": members} if members else {}
        if floor is not None:
            parameters["DynamicField"] = {"Name": "Floor", "Value": floor}
        if text is not None:
            parameters["Article"] = {
                "Subject": "Note", "Body": text, "ContentType": "text/plain; charset=utf-8",
                "IsVisibleForCustomer": 0,
            }  # fmt: skip
        answer = self.ask(ticket_update, TicketID=ticket.id, **parameters)
        assert answer["TicketID"] == ticket.id

        ticket.title = title or ticket.title
        if queue and queue != ticket.queue:
            ticket.queue = queue
            ticket.unlock()
        if lock and lock != before_lock:
            if lock == "unlock":
                ticket.unlock()
            ticket.lock = lock
        if state:
            ticket.enter(state)
        if customer:
            ticket.customer_user = customer
            ticket.customer_id = "ACME" if customer == "lena" else ""
        ticket.priority = priority or ticket.priority
        if owner and owner != before_owner:
            ticket.owner = owner
        if floor is not None:
            ticket.floor = floor.strip() or None
        if text is not None:
            ticket.articles.append(("Note", text.strip(), 0))
        self.read(ticket)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        ticket = self.drawn(data)
        assert self.ask(ticket_delete, TicketID=ticket.id)["TicketID"] == ticket.id
        del self.tickets[ticket.id]
        self.deleted.append(ticket.id)
        assert self.ask(ticket_get, TicketID=ticket.id)["Error"]["ErrorCode"] == (
            "TicketGet.AccessDenied"
        )

    @rule(
        title=st.none() | TITLES, queues=st.lists(st.sampled_from(QUEUES), max_size=2),
        states=st.lists(st.sampled_from(STATES), max_size=2), lock=maybe(LOCKS),
        floor=st.none() | TEXTS, limit=st.integers(1, 5),
    )  # fmt: skip
    def search(
        self, title: str | None, queues: list[str], states: list[str], lock: str | None,
        floor: str | None, limit: int,
    ) -> None:  # fmt: skip
        asked: dict[str, Any] = {"Limit": limit}
        if title is not None:
            asked["Title"] = _quoted(title)
        if queues:
            asked["Queues"] = queues
        if states:
            asked["States"] = states
        if lock:
            asked["Locks"] = lock
        if floor is not None:
            asked["DynamicField"] = {"Name": "Floor", "Equals": floor.strip()}
        expected = [
            str(ticket.id)
            for ticket in sorted(self.tickets.values(), key=lambda one: -one.id)
            if (title is None or _folded(ticket.title) == _folded(title))
            and (not queues or ticket.queue in queues)
            and (not states or ticket.state in states)
            and (not lock or ticket.lock == lock)
            and (floor is None or _folded(ticket.floor or "") == _folded(floor.strip()))
        ]
        answer = self.ask(ticket_search, **asked)
        assert answer == ({"TicketID": expected[:limit]} if expected else {})

    def drawn(self, data: st.DataObject) -> Ticket:
        """Return one of the tickets there are."""
        return self.tickets[data.draw(st.sampled_from(sorted(self.tickets)))]

    def read(self, ticket: Ticket) -> None:
        """Compare what TicketGet shows with the model."""
        answer = self.ask(ticket_get, TicketID=ticket.id, AllArticles=1, DynamicFields=1)
        [shown] = answer["Ticket"]
        fields = {one["Name"]: one["Value"] for one in shown["DynamicField"]}
        found = Ticket(
            id=shown["TicketID"], title=shown["Title"], queue=shown["Queue"],
            state=shown["State"], priority=shown["Priority"],
            customer_user=shown["CustomerUserID"], customer_id=shown["CustomerID"],
            lock=shown["Lock"], owner=shown["Owner"], floor=fields["Floor"],
            articles=[
                (one["Subject"], one["Body"], one["IsVisibleForCustomer"])
                for one in shown["Article"]
            ],
        )  # fmt: skip
        assert found == ticket
        numbers = [one["ArticleNumber"] for one in shown["Article"]]
        assert numbers == list(range(1, len(numbers) + 1))


def _quoted(text: str) -> str:
    """Return a term of the condition language that means just this text."""
    return "".join(f"\\{mark}" if mark in '*%\\&|!+()"' else mark for mark in text)


def _folded(text: str) -> str:
    return text.lower()


DeskMachine.TestCase.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None
)
TestDeskMachine = DeskMachine.TestCase
