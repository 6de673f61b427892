"""What queues and SLAs promise, put into their rows.

Source: reference, sections 11.2 and 11.11.
"""

from collections.abc import Mapping
from typing import Final, Literal

from engine.desk.plan import CALENDAR, TERMS
from engine.storage.connection import Connection

Table = Literal["queue", "sla"]

_COLUMNS: Final = (*TERMS, CALENDAR)

# The tables and columns are those above, never text of a file.
_SELECT: Final[Mapping[Table, str]] = {
    "queue": f"SELECT {', '.join(_COLUMNS)} FROM queue WHERE name = ?",  # noqa: S608
    "sla": f"SELECT {', '.join(_COLUMNS)} FROM sla WHERE name = ?",  # noqa: S608
}
_MARKS: Final = ", ".join(f"{column} = ?" for column in _COLUMNS)
_UPDATE: Final[Mapping[Table, str]] = {
    "queue": f"UPDATE queue SET {_MARKS}, change_time = ?, change_by = 1 WHERE name = ?",  # noqa: S608
    "sla": f"UPDATE sla SET {_MARKS}, change_time = ?, change_by = 1 WHERE name = ?",  # noqa: S608
}


def put_terms(
    connection: Connection, table: Table, name: str, terms: Mapping[str, int | str], *, stamp: str
) -> bool:
    """Make a row promise what the file says and say whether that is new; the rest stays."""
    old = dict(zip(_COLUMNS, connection.execute(_SELECT[table], (name,)).fetchone(), strict=True))
    # What was never set and what was taken back are the same.
    if all((old[column] or None) == (value or None) for column, value in terms.items()):
        return False
    new = {**old, **terms}
    connection.execute(_UPDATE[table], (*new.values(), stamp, name))
    return True
