"""A running server for the tests over real sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from live_server import LiveServer, live_server
from shared_cases import ROOT

EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Serve the example services on the example desk."""
    services = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((EXAMPLES / "services").glob("*.yml"))
    }
    with live_server(tmp_path_factory.mktemp("data"), services) as running:
        desk = EXAMPLES / "desk.yml"
        running.run(running.app.apply_desk(desk.read_text(encoding="utf-8"), name="desk.yml"))
        yield running


@pytest.fixture
def example_issue() -> bytes:
    """Return the body of the example webhook."""
    return Path(EXAMPLES / "jira-issue.json").read_bytes()
