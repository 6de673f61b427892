"""The secrets of a store: sealed there, resolved here, sealed anew with a new key."""

import asyncio
import secrets
from collections.abc import Iterable
from pathlib import Path

import pytest
from fake_clock import FakeClock
from stores import new_store, rows_of_everything

from engine.model.fault import Blame, Fault
from engine.model.secret import NoSecrets
from engine.secret_store.errors import SecretError
from engine.secret_store.keyring import Keyring
from engine.secret_store.secret_store import SecretStore
from engine.storage.database import Database

CANARY = "canary/7f3 ü"


def store_on(database: Database, folder: Path, told: list[str] | None = None) -> SecretStore:
    def tell(values: Iterable[str]) -> None:
        if told is not None:
            told.extend(values)

    ring = Keyring(folder / "secret.key", "", secrets.token_bytes)
    return SecretStore(database, ring, FakeClock(), secrets.token_bytes, tell)


def test_a_secret_is_resolved_as_a_text_and_inside_an_address(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store()) as database:
            store = store_on(database, tmp_path)
            await store.put({"crm.pw": CANARY}, by="kim")

            assert store.resolve("secret:crm.pw") == CANARY
            assert store.resolve("https://kim:secret:crm.pw@crm.example/a") == (
                "https://kim:canary%2F7f3%20%C3%BC@crm.example/a"
            )
            for text in ("", "plain", "secret:", "secret:a b", "Secret:crm.pw", "a secret:crm.pw"):
                assert store.resolve(text) == text
            assert store.names() == {"crm.pw"}

    asyncio.run(main())


def test_a_name_that_is_not_there_is_the_services_fault(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store()) as database:
            for store in (store_on(database, tmp_path), NoSecrets()):
                with pytest.raises(Fault) as raised:
                    store.resolve("secret:nobody")
                assert (raised.value.code, raised.value.blame) == ("secret.unknown", Blame.SERVICE)
                assert raised.value.message == "There is no secret nobody."
                assert store.resolve("plain") == "plain"

    asyncio.run(main())


def test_the_store_holds_no_value(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store()) as database:
            await store_on(database, tmp_path).put({"crm": CANARY}, by="kim")

            rows = await database.read(rows_of_everything)

        [row] = [row for row in rows if row.startswith("secret: ")]
        assert "'crm'" in row
        assert "'kim'" in row
        assert not [row for row in rows if "canary" in row]

    asyncio.run(main())


def test_values_are_told_before_they_can_be_resolved(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store()) as database:
            await store_on(database, tmp_path).put({"a": CANARY}, by="kim")
            told: list[str] = []
            other = store_on(database, tmp_path, told)
            assert other.names() == set()

            await other.refresh()

            assert told == [CANARY]
            assert other.resolve("secret:a") == CANARY

    asyncio.run(main())


def test_all_or_none_are_set_and_the_same_name_again_replaces(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store()) as database:
            store = store_on(database, tmp_path)
            for values in ({"a": "one", "b c": "two"}, {"a": "one", "b": ""}):
                with pytest.raises(SecretError) as raised:
                    await store.put(values, by="kim")
                assert raised.value.code in ("secret-name", "secret-value")
            assert await store.list() == []

            await store.put({"a": "one"}, by="kim")
            await store.put({"a": "two"}, by="sam")

            assert store.resolve("secret:a") == "two"
            [entry] = await store.list()
            assert (entry.name, entry.changed_by, entry.is_readable) == ("a", "sam", True)
            await store.remove("a")
            with pytest.raises(SecretError, match="there is no secret `a`"):
                await store.remove("a")
            assert store.names() == set()

    asyncio.run(main())


def test_a_rotation_seals_all_anew_and_changes_no_value(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store()) as database:
            store, other = store_on(database, tmp_path), store_on(database, tmp_path)
            await store.put({"a": "one", "b": "two"}, by="kim")
            before = {each.name: each.key_id for each in await store.list()}

            assert await store.rotate() == 2

            after = await store.list()
            assert {each.key_id for each in after}.isdisjoint(before.values())
            assert {each.changed_by for each in after} == {"kim"}
            await other.refresh()
            assert [other.resolve(f"secret:{name}") for name in "ab"] == ["one", "two"]
            # Only the new key is needed now.
            lines = (tmp_path / "secret.key").read_text().splitlines()
            (tmp_path / "secret.key").write_text("\n".join(lines[:-1]))
            last = store_on(database, tmp_path)
            await last.refresh()
            assert last.resolve("secret:b") == "two"

    asyncio.run(main())


def test_a_store_without_its_key_makes_no_second_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        async with Database.open(new_store()) as database:
            await store_on(database, tmp_path / "one").put({"a": CANARY}, by="kim")
            elsewhere = tmp_path / "two"
            store = store_on(database, elsewhere)

            await store.refresh()
            await store.refresh()

            assert len(caplog.records) == 1
            assert "bring the secret.key of the data folder" in caplog.text
            with pytest.raises(Fault, match="The key of the secret a is not here"):
                store.resolve("secret:a")
            for refused in (store.put({"b": "x"}, by="kim"), store.rotate()):
                with pytest.raises(SecretError, match="is not here or no longer fits"):
                    await refused
            assert not (elsewhere / "secret.key").exists()
            [entry] = await store.list()
            assert not entry.is_readable

            elsewhere.mkdir()
            (tmp_path / "one" / "secret.key").rename(elsewhere / "secret.key")
            await store.refresh()
            assert store.resolve("secret:a") == CANARY

    asyncio.run(main())
