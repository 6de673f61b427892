"""Archives are whole files of one moment, whatever goes on meanwhile."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from archived_desk import DECLARATION, MIRA, TICKET
from archives import STAMP, Watched, back_up, contents
from desk_fixture import answer_of, open_desk_on
from stores import is_postgresql, new_database, new_store

from engine.archive.errors import ArchiveError
from engine.archive.writing import write_archive
from engine.operations import ticket_create
from engine.storage.errors import StoreError

WRITERS = 8
ARCHIVES = 6


def rows(members: dict[str, bytes], table: str) -> list[list[Any]]:
    return [json.loads(line) for line in members[f"tables/{table}.jsonl"].splitlines()]


def assert_whole(members: dict[str, bytes]) -> int:
    """Every ticket has all that was written with it; return how many there are."""
    tickets = {row[0] for row in rows(members, "ticket")}
    articles = {row[0]: row[1] for row in rows(members, "article")}
    files = [row[1] for row in rows(members, "article_data_mime_attachment")]
    accounted = [row[1] for row in rows(members, "time_accounting")]
    fields = [row[2] for row in rows(members, "dynamic_field_value")]
    history: dict[int, int] = {}
    for row in rows(members, "ticket_history"):
        history[row[3]] = history.get(row[3], 0) + 1
    written = tickets - {1}
    assert set(articles.values()) == tickets == history.keys()
    assert {row[1] for row in rows(members, "article_data_mime")} == articles.keys()
    for found in (accounted, fields, [articles[article] for article in files]):
        assert sorted(found) == sorted(written)
    assert len({history[ticket] for ticket in written}) <= 1
    return len(tickets)


def test_an_archive_taken_beside_eight_writers_holds_whole_tickets(tmp_path: Path) -> None:
    where = new_store(tmp_path)
    stop = threading.Event()
    counts: list[int] = []

    with open_desk_on(where, DECLARATION) as desk:

        async def write() -> int:
            done = 0
            while not stop.is_set():
                answer = await answer_of(desk, ticket_create.OPERATION, MIRA | TICKET)
                assert "TicketID" in answer
                done += 1
            return done

        def archive() -> None:
            try:
                for number in range(ARCHIVES):
                    back_up(where, tmp_path / f"{number}.zip")
                    counts.append(assert_whole(contents(tmp_path / f"{number}.zip")))
            finally:
                stop.set()

        async def main() -> list[int]:
            async with asyncio.TaskGroup() as tasks:
                writing = [tasks.create_task(write()) for _ in range(WRITERS)]
                await asyncio.to_thread(archive)
            return [task.result() for task in writing]

        done = desk.run(main())

    assert min(done) > 0
    assert counts == sorted(counts)
    assert counts[0] < counts[-1] <= 1 + sum(done)


def test_a_file_that_is_there_is_not_overwritten(where: Path | str, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("mine")

    with pytest.raises(ArchiveError, match="already; --force overwrites it"):
        write_archive(
            where, tmp_path / "none", tmp_path / "x.zip",
            stamp=STAMP, may_overwrite=False, progress=Watched(),
        )  # fmt: skip

    assert (tmp_path / "x.zip").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]


def test_a_file_that_came_meanwhile_is_not_overwritten(where: Path | str, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"

    class Meddler(Watched):
        def begin(self, what: str, total: int) -> None:
            file.write_text("mine")
            super().begin(what, total)

    with pytest.raises(ArchiveError, match="already"):
        write_archive(
            where, tmp_path / "none", file, stamp=STAMP, may_overwrite=False, progress=Meddler()
        )

    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_half_a_file_never_gets_the_name(where: Path | str, tmp_path: Path) -> None:
    class Stopper(Watched):
        def advance(self, parts: int) -> None:
            super().advance(parts)
            if self.steps[-1][2] > 100:
                assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_archive(
            where, tmp_path / "none", tmp_path / "x.zip",
            stamp=STAMP, may_overwrite=True, progress=Stopper(),
        )  # fmt: skip

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_there_is_no_store(tmp_path: Path) -> None:
    empty = new_database(is_empty=True) if is_postgresql() else tmp_path / "none.db"

    with pytest.raises((ArchiveError, StoreError), match="there is no store"):
        back_up(empty, tmp_path / "x.zip")

    assert list(tmp_path.iterdir()) == []
