"""What work on the store gets: a connection inside a transaction, the same on every database.

Statements are written once, in the SQL that SQLite and PostgreSQL share, with ``?`` or ``?1`` for
values. Where the two really differ, `dialect` says which one it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol, TypeAlias

from engine.storage.errors import StoreFailure

Dialect: TypeAlias = Literal["sqlite", "postgresql"]
Parameters: TypeAlias = Sequence[Any]


class Cursor(Protocol):
    """The rows of one statement, each a tuple."""

    @property
    def rowcount(self) -> int:
        """How many rows a statement wrote."""

    @property
    def description(self) -> Any:
        """A tuple for each column, its name first (PEP 249)."""

    def fetchone(self) -> Any:
        """Return the next row, or None."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""


class Connection(Protocol):
    """A connection inside a transaction that somebody else began and will end."""

    @property
    def dialect(self) -> Dialect:
        """Which database this is."""

    def execute(self, statement: str, parameters: Parameters = (), /) -> Cursor:
        """Run one statement."""

    def executemany(self, statement: str, rows: Iterable[Parameters], /) -> Cursor:
        """Run one statement for each row; `rowcount` is that of all of them."""


class Session(Connection, Protocol):
    """A connection as its lane owns it, with the transactions in its hand."""

    errors: type[Exception]
    """What the database's driver raises."""

    def failure(self, error: Exception) -> StoreFailure:
        """Return what callers are told of a driver's error."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def begin_write(self) -> None:
        """Begin a transaction that nobody else writes beside."""

    def begin_read(self) -> None:
        """Begin a transaction that sees one moment and cannot write."""

    def close(self) -> None:
        """Give the connection back."""
