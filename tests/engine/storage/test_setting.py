"""System settings: stored values over defaults."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest
from stores import new_store

from dsl.values import Value
from engine.storage.database import Database
from engine.storage.setting import DEFAULTS, is_on, read_settings, write_setting


def test_a_stored_setting_hides_its_default(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store(tmp_path)) as database:
            assert await database.read(read_settings) == DEFAULTS
            for value in (0, 1):
                await database.write(lambda c, value=value: write_setting(c, "Ticket::Type", value))
            found = await database.read(read_settings)
            assert found == {**DEFAULTS, "Ticket::Type": 1}

    asyncio.run(main())


@pytest.mark.parametrize(
    ("value", "expected"), [(1, True), ("1", True), (0, False), ("0", False), ("", False)]
)
def test_a_switch_may_be_text(value: Value, expected: bool) -> None:
    assert is_on({"Ticket::Type": value}, "Ticket::Type") is expected


def test_fractions_stay_exact(tmp_path: Path) -> None:
    async def main() -> None:
        async with Database.open(new_store(tmp_path)) as database:
            await database.write(
                lambda c: c.execute("INSERT INTO setting VALUES ('Ours::Fraction', '0.1')")
            )
            assert (await database.read(read_settings))["Ours::Fraction"] == Decimal("0.1")

    asyncio.run(main())
