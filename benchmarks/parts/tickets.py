"""Tickets: what a store a hundred times as large costs, beside the reference system."""

from benchmarks import tickets
from benchmarks.part import Part, Report, Section

_ROUNDS = 9

_HEAD = f"""\
Medians of {_ROUNDS} interleaved rounds, CPU time of the server process per request, trace at error,
SQLite, 8 connections on loopback. The reference is OTOBO 11 with MariaDB on the same kind of
machine, CPU of web server and database, debugger at error, as published with the design.

| what | 10,000 tickets | 1,000,000 tickets | ratio | must | holds | reference | times less |
|---|--:|--:|--:|--:|---|--:|--:|"""


def _run(report: Report) -> Section:
    rows = tickets.measure(_ROUNDS, report)
    return Section("\n".join([_HEAD, *map(_line, rows)]), all(row.holds for row in rows))


def _line(row: tickets.Row) -> str:
    reference = row.kind.reference_ms
    beside = f"{reference:g} ms | {reference * 1000 / row.small:.0f}" if reference else " | "
    return (
        f"| {row.kind.what} | {row.small:.0f} µs | {row.large:.0f} µs | {row.ratio:.2f} | ≤ 1.5 "
        f"| {'yes' if row.holds else 'no'} | {beside} |"
    )


PART = Part(title="Tickets", run=_run)
