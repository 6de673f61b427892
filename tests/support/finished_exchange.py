"""Exchanges that are over, made by hand."""

from datetime import UTC, datetime

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.finished import Finished

STARTED = datetime(2026, 3, 1, tzinfo=UTC)


def finished(*data: object, path: str = "", summary: str = "x") -> Finished:
    """Return an exchange with an entry of level debug for each of the data."""
    return Finished(
        id="0" * 32,
        started_at=STARTED,
        started_seconds=0.0,
        duration_seconds=0.0,
        role=Role.PROVIDER,
        service_id=1,
        service="crm",
        action="",
        remote_address="127.0.0.1",
        method="GET",
        path=path,
        status=200,
        outcome=Outcome.OK,
        entries=[(0.0, Level.DEBUG, summary, each) for each in data],
    )
