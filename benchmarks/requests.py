"""Requests: an echo through two mappings against a Starlette route; swaps; idle services."""

import asyncio
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _load, _servers

_BODY = json.dumps(
    {
        "id": 7, "name": "Ada", "mail": "ada@acme.test", "country": "GB", "status": "S",
        "prio": 4, "phone": "+44 1", "created": "2024-05-01", "vip": "N", "amount": 12.50,
    }
).encode()  # fmt: skip

_SIMPLE = """
      Type: Simple
      Config:
        KeyMapExact: {name: Name}
        KeyMapDefault: {MapType: Keep, MapTo: ''}
        ValueMapDefault: {MapType: Keep, MapTo: ''}"""
_SIMPLE_BACK = _SIMPLE.replace("{name: Name}", "{Name: name}")
_TIE = """
      Type: Tie
      Config:
        Source: |
          id = .id
          name = .name
          mail = .mail
          country = .country
          status = .status
          prio = .prio
          phone = .phone
          created = .created
          vip = .vip
          amount = .amount"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the results."""

    what: str
    rival: str
    ratio: str
    must: str
    holds: bool


def service(inbound: str, outbound: str, *, threshold: str = "error", operations: int = 1) -> str:
    """Return a service file with an echo at `/echo` and further operations beside it."""
    names = ["Echo", *(f"Other{number}" for number in range(operations - 1))]
    entries = "".join(
        f"\n    {name}:\n      Type: Test::Test\n      MappingInbound:{_indent(inbound)}"
        f"\n      MappingOutbound:{_indent(outbound)}"
        for name in names
    )
    routes = "".join(
        f"\n        {name}: {{Route: /{name.lower()}, RequestMethod: [POST]}}" for name in names
    )
    return (
        f"Debugger: {{DebugThreshold: {threshold}}}\nCrosstie: {{Compatibility: modern}}\n"
        f"Provider:\n  Operation:{entries}\n  Transport:\n    Type: HTTP::REST\n    Config:\n"
        f"      KeepAlive: '1'\n      RouteOperationMapping:{routes}\n"
    )


def _indent(text: str) -> str:
    return text.replace("\n", "\n  ")


def echo(rounds: int, count: int, report: Callable[[str], None]) -> list[Row]:
    """Measure the echo by CPU of the server per request, in interleaved rounds."""
    services = {
        "simple": service(_SIMPLE, _SIMPLE_BACK),
        "many": service(_SIMPLE, _SIMPLE_BACK, operations=2_000),
        "tie": service(_TIE, _TIE),
        "traced": service(_SIMPLE, _SIMPLE_BACK, threshold="debug"),
        "traced-tie": service(_TIE, _TIE, threshold="debug"),
    }
    with _servers.starlette() as rival, _servers.crosstie(services) as ours:
        paths = {"starlette": (rival, "/echo")}
        paths |= {name: (ours, f"/Webservice/{name}/echo") for name in services}
        costs: dict[str, list[float]] = {name: [] for name in paths}
        for name, (server, path) in paths.items():
            _cost(server, path, max(200, count // 10), name)
        for turn in range(rounds):
            report(f"requests: round {turn + 1} of {rounds}")
            # Each takes each place in the order once: what runs before it may slow it down.
            names = [*paths]
            first = turn % len(names)
            for name in names[first:] + names[:first]:
                costs[name].append(_cost(*paths[name], count, name))
    return [
        _row("REST echo through two Simple mappings, trace at error", costs, "simple", 0.7),
        _row("REST echo through two Tie mappings, trace at error", costs, "tie", 0.7),
        _row("REST echo through two Simple mappings, trace at debug", costs, "traced", 0.55),
        _row("REST echo through two Tie mappings, trace at debug", costs, "traced-tie", 0.55),
        _many(costs),
    ]


def _cost(server: _servers.Server, path: str, count: int, name: str) -> float:
    before = _settled(server)
    outcome = asyncio.run(_load.send(server.port, [_load.request(path, _BODY)], count=count))
    spent = _settled(server) - before
    if outcome.failures or json.loads(outcome.body) != json.loads(_BODY):
        raise SystemExit(f"{name}: {outcome.failures} failures, last body {outcome.body[:200]!r}")
    return spent / outcome.answers


def _settled(server: _servers.Server) -> float:
    """Wait until the server has written what it traced before; return its CPU time then."""
    before, now = -1.0, server.cpu_seconds()
    while now - before > 0.002:
        time.sleep(0.1)
        before, now = now, server.cpu_seconds()
    return now


def _row(what: str, costs: dict[str, list[float]], name: str, must: float) -> Row:
    ratio = statistics.median(r / o for r, o in zip(costs["starlette"], costs[name], strict=True))
    micro = statistics.median(costs[name]) * 1e6
    return Row(
        what,
        "Starlette route, C JSON codec with exact decimals",
        f"{ratio:.2f} of its rate ({micro:.0f} µs CPU)",
        f"≥ {must}",
        ratio >= must,
    )


def _many(costs: dict[str, list[float]]) -> Row:
    ratio = statistics.median(m / o for m, o in zip(costs["many"], costs["simple"], strict=True))
    return Row(
        "2,000 operations instead of 1",
        "itself",
        f"{ratio:.3f} of the cost",
        "≤ 1.03",
        ratio <= 1.03,
    )


def idle(count: int, report: Callable[[str], None]) -> list[Row]:
    """Measure the memory that services take which nobody asks for anything."""
    services = {
        "GenericTicketConnectorREST": "the stock ticket connector",
        "Jira": "the example with a mapping of 40 lines in Tie",
    }
    return [_idle(file, what, count, report) for file, what in services.items()]


def _idle(file: str, what: str, count: int, report: Callable[[str], None]) -> Row:
    folder = Path(__file__).parents[1] / "examples" / "services"
    text = (folder / f"{file}.yml").read_text(encoding="utf-8")
    with _servers.crosstie({"warm": text}) as server:
        report(f"idle: {count} services of {file}")
        before = server.traced_bytes()
        for number in range(count):
            server.add(f"idle{number}", text)
        each = (server.traced_bytes() - before) / count / 1024
    return Row(
        f"memory of an idle service, one of {count} of {what}",
        "itself",
        f"{each:.1f} KB",
        "≤ 50 KB",
        each <= 50,
    )


def swap(seconds: float, report: Callable[[str], None]) -> Row:
    """Swap a service again and again under load and count the requests that failed."""
    first, second = service(_SIMPLE, _SIMPLE_BACK), service(_TIE, _TIE)
    with _servers.crosstie({"swapped": first}) as server:
        report("swap: a service changes under load")
        outcome, swaps = asyncio.run(_swap(server, first, second, seconds))
    return Row(
        f"{swaps} swaps of a service under {outcome.answers} requests",
        "itself",
        f"{outcome.failures} failed",
        "0 failed",
        outcome.failures == 0,
    )


async def _swap(
    server: _servers.Server, first: str, second: str, seconds: float
) -> tuple[_load.Outcome, int]:
    raw = _load.request("/Webservice/swapped/echo", _BODY)
    swaps = 0

    async def change() -> None:
        nonlocal swaps
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            await asyncio.to_thread(server.replace, "swapped", second if swaps % 2 == 0 else first)
            swaps += 1
            await asyncio.sleep(0.02)

    changing = asyncio.create_task(change())
    total = _load.Outcome(0, 0, b"")
    while not changing.done():
        part = await _load.send(server.port, [raw], count=800)
        total = _load.Outcome(
            total.answers + part.answers, total.failures + part.failures, part.body
        )
    await changing
    return total, swaps
