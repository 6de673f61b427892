"""`crosstie log`: the recorded exchanges."""

import time
from datetime import timedelta
from typing import Annotated, TypeVar

import typer

from engine.cli._context import guarded, settings
from engine.cli._output import Format, fail, printable, say, show_rows, show_value, write
from engine.cli._span import now, span
from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.query import ExchangeQuery
from engine.tracing.reader import Recording, TraceReader
from engine.tracing.recorded import RecordedExchange
from engine.tracing.retention import Retention, clean

T = TypeVar("T")

log = typer.Typer(help="The recorded exchanges.", no_args_is_help=True)

_TAIL_SECONDS = 0.5


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""
    root.add_typer(log, name="log")


@log.command("list")
def list_(
    context: typer.Context,
    service: Annotated[str | None, typer.Option("--service")] = None,
    action: Annotated[str | None, typer.Option("--action", help="The operation.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="Provider or Requester.")] = None,
    level: Annotated[str | None, typer.Option("--level", help="At least: debug … error.")] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="ok, refused, fault.")] = None,
    status: Annotated[
        int | None, typer.Option("--status", min=100, max=599, help="The HTTP status.")
    ] = None,
    remote: Annotated[str | None, typer.Option("--remote", help="The remote address.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="In a summary or the path.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="30m, 2h, 7d.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100,
) -> None:
    """List exchanges, newest first."""
    query = ExchangeQuery(
        service=service,
        action=action,
        role=_one_of(role, {each.value.lower(): each for each in Role}, "--role"),
        level=_one_of(level, {each.word: each for each in Level}, "--level"),
        outcome=_one_of(outcome, {each.value: each for each in Outcome}, "--outcome"),
        status=status,
        remote_address=remote,
        text=text,
        created_at_or_after=now() - span(since) if since else None,
        limit=limit,
    )
    page = guarded(lambda: _reader(context).search(query))
    show_rows([_row(exchange) for exchange in page.exchanges], settings(context).form)
    if page.next is not None:
        say(f"more than {limit} found; --limit shows more")


@log.command()
def show(context: typer.Context, id: Annotated[str, typer.Argument(show_default=False)]) -> None:
    """Show one exchange with all its entries."""
    recording = guarded(lambda: _reader(context).find(id))
    if recording is None:
        fail(f"there is no recorded exchange `{id}`", "crosstie log list shows which there are")
    form = settings(context).form
    if form is Format.TABLE:
        _draw(recording)
        return
    entries = [
        {
            "time": entry.created_at.isoformat(),
            "level": entry.level.word,
            "summary": entry.summary,
            "data": entry.data,
        }
        for entry in recording.entries
    ]
    head = {key: str(value) for key, value in _row(recording.exchange).items()}
    show_value({**head, "entries": [dict(entry) for entry in entries]}, form)


@log.command()
def tail(context: typer.Context) -> None:
    """Print exchanges as they are recorded, until stopped."""
    guarded(lambda: _follow(_reader(context)))


@log.command("clean")
def clean_(
    context: typer.Context,
    older_than: Annotated[str, typer.Option("--older-than", help="30d, 12h, …")] = "14d",
) -> None:
    """Remove recorded exchanges."""
    kept = Retention(days=span(older_than) / timedelta(days=1))
    folder = settings(context).folder / "traces"
    freed = guarded(lambda: clean(folder, kept, now=now()))
    say(f"freed {freed} bytes")


def _follow(reader: TraceReader) -> None:
    seen: set[str] = set()
    since = now()
    while True:
        query = ExchangeQuery(created_at_or_after=since, newest_first=False, limit=1_000)
        for exchange in reader.search(query).exchanges:
            if exchange.id not in seen:
                seen.add(exchange.id)
                write("  ".join(printable(str(cell)) for cell in _row(exchange).values()))
        time.sleep(_TAIL_SECONDS)


def _draw(recording: Recording) -> None:
    for key, value in _row(recording.exchange).items():
        write(f"{key:9} {printable(str(value))}")
    for entry in recording.entries:
        write("")
        write(f"{entry.offset_us / 1000:9.3f} ms  {entry.level.word:6}  {printable(entry.summary)}")
        if entry.data is not None:
            write("\n".join(f"    {line}" for line in printable(entry.data).splitlines()))


def _row(exchange: RecordedExchange) -> dict[str, object]:
    return {
        "id": exchange.id,
        "time": exchange.started_at,
        "ms": f"{exchange.duration_us / 1000:.1f}",
        "service": exchange.service,
        "action": exchange.action,
        "request": f"{exchange.method} {exchange.path}",
        "status": exchange.status,
        "outcome": exchange.outcome.value,
        "problem": exchange.problem,
    }


def _reader(context: typer.Context) -> TraceReader:
    return TraceReader(settings(context).folder / "traces")


def _one_of(given: str | None, choices: dict[str, T], option: str) -> T | None:
    if given is None:
        return None
    if given.lower() not in choices:
        fail(f"{option} is one of {', '.join(choices)}, not `{given}`", code=2)
    return choices[given.lower()]
