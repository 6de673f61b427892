"""PostgreSQL: one database for several processes and machines."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import psycopg
from psycopg.pq import TransactionStatus

from engine.storage.connection import Cursor, Dialect, Parameters
from engine.storage.errors import StoreFailure, StoreUnavailable
from engine.storage.portable_sql import Placed, placed

# One writer at a time in the whole database, as SQLite has it: work may read, decide and write
# without anybody coming between. The number is ours alone: "crosstie" in a 63-bit hash.
_ONE_WRITER: Final = "SELECT pg_advisory_xact_lock(7160817543621490211)"
_CONNECT_SECONDS: Final = 10
# A lost machine is noticed by the kernel rather than waited for (libpq, "TCP keepalives").
_KEEPALIVES: Final[dict[str, Any]] = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
_MOST_STATEMENTS: Final = 1024
_NUL: Final = "\x00"
_INSTEAD_OF_NUL: Final = "\N{REPLACEMENT CHARACTER}"


class PostgresSession:
    """A `Session` on a PostgreSQL database; connects anew when the server was lost.

    Raises `StoreUnavailable` where there is no way to it.
    """

    dialect: Dialect = "postgresql"
    errors: type[Exception] = psycopg.Error

    def __init__(self, url: str) -> None:
        self._url = url
        self._statements: dict[str, Placed] = {}
        self._connection = self._connect()

    def failure(self, error: Exception) -> StoreFailure:
        """Return what callers are told of a driver's error; never the address of the server."""
        kind = StoreUnavailable if isinstance(error, psycopg.OperationalError) else StoreFailure
        return kind(str(error).partition("\n")[0])

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, be it one that failed."""
        return self._connection.info.transaction_status in (
            TransactionStatus.INTRANS,
            TransactionStatus.INERROR,
        )

    def begin_write(self) -> None:
        """Begin a transaction that nobody else writes beside."""
        self._begin(f"BEGIN; {_ONE_WRITER}")

    def begin_read(self) -> None:
        """Begin a transaction that sees one moment and cannot write."""
        self._begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def execute(self, statement: str, parameters: Parameters = (), /) -> Cursor:
        """Run one statement; what does not change is prepared by the driver."""
        found = self._placed(statement)
        if not parameters:
            return self._connection.execute(found.sql_without_values)
        return self._connection.execute(found.sql, found.in_order(_kept(parameters)))

    def executemany(self, statement: str, rows: Iterable[Parameters], /) -> Cursor:
        """Run one statement for each row."""
        found = self._placed(statement)
        cursor = self._connection.cursor()
        cursor.executemany(found.sql, [found.in_order(_kept(row)) for row in rows])
        return cursor

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _placed(self, statement: str) -> Placed:
        found = self._statements.get(statement)
        if found is None:
            if len(self._statements) >= _MOST_STATEMENTS:  # searches are written anew each time
                self._statements.clear()
            found = self._statements[statement] = placed(statement)
        return found

    def _begin(self, statement: str) -> None:
        # A connection that broke while nothing was asked of it is found out only here.
        if not self._connection.closed:
            try:
                self._connection.execute(statement)
            except psycopg.OperationalError:
                if not self._connection.closed:
                    raise
            else:
                return
        self._connection = self._connect()
        self._connection.execute(statement)

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            return psycopg.connect(
                self._url,
                autocommit=True,  # transactions are begun by the lane, not guessed by the driver
                connect_timeout=_CONNECT_SECONDS,
                application_name="crosstie",
                **_KEEPALIVES,
            )
        except psycopg.Error as error:
            raise self.failure(error) from error


def _kept(parameters: Parameters) -> list[Any]:
    """Return values as the store keeps them: switches as numbers, and text without NUL.

    PostgreSQL has no place for U+0000 in text (manual, 8.3); it leaves a mark where it was.
    """
    return [_KEEP[type(value)](value) if type(value) in _KEEP else value for value in parameters]


_KEEP: Final[dict[type, Callable[[Any], Any]]] = {
    bool: int,
    str: lambda text: text.replace(_NUL, _INSTEAD_OF_NUL) if _NUL in text else text,
}
