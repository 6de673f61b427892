"""Requests on tickets, by CPU of the server: a store of 10,000 tickets against one of 1,000,000."""

import asyncio
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks import _load, _servers, _stores

SMALL: Final = 10_000
LARGE: Final = 1_000_000

_SERVICE: Final = """\
Debugger: {DebugThreshold: error}
Provider:
  Operation:
    SessionCreate: {Type: 'Session::SessionCreate', MappingInbound: {}, MappingOutbound: {}}
    TicketCreate: {Type: 'Ticket::TicketCreate', MappingInbound: {}, MappingOutbound: {}}
    TicketGet: {Type: 'Ticket::TicketGet', MappingInbound: {}, MappingOutbound: {}}
    TicketSearch: {Type: 'Ticket::TicketSearch', MappingInbound: {}, MappingOutbound: {}}
  Transport:
    Type: HTTP::REST
    Config:
      KeepAlive: '1'
      RouteOperationMapping:
        SessionCreate: {Route: /session, RequestMethod: [POST]}
        TicketCreate: {Route: /create, RequestMethod: [POST]}
        TicketGet: {Route: /get, RequestMethod: [POST]}
        TicketSearch: {Route: /search, RequestMethod: [POST]}
"""
_BODY: Final = " ".join(["It jammed again, and the lamp is red."] * 12)


@dataclass(frozen=True, slots=True)
class Kind:
    """A request that is measured; `reference_ms` is what OTOBO 11 takes, CPU, debugger at error."""

    what: str
    route: str
    bodies: Callable[[int, random.Random], list[dict[str, Any]]]
    count: int
    reference_ms: float | None = None


def _get(tickets: int, draw: random.Random) -> list[dict[str, Any]]:
    ids = [_stores.some_ticket(tickets, draw) for _ in range(400)]
    return [{"TicketID": each, "AllArticles": 1, "DynamicFields": 1} for each in ids]


def _create(_tickets: int, draw: random.Random) -> list[dict[str, Any]]:
    return [
        {
            "Ticket": {
                "Title": _stores.title(draw), "Queue": "Raw",
                "State": "new", "Priority": "3 normal", "CustomerUser": "lena@acmetest.net",
            },
            "Article": {
                "CommunicationChannel": "Email", "Subject": "Help", "Body": _BODY,
                "ContentType": "text/plain; charset=utf8",
            },
        }
        for _ in range(50)
    ]  # fmt: skip


def _each(**criteria: Any) -> Callable[[int, random.Random], list[dict[str, Any]]]:
    return lambda _tickets, _draw: [{"Limit": 50, **criteria}]


def _word(_tickets: int, draw: random.Random) -> list[dict[str, Any]]:
    """Words that as many tickets of either store have."""
    return [{"Limit": 50, "Fulltext": draw.choice(_stores.NAMES)} for _ in range(50)]


KINDS: Final = (
    Kind("TicketGet, one article, session", "get", _get, 2_000, 24.7),
    Kind("TicketCreate, e-mail article", "create", _create, 800, 169),
    Kind("TicketSearch, Title=Get*, limit 50", "search", _each(Title="Get*"), 600, 22.9),
    Kind("TicketSearch, no criterion, limit 50", "search", _each(), 600),
    Kind("TicketSearch, two queues, three states", "search",
         _each(Queues=["Raw", "Misc"], States=["open", "new", "closed successful"]), 600),
    Kind("TicketSearch, full text, a name", "search", _word, 600),
    Kind("TicketSearch, a title that is not there", "search", _each(Title="Nowhere"), 600),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of request costs on the small and on the large store, CPU in µs."""

    kind: Kind
    small: float
    large: float
    ratio: float

    @property
    def holds(self) -> bool:
        """Whether the large store costs at most half as much again."""
        return self.ratio <= 1.5


def measure(rounds: int, report: Callable[[str], None]) -> list[Row]:
    """Measure every kind of request on both stores, in interleaved rounds."""
    costs: dict[tuple[Kind, int], list[float]] = {}
    with (
        _stores.filled(SMALL, report) as small,
        _stores.filled(LARGE, report) as large,
        _servers.crosstie({"tickets": _SERVICE}, small) as on_small,
        _servers.crosstie({"tickets": _SERVICE}, large) as on_large,
    ):
        servers = {SMALL: on_small, LARGE: on_large}
        sessions = {size: _session(server) for size, server in servers.items()}
        for turn in range(rounds + 1):
            report(f"tickets: round {turn} of {rounds}" if turn else "tickets: warming up")
            for kind in KINDS:
                for size, server in servers.items():
                    # Both servers are asked alike, and neither twice for the same.
                    draw = random.Random(f"{kind.what} {turn}")
                    bodies = kind.bodies(size, draw)
                    raws = [_raw(kind.route, sessions[size] | body) for body in bodies]
                    spent = _cost(server, raws, kind)
                    if turn:
                        costs.setdefault((kind, size), []).append(spent)
    return [_row(kind, costs[kind, SMALL], costs[kind, LARGE]) for kind in KINDS]


def _row(kind: Kind, small: list[float], large: list[float]) -> Row:
    ratio = statistics.median(b / a for a, b in zip(small, large, strict=True))
    return Row(kind, statistics.median(small) * 1e6, statistics.median(large) * 1e6, ratio)


def _session(server: _servers.Server) -> dict[str, Any]:
    body = _load.request("/Webservice/tickets/session", json.dumps(_stores.AGENT).encode())
    outcome = asyncio.run(_load.send(server.port, [body], count=1, connections=1))
    return {"SessionID": json.loads(outcome.body)["SessionID"]}


def _raw(route: str, body: dict[str, Any]) -> bytes:
    return _load.request(f"/Webservice/tickets/{route}", json.dumps(body).encode())


def _cost(server: _servers.Server, raws: Sequence[bytes], kind: Kind) -> float:
    before = server.cpu_seconds()
    outcome = asyncio.run(_load.send(server.port, raws, count=kind.count))
    time.sleep(0.05)
    spent = server.cpu_seconds() - before
    if outcome.failures or b'"Error"' in outcome.body:
        raise SystemExit(f"{kind.what}: {outcome.failures} failures, {outcome.body[:200]!r}")
    return spent / outcome.answers
