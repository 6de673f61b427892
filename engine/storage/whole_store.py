"""A store as one thing: as it was at one moment, or in the hands of whoever makes it anew."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine.storage.connection import Connection, Session
from engine.storage.database import ways_to
from engine.storage.errors import StoreError


@contextmanager
def view_of(where: Path | str) -> Iterator[Connection]:
    """Give a connection that sees a store at one moment; it neither makes nor migrates one.

    Others write meanwhile. Raises `StoreError` where there is no file, and `StoreFailure`, also
    for what the block's statements meet.
    """
    if isinstance(where, Path) and not where.exists():
        raise StoreError(f"there is no store at `{where}`", "`crosstie serve` makes one")
    _, connect = ways_to(where)
    with closing(connect()) as session, told(session):
        session.begin_read()
        yield session


@contextmanager
def opened(where: Path | str) -> Iterator[Session]:
    """Give a session to write in as it is: transactions and migrations are the caller's.

    Raises `StoreFailure`, also for what the block's statements meet.
    """
    connect, _ = ways_to(where)
    with closing(connect()) as session, told(session):
        yield session


@contextmanager
def told(session: Session) -> Iterator[None]:
    """Raise `StoreFailure` for what the database's driver raises."""
    try:
        yield
    except session.errors as error:
        raise session.failure(error) from error
