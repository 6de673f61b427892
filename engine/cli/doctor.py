"""`crosstie doctor`: is everything here that the command needs, and is it the right thing."""

import importlib
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from engine.cli._context import settings
from engine.cli._output import show_rows
from engine.storage.database import is_postgresql
from engine.storage.errors import StoreFailure

_PACKAGES = ("engine", "dsl", "transports", "stdlib_mappings")
_FREE_BYTES = 100_000_000
_OLDEST_POSTGRESQL = 130_000


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("doctor")
    def doctor(
        context: typer.Context,
        port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8010,
    ) -> None:
        """Check the installation, the store, the port, the clock and the versions."""
        options = settings(context)
        folder, is_server = options.folder, is_postgresql(options.store)
        checks: list[tuple[str, Callable[[], str]]] = [
            ("python", _python),
            ("packages", _packages),
            ("shadowing", _shadowing),
            ("grammar", _grammar),
            ("sqlite", _sqlite),
            ("data folder", lambda: _folder(folder)),
            ("store", lambda: _server(options.store) if is_server else _store(folder)),
            ("port", lambda: _port(port)),
            ("clock", _clock),
        ]
        rows = [_run(name, check) for name, check in checks]
        show_rows(rows, options.form)
        if any(row["result"] == "trouble" for row in rows):
            raise SystemExit(1)


class _TroubleError(Exception):
    """A check did not pass; its text says what and what to do."""


def _run(name: str, check: Callable[[], str]) -> dict[str, object]:
    try:
        return {"check": name, "result": "good", "detail": check()}
    except _TroubleError as trouble:
        return {"check": name, "result": "trouble", "detail": str(trouble)}


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _packages() -> str:
    missing = []
    for requirement in requires("crosstie") or []:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[;>=\[ ]", requirement)[0]
        try:
            version(name)
        except PackageNotFoundError:
            if "win32" not in requirement:
                missing.append(name)
    if missing:
        raise _TroubleError(f"not installed: {', '.join(missing)}; run make install")
    return f"crosstie {version('crosstie')}"


def _shadowing() -> str:
    roots = {
        name: Path(file).resolve().parent.parent
        for name in _PACKAGES
        if (file := importlib.import_module(name).__file__)
    }
    if len(set(roots.values())) > 1:
        places = ", ".join(f"{name} from {root}" for name, root in roots.items())
        raise _TroubleError(f"packages come from different places: {places}")
    return "all packages come from one place"


def _grammar() -> str:
    if not (files("grammar") / "tie.lark").is_file():
        raise _TroubleError("grammar/tie.lark is not installed")
    return "tie.lark is there"


def _sqlite() -> str:
    if sqlite3.sqlite_version_info < (3, 37):
        raise _TroubleError(f"{sqlite3.sqlite_version}; 3.37 or newer is needed")
    return sqlite3.sqlite_version


def _folder(data: Path) -> str:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        raise _TroubleError(f"{data} cannot be written: {error.strerror}") from error
    free = shutil.disk_usage(data).free
    if free < _FREE_BYTES:
        raise _TroubleError(f"{data} has {free // 1_000_000} MB left")
    return f"{data}, {free // 1_000_000_000} GB free"


def _store(data: Path) -> str:
    file = data / "core.db"
    if not file.exists():
        return "none yet; serve creates it"
    try:
        connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        try:
            [result] = connection.execute("PRAGMA quick_check").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _TroubleError(f"{file}: {error}") from error
    if result != "ok":
        raise _TroubleError(f"{file} is damaged: {result}")
    return f"{file}, {file.stat().st_size // 1024} KiB, whole"


def _server(url: str) -> str:
    # Loaded where it is wanted: every other command starts without the driver.
    from engine.storage.postgresql import PostgresSession

    try:
        session = PostgresSession(url)
        try:
            (version_text,) = session.execute("SHOW server_version").fetchone()
            (number,) = session.execute("SHOW server_version_num").fetchone()
        finally:
            session.close()
    except StoreFailure as error:
        raise _TroubleError(f"PostgreSQL does not answer: {error}") from error
    if int(number) < _OLDEST_POSTGRESQL:
        raise _TroubleError(f"PostgreSQL {version_text}; 13 or newer is needed")
    return f"PostgreSQL {version_text}"


def _port(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return f"{port} is taken, perhaps by a running crosstie serve; --port chooses another"
    return f"{port} is free"


def _clock() -> str:
    now = datetime.now(UTC)
    if now.year < 2025:
        raise _TroubleError(f"the clock says {now:%Y-%m-%d}")
    return now.strftime("%Y-%m-%d %H:%M:%S UTC")
