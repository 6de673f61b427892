"""The database: group commit, consistent views, and what happens when something goes wrong."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from stores import new_store, session_on

from engine.storage.connection import Connection
from engine.storage.database import Database
from engine.storage.errors import StoreError, StoreFailure, StoreUnavailable


def put(name: str) -> Callable[[Connection], int]:
    """Return work that stores a setting and returns how many there are."""

    def work(connection: Connection) -> int:
        connection.execute("INSERT INTO setting (name, value) VALUES (?, '0')", (name,))
        return int(connection.execute("SELECT count(*) FROM setting").fetchone()[0])

    return work


def names(connection: Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM setting")}


def add_one(connection: Connection) -> int:
    (value,) = connection.execute("SELECT value FROM setting WHERE name = 'n'").fetchone()
    connection.execute("UPDATE setting SET value = ? WHERE name = 'n'", (int(value) + 1,))
    return int(value) + 1


async def in_one_batch(database: Database, *works: Callable[[Connection], Any]) -> list[Any]:
    """Queue all works while the writer is busy, so that they are committed together."""
    is_busy, may_go_on = Event(), Event()

    def hold(_: Connection) -> None:
        is_busy.set()
        assert may_go_on.wait(10)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(database.write(hold))
        await asyncio.to_thread(is_busy.wait, 10)
        waiting = [asyncio.ensure_future(database.write(work)) for work in works]
        await asyncio.sleep(0)
        may_go_on.set()
        return await asyncio.gather(*waiting, return_exceptions=True)


def run(path: Path | str, test: Callable[[Database], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        async with Database.open(path) as database:
            await test(database)

    asyncio.run(main())


@pytest.fixture(params=["lasting", "memory"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    if request.param == "memory":
        return new_store()
    return new_store(tmp_path)


@pytest.fixture
def lasting(tmp_path: Path) -> Path | str:
    """Where a store lives that others may open too."""
    return new_store(tmp_path)


def test_what_was_written_is_read(path: Path | str) -> None:
    async def test(database: Database) -> None:
        assert await database.write(put("a")) == 1
        assert await database.read(names) == {"a"}

    run(path, test)


def test_what_was_written_is_there_after_opening_again(lasting: Path | str) -> None:
    async def write(database: Database) -> None:
        await database.write(put("a"))

    async def read(database: Database) -> None:
        assert await database.read(names) == {"a"}

    run(lasting, write)
    run(lasting, read)


def test_a_reader_cannot_write(path: Path | str) -> None:
    async def test(database: Database) -> None:
        with pytest.raises(StoreFailure, match=r"read-?only"):
            await database.read(put("a"))
        assert await database.write(put("b")) == 1

    run(path, test)


def test_an_exception_undoes_its_own_work_only(path: Path | str) -> None:
    def half(connection: Connection) -> None:
        put("half")(connection)
        raise KeyError("halfway")

    async def test(database: Database) -> None:
        found = await in_one_batch(database, put("a"), half, put("b"))

        assert found[0] == 1
        assert isinstance(found[1], KeyError)
        assert found[2] == 2
        assert await database.read(names) == {"a", "b"}

    run(path, test)


def test_a_failed_commit_fails_everyone_in_the_batch(path: Path | str) -> None:
    def late_violation(connection: Connection) -> None:
        connection.execute(
            "CREATE TABLE late (id INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        connection.execute("INSERT INTO late VALUES (999)")

    async def test(database: Database) -> None:
        found = await in_one_batch(database, put("a"), late_violation)

        assert [type(each) for each in found] == [StoreFailure] * 2
        assert await database.read(names) == set()
        assert await database.write(put("b")) == 1

    run(path, test)


def test_work_that_ends_the_transaction_is_an_error_for_its_batch(path: Path | str) -> None:
    async def test(database: Database) -> None:
        found = await in_one_batch(
            database, put("a"), lambda connection: connection.execute("ROLLBACK")
        )

        assert [type(each) for each in found] == [StoreUnavailable] * 2
        assert await database.read(names) == set()

    run(path, test)


def test_eight_writers_lose_no_update(path: Path | str) -> None:
    async def test(database: Database) -> None:
        await database.write(put("n"))

        async def writer() -> list[int]:
            return [await database.write(add_one) for _ in range(25)]

        seen = await asyncio.gather(*(writer() for _ in range(8)))

        assert sorted(value for each in seen for value in each) == list(range(1, 201))

    run(path, test)


def test_two_processes_lose_no_update(lasting: Path | str) -> None:
    async def test(database: Database) -> None:
        async with Database.open(lasting) as other:
            await database.write(put("n"))
            works = [each.write(add_one) for each in (database, other) for _ in range(20)]
            assert sorted(await asyncio.gather(*works)) == list(range(1, 41))

    run(lasting, test)


def test_an_answer_comes_after_the_commit(lasting: Path | str) -> None:
    async def test(database: Database) -> None:
        other = session_on(lasting)

        async def write_and_look(name: str) -> bool:
            await database.write(put(name))
            return name in names(other)

        found = await asyncio.gather(*(write_and_look(f"n{number}") for number in range(50)))
        other.close()

        assert found == [True] * 50

    run(lasting, test)


def test_a_view_does_not_change_while_it_is_read(tmp_path: Path) -> None:
    async def test(database: Database) -> None:
        has_looked, has_written = Event(), Event()

        def look_twice(connection: Connection) -> tuple[set[str], set[str]]:
            first = names(connection)
            has_looked.set()
            assert has_written.wait(10)
            return first, names(connection)

        reading = asyncio.ensure_future(database.read(look_twice))
        await asyncio.to_thread(has_looked.wait, 10)
        await database.write(put("a"))
        has_written.set()

        assert await reading == (set(), set())
        assert await database.read(names) == {"a"}

    run(tmp_path / "core.db", test)


def test_work_of_a_cancelled_caller_is_not_begun(path: Path | str) -> None:
    async def test(database: Database) -> None:
        is_busy, may_go_on = Event(), Event()

        def hold(_: Connection) -> None:
            is_busy.set()
            assert may_go_on.wait(10)

        holding = asyncio.ensure_future(database.write(hold))
        await asyncio.to_thread(is_busy.wait, 10)
        cancelled = asyncio.ensure_future(database.write(put("cancelled")))
        kept = asyncio.ensure_future(database.write(put("kept")))
        await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.sleep(0)
        may_go_on.set()

        assert await kept == 1
        assert cancelled.cancelled()
        await holding
        assert await database.read(names) == {"kept"}

    run(path, test)


def test_a_caller_cancelled_during_the_work_harms_nobody(path: Path | str) -> None:
    async def test(database: Database) -> None:
        is_busy, may_go_on = Event(), Event()

        def hold(connection: Connection) -> None:
            is_busy.set()
            assert may_go_on.wait(10)
            put("held")(connection)

        holding = asyncio.ensure_future(database.write(hold))
        await asyncio.to_thread(is_busy.wait, 10)
        holding.cancel()
        may_go_on.set()

        assert await database.write(put("next")) == 2

    run(path, test)


def test_closing_finishes_what_was_asked_for(lasting: Path | str) -> None:
    async def main() -> None:
        database = Database.open(lasting)
        waiting = [asyncio.ensure_future(database.write(put(f"n{n}"))) for n in range(20)]
        await asyncio.sleep(0)
        await database.close()

        assert await asyncio.gather(*waiting) == list(range(1, 21))

    asyncio.run(main())


def test_a_closed_store_says_so(path: Path | str) -> None:
    async def main() -> None:
        database = Database.open(path)
        await database.close()
        await database.close()

        with pytest.raises(RuntimeError, match="closed"):
            await database.read(names)

    asyncio.run(main())


def test_stop_iteration_reaches_the_caller(path: Path | str) -> None:
    async def test(database: Database) -> None:
        with pytest.raises(RuntimeError, match="StopIteration"):
            await database.read(lambda _: next(iter(())))

    run(path, test)


def test_a_store_of_a_newer_version_is_refused(lasting: Path | str) -> None:
    async def test(database: Database) -> None:
        await database.write(
            lambda connection: connection.execute(
                "INSERT INTO schema_migration (number, name, checksum) VALUES (9999, 'later', 'x')"
            )
        )

    run(lasting, test)

    with pytest.raises(StoreError, match=r"newer version: it holds migration 9999_later"):
        Database.open(lasting)


def test_a_write_is_synced_to_the_disk(tmp_path: Path) -> None:
    async def test(database: Database) -> None:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = await database.write(
            lambda c: [c.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]
        )
        assert found == ["wal", 2, 1]

    run(tmp_path / "core.db", test)
