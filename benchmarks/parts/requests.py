"""Requests over a socket, by CPU of the server."""

from benchmarks import requests
from benchmarks.part import Part, Report, Section

_ROUNDS = 18
_REQUESTS = 4_000
_SWAP_SECONDS = 6.0
_IDLE_SERVICES = 200

_HEAD = """\
Medians of interleaved rounds, CPU time of the server process per request; uvicorn, uvloop, 8
connections on loopback from a generator that never sleeps, so that no server is charged for waking
it. Outputs are compared with the input before a figure counts.

| what | rival | measured | must | holds |
|---|---|---|---|---|"""


def _run(report: Report) -> Section:
    rows = [
        *requests.echo(_ROUNDS, _REQUESTS, report),
        requests.swap(_SWAP_SECONDS, report),
        *requests.idle(_IDLE_SERVICES, report),
    ]
    lines = [
        f"| {row.what} | {row.rival} | {row.ratio} | {row.must} | {'yes' if row.holds else 'no'} |"
        for row in rows
    ]
    return Section("\n".join([_HEAD, *lines]), all(row.holds for row in rows))


PART = Part(title="Requests", run=_run)
