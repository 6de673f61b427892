"""Adding and updating as the reference's own cases have it."""

import asyncio
import json
from collections.abc import Awaitable
from datetime import UTC, datetime
from typing import Any

import pytest
from shared_cases import cases
from stores import new_store

from dsl.diagnostics import CompileError
from dsl.source import Source
from engine.configuration.upgrade import upgraded
from engine.configuration.yaml_reader import read_yaml
from engine.model.service import Validity
from engine.services.errors import ServiceError
from engine.services.services import Services
from engine.services.stored import StoredService
from engine.storage.database import Database

CASES = cases("upstream/webservice_config.json")["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_recorded_case(case: Any) -> None:
    asyncio.run(replay(case))


async def replay(case: Any) -> None:
    async with Database.open(new_store()) as database:
        services = Services(database)
        if case["add"].get("logged") == ["(database: unique key on the name)"]:
            assert await stores(services.add(case["name"], **arguments(case["add"])), case["add"])
        succeeded = await stores(services.add(case["name"], **arguments(case["add"])), case["add"])
        assert succeeded == case["add"]["expect_success"]
        if "update" in case:
            given = arguments(case["update"])
            del given["validity"]
            succeeded = await stores(services.update(case["name"], **given), case["update"])
            assert succeeded == case["update"]["expect_success"]
        if "history_count" in case:
            assert len(await services.history(case["name"])) == case["history_count"]


def arguments(step: Any) -> dict[str, Any]:
    return {
        "text": json.dumps(step["config"]),
        "validity": Validity(step["valid_id"]),
        "by": "case",
        "changed_at": datetime(2026, 3, 1, tzinfo=UTC),
    }


async def stores(attempt: Awaitable[StoredService], step: Any) -> bool:
    """Tell whether an attempt succeeds; if so it stores what the step says is stored.

    A step that says nothing stores what it was given, a requester of OTRS 6 in today's format.
    """
    try:
        stored = await attempt
    except (CompileError, ServiceError):
        return False
    expected = as_texts(step.get("stored_config") or upgraded(step["config"]))
    assert read_yaml(Source("stored", stored.text)).root.value == expected
    return True


def as_texts(value: Any) -> Any:
    """Return data with its numbers as the texts that a YAML file knows them as."""
    match value:
        case dict():
            return {key: as_texts(each) for key, each in value.items()}
        case list():
            return [as_texts(each) for each in value]
        case int():
            return str(value)
    return value
