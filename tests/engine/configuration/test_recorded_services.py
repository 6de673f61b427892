"""Service files of others: recorded cases, exports, and the blocks of the references."""

import json
import re
from typing import Any

import pytest
from shared_cases import cases, shared_folder

from dsl.source import Source
from engine.configuration.check import check_definition
from engine.configuration.known_kinds import KnownKinds

KNOWN = KnownKinds(
    operations=frozenset({"Test::Test", "Session::SessionCreate", "Session::SessionGet"})
    | {f"Ticket::Ticket{what}" for what in ("Create", "Get", "HistoryGet", "Search", "Update")},
    mappings=frozenset({"Simple", "Tie", "XSLT", "Test"}),
    transports=frozenset({"HTTP::REST", "HTTP::SOAP"}),
    options=frozenset({"IncludeTicketData"}),
)


def steps() -> list[Any]:
    """Every configuration of the recorded cases, with what the reference says to it."""
    found = []
    for case in cases("upstream/webservice_config.json")["cases"]:
        for step in ("add", "update"):
            if step in case:
                found.append(pytest.param(case[step], id=f"{case['name']}: {step}"))
    return found


@pytest.mark.parametrize("step", steps())
def test_the_reference_text_is_the_recorded_one(step: Any) -> None:
    recorded = step.get("logged", [None])[0]
    if recorded is not None and recorded.startswith("(database"):
        recorded = None

    checked = check_definition(Source("case", json.dumps(step["config"])))

    assert checked.reference_text == recorded
    assert (checked.definition is None) == (recorded is not None)


def service_files() -> list[Any]:
    """Every service file and every YAML block of the references."""
    found = []
    folder = shared_folder()
    for pattern in ("cases/*/services/*.yml", "cases/golden/webservices/*.yml"):
        for path in sorted(folder.glob(pattern)):
            found.append(pytest.param(path.read_bytes().decode(), id=path.stem))
    for path in sorted(folder.glob("reference/services/*.yml")):
        found.append(pytest.param(path.read_bytes().decode(), id=path.stem))
    for path in sorted(folder.glob("reference/*.md")):
        blocks = re.findall(r"^```yaml\n(.*?)^```", path.read_text("utf-8"), re.S | re.M)
        for number, block in enumerate(blocks):
            found.append(pytest.param(block, id=f"{path.stem} {number}"))
    return found


@pytest.mark.parametrize("text", service_files())
def test_every_service_of_others_loads(text: str) -> None:
    checked = check_definition(Source("service.yml", text), KNOWN)

    assert checked.definition is not None
    assert checked.errors == ()


def test_blocks_of_the_references_need_no_warning() -> None:
    text = shared_folder() / "reference" / "generic-interface.md"
    if not text.is_file():
        pytest.skip("no references here")
    for block in re.findall(r"^```yaml\n(.*?)^```", text.read_text("utf-8"), re.S | re.M):
        assert check_definition(Source("block.yml", block), KNOWN).findings == ()
