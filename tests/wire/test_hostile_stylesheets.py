"""A stylesheet that never ends, in a service of a running server: others go on."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from live_server import LiveServer, live_server
from stylesheets import ENDLESS, IDENTITY

NAMES = ("2^30 calls by recursion", "text doubled 40 times", "10^4 x 10^4 loops")


def service() -> str:
    """Return a strict service with an operation for each of these stylesheets."""
    templates = {f"Op{n}": ENDLESS[name][0] for n, name in enumerate(NAMES)} | {"Echo": IDENTITY}
    return yaml.safe_dump(
        {
            "Debugger": {"DebugThreshold": "debug"},
            "Provider": {
                "Transport": {
                    "Type": "HTTP::REST",
                    "Config": {
                        "RouteOperationMapping": {
                            name: {"Route": f"/{name}", "RequestMethod": ["POST"]}
                            for name in templates
                        }
                    },
                },
                "Operation": {
                    name: {
                        "Type": "Test::Test",
                        "MappingInbound": {"Type": "XSLT", "Config": {"Template": template}},
                    }
                    for name, template in templates.items()
                },
            },
        }
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with live_server(tmp_path_factory.mktemp("hostile"), {"Hostile": service()}) as server:
        yield server


@pytest.mark.parametrize("number", range(len(NAMES)), ids=NAMES)
def test_it_ends_in_the_documented_fault(hostile: LiveServer, number: int) -> None:
    data: Any = ENDLESS[NAMES[number]][1]()

    answer = hostile.request("POST", f"/Webservice/Hostile/Op{number}", data)

    assert answer.status == 500
    assert answer.json()["faultstring"] == "Could not map data"
    after = hostile.request("POST", "/Webservice/Hostile/Echo", {"a": 1})
    assert after.json() == {"a": "1"}


def test_others_are_answered_while_it_runs(hostile: LiveServer) -> None:
    ended = threading.Event()

    def run() -> None:
        hostile.request("POST", "/Webservice/Hostile/Op0", {"k": "x"})
        ended.set()

    thread = threading.Thread(target=run)
    thread.start()
    during = 0
    while not ended.is_set():
        assert hostile.request("POST", "/Webservice/Hostile/Echo", {"a": 1}).status == 200
        during += not ended.is_set()
    thread.join()

    assert during > 5
