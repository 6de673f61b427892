"""Stored services and their history."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from stores import new_store

from dsl.diagnostics import CompileError
from engine.model.service import Validity
from engine.services.errors import ServiceError
from engine.services.services import Services
from engine.storage.connection import Connection
from engine.storage.database import Database

T = TypeVar("T")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
KIM: dict[str, Any] = {"by": "kim", "changed_at": NOON}
SAM: dict[str, Any] = {"by": "sam", "changed_at": LATER}

SHOP = """\
# The entry of the shop.
Debugger: {DebugThreshold: error}
Provider:
  Transport: {Type: ''}
  Cluster: east   # of another system
Requester:
  Transport:
    Type: HTTP::REST
    Config:
      Host: https://partner.example
      DefaultCommand: GET
      Timeout: '30'
      Authentication: {AuthType: BasicAuth, BasicAuthUser: shop, BasicAuthPassword: canary}
"""
OLD = SHOP.replace("      Timeout: '30'\n", "").replace("AuthType", "Type")


@asynccontextmanager
async def opened(path: Path | str | None = None) -> AsyncIterator[Services]:
    async with Database.open(path or new_store()) as database:
        yield Services(database)


def run(work: Callable[[Services], Awaitable[T]]) -> T:
    async def main() -> T:
        async with opened() as services:
            return await work(services)

    return asyncio.run(main())


async def refused(work: Awaitable[object]) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        await work
    return raised.value


def test_a_service_is_stored_as_it_was_given() -> None:
    async def work(services: Services) -> None:
        added = await services.add("shop", SHOP, **KIM)

        assert (added.id, added.revision, added.validity) == (2, 1, Validity.VALID)
        assert added.text == SHOP
        assert (added.created_at, added.created_by) == (NOON, "kim")
        assert await services.get("shop") == added
        assert await services.by_id(2) == added
        assert await services.find("shop") == added
        assert await services.find("other") is None

    run(work)


def test_an_id_never_returns() -> None:
    async def work(services: Services) -> list[int]:
        first = await services.add("one", SHOP, **KIM)
        second = await services.add("two", SHOP, **KIM)
        await services.delete("two", by="kim")
        third = await services.add("two", SHOP, **KIM)
        return [first.id, second.id, third.id]

    assert run(work) == [2, 3, 4]


def test_what_is_not_there_is_named() -> None:
    async def work(services: Services) -> None:
        for attempt in (
            services.get("shop"),
            services.update("shop", SHOP, **KIM),
            services.rename("shop", "other", **KIM),
            services.clone("shop", "other", **KIM),
            services.delete("shop", by="kim"),
            services.history("shop"),
            services.export("shop"),
            services.set_validity("shop", Validity.INVALID, **KIM),
        ):
            error = await refused(attempt)
            assert (error.code, error.message) == (
                "service-unknown",
                "there is no service `shop`",
            )
        assert (await refused(services.by_id(9))).message == "there is no service with the id 9"

    run(work)


def test_every_change_is_a_version() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, **KIM)
        changed = await services.update("shop", SHOP.replace("shop", "store"), **SAM)
        await services.rename("shop", "store", **SAM)
        await services.set_validity("store", Validity.INVALID_TEMPORARILY, **KIM)

        assert (changed.id, changed.revision) == (2, 2)
        assert (changed.created_by, changed.changed_by) == ("kim", "sam")
        assert [
            (each.number, each.change, each.name, each.validity.word, each.changed_by)
            for each in await services.history("store")
        ] == [
            (4, "made invalid-temporarily", "store", "invalid-temporarily", "kim"),
            (3, "renamed from `shop`", "store", "valid", "sam"),
            (2, "changed", "shop", "valid", "sam"),
            (1, "added", "shop", "valid", "kim"),
        ]
        assert await services.version("store", 1) == SHOP

    run(work)


def test_what_changes_nothing_writes_nothing() -> None:
    async def work(services: Services) -> None:
        added = await services.add("shop", SHOP, **KIM)
        before = await services.changes()

        assert await services.update("shop", SHOP, **SAM) == added
        assert await services.rename("shop", " shop ", **SAM) == added
        assert await services.set_validity("shop", Validity.VALID, **SAM) == added
        assert await services.restore("shop", 1, **SAM) == added
        assert await services.changes() == before
        assert len(await services.history("shop")) == 1

    run(work)


def test_two_who_change_one_service_do_not_undo_each_other() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, **KIM)
        await services.update("shop", SHOP + "# kim\n", expected_revision=1, **KIM)

        error = await refused(services.update("shop", SHOP + "# sam\n", expected_revision=1, **SAM))

        assert error.code == "service-conflict"
        assert error.message == ("`shop` was changed by kim meanwhile: it is at revision 2, not 1")
        assert (await services.get("shop")).text == SHOP + "# kim\n"

    run(work)


def test_a_name_belongs_to_one_service_alone() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, validity=Validity.INVALID, **KIM)
        await services.add("other", SHOP, **KIM)

        for attempt in (
            services.add("shop", SHOP, **KIM),
            services.add("  shop ", SHOP, **KIM),
            services.rename("other", "shop", **KIM),
            services.clone("other", "shop", **KIM),
            services.import_("shop.yml", SHOP, **KIM),
        ):
            error = await refused(attempt)
            assert error.code == "service-name-taken"
            assert error.message == "there is another service named `shop`, which is invalid"
        assert [each.name for each in await services.list()] == ["other", "shop"]

    run(work)


def test_names_are_compared_as_people_read_them() -> None:
    async def work(services: Services) -> None:
        added = await services.add("Bu\u0308ro", SHOP, **KIM)

        assert added.name == "B\u00fcro"
        assert await services.get("B\u00fcro") == added
        assert await services.get("Bu\u0308ro") == added
        assert (await refused(services.add("B\u00fcro", SHOP, **KIM))).code == "service-name-taken"

    run(work)


def test_a_broken_file_stores_nothing() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, **KIM)
        before = await services.changes()

        for attempt in (
            services.add("other", "Debugger: {}\n", **KIM),
            services.update("shop", "a: [\n", **KIM),
            services.import_("x.yml", "", **KIM),
        ):
            with pytest.raises(CompileError):
                await attempt
        with pytest.raises(CompileError) as raised:
            await services.add("other", "- no service\n", file="folder/other.yaml", **KIM)
        assert "--> folder/other.yaml:1:1" in str(raised.value)
        assert await services.changes() == before
        assert [each.name for each in await services.list()] == ["shop"]

    run(work)


def test_a_clone_has_text_and_validity_and_a_history_of_its_own() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, validity=Validity.INVALID, **KIM)
        await services.update("shop", SHOP + "# more\n", **KIM)

        clone = await services.clone("shop", "store", **SAM)

        assert (clone.id, clone.revision, clone.validity) == (3, 1, Validity.INVALID)
        assert clone.text == SHOP + "# more\n"
        assert clone.created_by == "sam"
        assert [each.change for each in await services.history("store")] == ["cloned from `shop`"]

    run(work)


def test_deleting_takes_the_history_along() -> None:
    async def work() -> int:
        async with Database.open(new_store()) as database:
            services = Services(database)
            await services.add("shop", SHOP, **KIM)
            before = await services.changes()
            deleted = await services.delete("shop", by="kim")

            assert (deleted.id, await services.list()) == (2, ())
            assert await services.changes() == before + 1

            def left(connection: Connection) -> int:
                rows = connection.execute("SELECT count(*) FROM web_service_version").fetchone()
                return int(rows[0])

            return await database.read(left)

    assert asyncio.run(work()) == 0


def test_restoring_keeps_name_and_validity() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, **KIM)
        await services.update("shop", SHOP + "# more\n", **KIM)
        await services.rename("shop", "store", **KIM)
        await services.set_validity("store", Validity.INVALID, **KIM)

        restored = await services.restore("store", 1, **SAM)

        assert (restored.name, restored.text, restored.revision) == ("store", SHOP, 5)
        assert restored.validity is Validity.INVALID
        assert (await services.history("store"))[0].change == "restored version 1"
        error = await refused(services.restore("store", 9, **SAM))
        assert (error.code, error.help) == ("version-unknown", "its versions are 1 to 5")

    run(work)


def test_an_export_warns_of_its_secrets_or_masks_them() -> None:
    async def work(services: Services) -> None:
        await services.add("shop: east", SHOP, **KIM)

        included = await services.export("shop: east")
        masked = await services.export("shop: east", secrets="mask")

        assert (included.file_name, included.text) == ("shop_ east.yml", SHOP)
        assert "passwords in plain text" in included.warning
        assert masked.text == SHOP.replace("canary", "'*******'")
        assert masked.warning == ""
        assert (await refused(services.export("shop: east", secrets="all"))).code == (
            "export-secrets"
        )

    run(work)


def test_an_export_without_secrets_needs_no_warning() -> None:
    async def work(services: Services) -> str:
        await services.add("shop", SHOP.replace("canary", "secret:shop"), **KIM)
        return (await services.export("shop")).warning

    assert run(work) == ""


@pytest.mark.parametrize(
    ("file_name", "name", "stored"),
    [
        ("shop.yml", None, "shop"),
        ("shop v1.2.yml", None, "shop v1.2"),
        ("../../etc/shop.yml", None, "shop"),
        ("C:\\exports\\shop.yml", None, "shop"),
        ("shop.yml", "store v1.2", "store v1.2"),
        ("shop", None, "shop"),
    ],
)
def test_an_import_takes_the_name_of_the_file_unless_given(
    file_name: str, name: str | None, stored: str
) -> None:
    async def work(services: Services) -> tuple[str, Validity, str]:
        added = await services.import_(file_name, SHOP, name, **KIM)
        return added.name, added.validity, (await services.history(stored))[0].change

    assert run(work) == (stored, Validity.VALID, "imported")


def test_what_was_exported_is_imported_as_it_was() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, **KIM)
        file = await services.export("shop")
        await services.delete("shop", by="kim")

        added = await services.import_(file.file_name, file.text, **SAM)

        assert (added.name, added.text) == ("shop", SHOP)

    run(work)


def test_a_difference_shows_what_changed_and_no_secret() -> None:
    async def work(services: Services) -> None:
        await services.add("shop", SHOP, **KIM)
        await services.update("shop", SHOP.replace("east", "west"), **KIM)
        await services.update("shop", SHOP.replace("east", "west").replace("canary", "new"), **KIM)
        await services.rename("shop", "store", **KIM)

        assert await services.diff("store", 1, 2) == (
            "--- store 1\n"
            "+++ store 2\n"
            "@@ -2,7 +2,7 @@\n"
            " Debugger: {DebugThreshold: error}\n"
            " Provider:\n"
            "   Transport: {Type: ''}\n"
            "-  Cluster: east   # of another system\n"
            "+  Cluster: west   # of another system\n"
            " Requester:\n"
            "   Transport:\n"
            "     Type: HTTP::REST\n"
        )
        assert await services.diff("store", 2, 3) == "only secrets differ, which are not shown\n"
        assert await services.diff("store", 3, 4) == ""
        assert "canary" not in await services.diff("store", 1, 3)

    run(work)


def test_a_requester_of_otrs_6_is_brought_up_to_date() -> None:
    async def work(services: Services) -> None:
        added = await services.add("shop", OLD, **KIM)

        assert added.text != OLD
        assert "Timeout: '300'" in added.text
        assert await services.update("shop", OLD, **SAM) == added

    run(work)


def test_services_are_listed_by_name_and_may_be_valid_alone() -> None:
    async def work(services: Services) -> None:
        for name in ("b", "C", "a"):
            await services.add(name, SHOP, **KIM)
        await services.set_validity("C", Validity.INVALID, **KIM)

        assert [each.name for each in await services.list()] == ["a", "b", "C"]
        valid = await services.list(include_invalid=False)
        assert [each.name for each in valid] == ["a", "b"]

    run(work)


def test_changes_of_another_process_are_noticed(tmp_path: Path) -> None:
    async def work() -> tuple[int, int]:
        async with opened(tmp_path / "core.db") as ours, opened(tmp_path / "core.db") as theirs:
            before = await ours.changes()
            await theirs.add("shop", SHOP, **KIM)
            return before, await ours.changes()

    before, after = asyncio.run(work())
    assert after > before
