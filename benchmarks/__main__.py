"""`make bench`: runs every benchmark and writes `benchmarks/RESULTS.md`."""

import platform
import sys
from pathlib import Path

from benchmarks import requests

_RESULTS = Path(__file__).with_name("RESULTS.md")
_ROUNDS = 7
_REQUESTS = 4_000
_SWAP_SECONDS = 6.0


def main() -> None:
    """Measure, write the table, and end with 1 when a limit does not hold."""
    rows = [
        *requests.echo(_ROUNDS, _REQUESTS, _report),
        requests.swap(_SWAP_SECONDS, _report),
    ]
    _RESULTS.write_text(_document(rows), encoding="utf-8")
    sys.stdout.write(_document(rows))
    if not all(row.holds for row in rows):
        raise SystemExit(1)


def _report(text: str) -> None:
    sys.stderr.write(text + "\n")


def _document(rows: list[requests.Row]) -> str:
    lines = [
        "# Results",
        "",
        "Ratios, medians of interleaved rounds, CPU time of the server process per request;",
        f"`make bench`, Python {platform.python_version()}, {platform.machine()}, uvicorn,",
        "uvloop, 8 connections on loopback.",
        "Outputs are compared with the input before a figure counts.",
        "",
        "| what | rival | measured | must | holds |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.what} | {row.rival} | {row.ratio} | {row.must} | {'yes' if row.holds else 'no'} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
