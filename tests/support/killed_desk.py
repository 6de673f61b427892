"""Kills processes in the middle of their writes, and looks at what they leave behind.

Run as a program: ``killed_desk.py WHERE KILLS SEED`` forks that many children. Each opens the store
and works on tickets through the operations until it is killed, after a statement drawn beforehand
or at a moment of the parent's choosing. What a child was told is done it writes to a pipe. After
each kill the parent reads the whole store. It prints ``KILLS kills, N done, M found`` and, before
that, a line for everything that is half or gone.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from desk_fixture import Desk, answer_of, open_desk_on
from stores import session_on

from engine.operations import ticket_create, ticket_update
from engine.storage.connection import Connection, Session
from engine.storage.postgresql import PostgresSession
from engine.storage.sqlite import SqliteSession

ROOT: Final = {"UserLogin": "mira", "Password": "s3cret"}
DECLARATION: Final = {
    "users": [
        {"login": "mira", "password": "s3cret", "first_name": "Mira", "last_name": "Lind",
         "email": "mira@acmetest.net", "groups": {"users": "rw"}},
    ],
    "dynamic_fields": [{"name": "Floor", "object": "Ticket", "type": "Text"}],
}  # fmt: skip
FILES: Final = 2

_HALF_TICKETS: Final = """
SELECT t.id, 'has no history of its creation' FROM ticket t
WHERE NOT EXISTS (SELECT 1 FROM ticket_history h JOIN ticket_history_type y
    ON y.id = h.history_type_id WHERE h.ticket_id = t.id AND y.name = 'NewTicket')
