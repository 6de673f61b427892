"""Customer users by what is known of them."""

from collections.abc import Sequence
from typing import Final

from engine.model.people import CustomerSearch
from engine.storage.connection import Connection

_COLUMNS: Final = frozenset(
    {
        "login",
        "email",
        "customer_id",
        "title",
        "first_name",
        "last_name",
        "phone",
        "fax",
        "mobile",
        "street",
        "zip",
        "city",
        "country",
        "comments",
    }
)
_ANYWHERE: Final = ("login", "first_name", "last_name", "email", "customer_id")


def find_logins(connection: Connection, search: CustomerSearch) -> Sequence[str]:
    """Return the logins of the customer users that are wanted, in their order.

    Raises `KeyError` for a column that cannot be searched.
    """
    conditions = ["valid_id = 1" if search.only_valid else "1 = 1"]
    parameters: list[str | int] = []
    wanted: list[tuple[Sequence[str], Sequence[str]]] = [
        ((column,), patterns) for column, patterns in search.patterns.items()
    ]
    if search.anywhere:
        wanted.append((_ANYWHERE, (f"*{search.anywhere}*",)))
    for columns, patterns in wanted:
        alternatives = [_matches(column) for _ in patterns for column in columns]
        conditions.append(f"({' OR '.join(alternatives)})")
        for pattern in patterns:
            parameters += [_like(pattern.lower()), _like(pattern)] * len(columns)
    statement = (
        f"SELECT login FROM customer_user WHERE {' AND '.join(conditions)}"  # noqa: S608 - columns of ours
        " ORDER BY login LIMIT ?"
    )
    return [login for (login,) in connection.execute(statement, (*parameters, search.limit))]


def _matches(column: str) -> str:
    if column not in _COLUMNS:
        raise KeyError(column)
    # LOWER of SQLite knows no letters beyond ASCII: the pattern as it was typed finds those.
    return rf"LOWER({column}) LIKE ? ESCAPE '\' OR {column} LIKE ? ESCAPE '\'"


def _like(pattern: str) -> str:
    """Return a pattern with `*` as LIKE has it, everything else literal."""
    for special in ("\\", "%", "_"):
        pattern = pattern.replace(special, f"\\{special}")
    return pattern.replace("*", "%")
