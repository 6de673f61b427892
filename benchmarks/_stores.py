"""Stores with many tickets: ten thousand written as requests write them, the rest copied."""

import asyncio
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from engine.accounts.accounts import EmbeddedAccounts
from engine.accounts.entry import AgentEntry
from engine.model.desk import DeskWriter
from engine.model.ticket import NewArticle, NewTicket
from engine.storage.database import Database
from engine.storage.sqlite import SqliteSession, connect_writer
from engine.tickets.store import EmbeddedTicketStore

AGENT: Final = {"UserLogin": "mira", "Password": "s3cret"}
_NOUNS: Final = ("Printer", "Screen", "Keyboard", "Mail", "Account", "Door", "Lamp", "Network")
NAMES: Final = tuple(f"{first}{last}" for first in ("Ada", "Bo", "Cai", "Dag", "Eva", "Finn")
                     for last in ("berg", "dal", "holm", "lund", "vik", "ås"))  # fmt: skip
"""Each stands in as many texts of a store of 10,000 as of one of 1,000,000."""

_BASE: Final = 10_000
_PER_TRANSACTION: Final = 500
_FIRST_COPIED: Final = 110
"""Tickets with smaller ids hold the names, and stay the only ones of their kind."""
_VERBS: Final = ("Get", "Mend", "Move", "Order", "Return", "Check", "Unlock", "Replace")
_WORDS: Final = (
    "again", "since", "monday", "morning", "nobody", "here", "can", "work", "please", "look",
    "after", "the", "red", "lamp", "behind", "left", "door", "it", "makes", "noise", "and",
    "stops", "every", "second", "page", "comes", "out", "grey", "we", "tried", "restart",
    "cable", "other", "room", "same", "thing", "happens", "when", "colleagues", "send",
    "long", "documents", "thank", "you", "very", "much",
)  # fmt: skip
_STEP: Final = _BASE + 1
"""The last id of the first ten thousand: the ticket of a new store is number 1."""
# A copy of these tables, in this order, is a copy of the tickets. Columns that end so are ids that
# move with the copy; all other ids point to reference data.
_TABLES: Final = (
    "ticket", "article", "article_data_mime", "ticket_history", "dynamic_field_value",
    "article_search", "ticket_flag", "article_flag",
)  # fmt: skip
_MOVING: Final = frozenset({"ticket_id", "article_id", "object_id"})


class _PassingClock:
    """A clock that a loop moves on, so that tickets have times of their own."""

    def __init__(self) -> None:
        self.time = datetime(2020, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def monotonic_seconds(self) -> float:
        return self.time.timestamp()


@contextmanager
def filled(tickets: int, report: Callable[[str], None]) -> Iterator[Path]:
    """Yield a data folder with so many tickets; it is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "core.db"
        asyncio.run(_write_base(path, report))
        with closing(connect_writer(path)) as session:
            _multiply(session, tickets, report)
            _settle(session, report)
        yield Path(folder)


def title(draw: random.Random) -> str:
    """Return a title; one in eight begins with Get."""
    return f"{draw.choice(_VERBS)} {draw.choice(_NOUNS)} {draw.randrange(10_000)}"


def some_ticket(tickets: int, draw: random.Random) -> int:
    """Return the id of one of so many tickets."""
    return draw.randrange(_FIRST_COPIED, _STEP + 1) + _STEP * draw.randrange(tickets // _BASE)


async def _write_base(path: Path, report: Callable[[str], None]) -> None:
    clock, draw = _PassingClock(), random.Random(1)
    async with Database.open(path) as database:
        agent = AgentEntry("mira", password="s3cret", groups={"users": ("rw",)})
        await EmbeddedAccounts(database, clock).add_agent(agent)
        store = EmbeddedTicketStore(database, clock)

        def some(desk: DeskWriter) -> None:
            for _ in range(_PER_TRANSACTION):
                _write_ticket(desk, draw)

        for done in range(0, _BASE, _PER_TRANSACTION):
            clock.time += timedelta(minutes=30)
            await store.write(some)
            report(f"stores: {done + _PER_TRANSACTION} tickets written")


def _write_ticket(desk: DeskWriter, draw: random.Random) -> None:
    subject = title(draw)
    ticket_id, _ = desk.create_ticket(
        NewTicket(
            title=subject, queue_id=draw.randrange(1, 5), lock_id=1, type_id=1,
            state_id=draw.choice((1, 2, 3, 4)), priority_id=draw.randrange(1, 6),
            owner_id=1, responsible_id=1, customer_id=f"company{draw.randrange(200)}",
            customer_user_id=f"customer{draw.randrange(2_000)}",
        ),
        by=1,
    )  # fmt: skip
    text = " ".join(draw.choices(_WORDS, k=60))
    name = f"{NAMES[ticket_id % len(NAMES)]} wrote: " if ticket_id < _FIRST_COPIED else ""
    desk.create_article(
        NewArticle(
            ticket_id=ticket_id, sender_type_id=3, channel_id=1, is_visible_for_customer=True,
            from_="customer@acmetest.net", to="Raw", cc="", bcc="", subject=subject,
            body=name + text, content_type="text/plain; charset=utf-8",
            history_type="NewTicket", history_comment="%%",
        ),
        by=1,
    )  # fmt: skip


def _multiply(session: SqliteSession, tickets: int, report: Callable[[str], None]) -> None:
    """Copy the first tickets until there are enough, each time a day later."""
    present = {
        name for (name,) in session.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    session.execute("PRAGMA synchronous = OFF")
    for copy in range(1, tickets // _BASE):
        session.begin_write()
        for table in _TABLES:
            if table in present:
                session.execute(_copy_statement(session, table), {"copy": copy})
        session.execute("COMMIT")
        report(f"stores: {(copy + 1) * _BASE} tickets written")
    session.execute("PRAGMA synchronous = FULL")


def _settle(session: SqliteSession, report: Callable[[str], None]) -> None:
    """Do the merges of the full-text index that ten thousand tickets at a time left behind.

    Written one by one, tickets do theirs as they come (https://sqlite.org/fts5.html, 6.8).
    """
    report("stores: merging the full-text index")
    for table in ("article_trigram", "ticket_trigram"):
        before = -2
        while session.total_changes - before >= 2:
            before = session.total_changes
            session.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', 1000)")


def _copy_statement(session: SqliteSession, table: str) -> str:
    columns = [row[1] for row in session.execute(f"PRAGMA table_info({table})")]
    chosen = {column: _copied(table, column) for column in columns}
    if table in ("dynamic_field_value", "ticket_history", "article_data_mime"):
        del chosen["id"]
    key = "id" if table in ("ticket", "article") else next(c for c in columns if c in _MOVING)
    return (
        f"INSERT INTO {table} ({', '.join(chosen)}) SELECT {', '.join(chosen.values())}"
        f" FROM {table} WHERE {key} BETWEEN {_FIRST_COPIED} AND {_STEP}"
    )


def _copied(table: str, column: str) -> str:
    if column in _MOVING or (column == "id" and table in ("ticket", "article")):
        return f"{column} + {_STEP} * :copy"
    if column == "tn":
        return "tn || '9' || :copy"
    if column in ("create_time", "change_time"):
        return f"datetime({column}, :copy || ' days')"
    return column
