"""Restores an archive over a store, and is killed after so many statements.

Run as a program: ``killed_restore.py ARCHIVE WHERE FOLDER STATEMENTS``. It ends by SIGKILL, or with
exit code 0 when the restore needed fewer statements.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from archives import restore

from engine.storage.postgresql import PostgresSession
from engine.storage.sqlite import SqliteSession


def main(archive: str, where: str, folder: str, statements: int) -> None:
    """Restore until it is over, one way or the other."""
    is_postgresql = "://" in where
    _kill_after(statements, PostgresSession if is_postgresql else SqliteSession, where)
    restore(Path(archive), where if is_postgresql else Path(where), Path(folder), replace=True)


def _kill_after(statements: int, kind: Any, where: str) -> None:
    """Count the statements of sessions on the store itself, not those of stores in memory."""
    left = [statements]

    def counted(method: Any) -> Any:
        def run(session: Any, *arguments: Any) -> Any:
            found = method(session, *arguments)
            if _is_there(session, where):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return found

        return run

    kind.execute = counted(kind.execute)
    kind.executemany = counted(kind.executemany)


def _is_there(session: Any, where: str) -> bool:
    if isinstance(session, PostgresSession):
        return True
    databases = super(SqliteSession, session).execute("PRAGMA database_list")
    return any(name == "main" and file == where for _, name, file in databases)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