UNION ALL
SELECT t.id, 'has no article' FROM ticket t
WHERE NOT EXISTS (SELECT 1 FROM article a WHERE a.ticket_id = t.id)
UNION ALL
SELECT a.ticket_id, 'has an article without text' FROM article a
WHERE NOT EXISTS (SELECT 1 FROM article_data_mime m WHERE m.article_id = a.id)
UNION ALL
SELECT a.ticket_id, 'has an article without its history' FROM article a
WHERE NOT EXISTS (SELECT 1 FROM ticket_history h
    WHERE h.ticket_id = a.ticket_id AND h.article_id = a.id) AND a.id > 1"""
_FILES_PER_ARTICLE: Final = """
SELECT a.ticket_id, count(f.id) FROM article a
LEFT JOIN article_data_mime_attachment f ON f.article_id = a.id
WHERE a.id > 1 GROUP BY a.id, a.ticket_id HAVING count(f.id) <> ?"""
_TITLES: Final = "SELECT id, title FROM ticket"
_FLOORS: Final = """
SELECT v.object_id, v.value_text FROM dynamic_field_value v JOIN dynamic_field f
ON f.id = v.field_id WHERE f.name = 'Floor'"""
_STATEMENTS_OF_A_REQUEST: Final = 40
"""About so many statements one request runs: kills fall all over the first three."""


def main(where: Path | str, kills: int, seed: int) -> None:
    """Kill as often as said and print what was found."""
    draw = random.Random(seed)
    with open_desk_on(where, DECLARATION):
        pass
    done: dict[int, str] = {}
    for number in range(kills):
        at_statement = draw.randrange(1, 3 * _STATEMENTS_OF_A_REQUEST) if number % 4 else 0
        for ticket_id, title in _told_by_a_child(where, number, at_statement, draw):
            done[ticket_id] = title
        for trouble in troubles(where, done):
            sys.stdout.write(f"kill {number} after statement {at_statement}: {trouble}\n")
    session = session_on(where)
    (found,) = session.execute("SELECT count(*) FROM ticket").fetchone()
    session.close()
    sys.stdout.write(f"{kills} kills, {len(done)} done, {found} found\n")


def troubles(where: Path | str, done: dict[int, str]) -> Iterator[str]:
    """Yield what is half, and what was said to be done and is not there.

    `done` has the last title of each ticket that somebody was told of.
    """
    session: Session = session_on(where)
    session.begin_read()
    try:
        yield from _halves(session)
        titles = dict(session.execute(_TITLES).fetchall())
        floors = dict(session.execute(_FLOORS).fetchall())
    finally:
        session.close()
    for ticket_id, title in titles.items():
        if ticket_id > 1 and floors.get(ticket_id) != title:
            yield f"ticket {ticket_id} is titled {title} and has the floor {floors.get(ticket_id)}"
    for ticket_id, title in done.items():
        found = titles.get(ticket_id, "")
        # What came after the last word of a child may have been written too, whole.
        if found not in (title, f"{title} changed"):
            yield f"ticket {ticket_id} was {title} and is {found or 'gone'}"


def _told_by_a_child(
    where: Path | str, number: int, at_statement: int, draw: random.Random
) -> list[tuple[int, str]]:
    """Let a child work until it is killed; return the id and title of each ticket it finished."""
    told, telling = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        _work(where, number, at_statement, telling)
    os.close(telling)
    if not at_statement:
        time.sleep(draw.uniform(0.02, 0.2))
        os.kill(child, signal.SIGKILL)
    with os.fdopen(told) as lines:
        found = [json.loads(line) for line in lines if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
        raise RuntimeError(f"the child ended by itself, with status {status}")
    return [(int(ticket_id), title) for ticket_id, title in found]


def _work(where: Path | str, number: int, at_statement: int, telling: int) -> None:
    with open_desk_on(where, {}) as desk:
        if at_statement:
            _kill_after(at_statement, PostgresSession if isinstance(where, str) else SqliteSession)
        for request in range(10_000):
            title = f"{number}.{request}"
            ticket_id = create(desk, title)
            os.write(telling, f"{json.dumps([ticket_id, title])}\n".encode())
            title = f"{title} changed"
            update(desk, ticket_id, title)
            os.write(telling, f"{json.dumps([ticket_id, title])}\n".encode())


def _kill_after(statements: int, kind: Any) -> None:
    """Let this process end, as by a power cut, after so many more statements of any session."""
    execute, left = kind.execute, [statements]

    def counted(session: Any, *arguments: Any) -> Any:
        cursor = execute(session, *arguments)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return cursor

    kind.execute = counted


def create(desk: Desk, title: str) -> int:
    """Create a ticket with an article, files and a field that says the title too."""
    file = {"Content": "aGVsbG8=", "ContentType": "text/plain", "Filename": "a.txt"}
    data = ROOT | {
        "Ticket": {"Title": title, "Queue": "Raw", "State": "new", "Priority": "3 normal",
                   "CustomerUser": "lena@acmetest.net"},
        "Article": {"Subject": title, "Body": title, "ContentType": "text/plain; charset=utf-8"},
        "DynamicField": {"Name": "Floor", "Value": title},
        "Attachment": [file] * FILES,
    }  # fmt: skip
    answer = desk.run(answer_of(desk, ticket_create.OPERATION, data))
    return int(answer["TicketID"])


def update(desk: Desk, ticket_id: int, title: str) -> None:
    """Change title, queue and field in one request."""
    data = ROOT | {
        "TicketID": ticket_id,
        "Ticket": {"Title": title, "Queue": "Junk"},
        "DynamicField": {"Name": "Floor", "Value": title},
    }
    answer = desk.run(answer_of(desk, ticket_update.OPERATION, data))
    if int(answer["TicketID"]) != ticket_id:
        raise RuntimeError(str(answer))


def _halves(connection: Connection) -> Iterator[str]:
    for ticket_id, what in connection.execute(_HALF_TICKETS).fetchall():
        yield f"ticket {ticket_id} {what}"
    for ticket_id, count in connection.execute(_FILES_PER_ARTICLE, (FILES,)).fetchall():
        yield f"ticket {ticket_id} has {count} of {FILES} files"


if __name__ == "__main__":
    place = sys.argv[1]
    main(place if "://" in place else Path(place), int(sys.argv[2]), int(sys.argv[3]))
