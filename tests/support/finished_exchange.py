"""Exchanges that are over, made by hand."""

from datetime import UTC, datetime

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.tracer import Finished, Subject

STARTED = datetime(2026, 3, 1, tzinfo=UTC)
_SUBJECT = Subject("0" * 32, "crm", 1, Role.PROVIDER, "127.0.0.1", STARTED)


def finished(
    *data: object, path: str = "", headers: tuple[tuple[str, str], ...] = (), summary: str = "x"
) -> Finished:
    """Return an exchange with an entry of level debug for each of the data."""
    return Finished(
        _SUBJECT,
        (0.0,) * len(data),
        (Level.DEBUG,) * len(data),
        (summary,) * len(data),
        data,
        action="",
        started_seconds=0.0,
        duration_seconds=0.0,
        status=200,
        outcome=Outcome.OK,
        method="GET",
        path=path,
        headers=headers,
    )
