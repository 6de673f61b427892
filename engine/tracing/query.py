"""What can be asked of the recorded exchanges, and how it becomes SQL."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing import day_file
from engine.tracing.row import epoch_us

_EQUAL = ("id", "service", "service_id", "action", "remote_address", "status", "method")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two exchanges of a result: what comes next lies beyond it."""

    day: date
    started_us: int
    row: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.started_us}.{self.row}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Return the cursor that `str` wrote. Raises `ValueError`."""
        day, started_us, row = text.split(".")
        return cls(date.fromisoformat(day), int(started_us[:18]), int(row[:18]))


@dataclass(frozen=True, slots=True)
class ExchangeQuery:
    """Filters, joined by "and"; None leaves a filter out. Times are aware and inclusive."""

    id: str | None = None
    role: Role | None = None
    service: str | None = None
    service_id: int | None = None
    action: str | None = None
    level: Level | None = None
    """At least this level was reached."""
    outcome: Outcome | None = None
    remote_address: str | None = None
    method: str | None = None
    status: int | None = None
    created_at_or_after: datetime | None = None
    created_at_or_before: datetime | None = None
    text: str | None = None
    """Stands in a summary or in the path, in whatever case."""
    limit: int = 100
    newest_first: bool = True
    after: Cursor | None = None
    """Continue behind this place; given by the page before."""

    def touches(self, day: date) -> bool:
        """Say whether the file of a day can hold what is asked for."""
        earliest, latest = self.created_at_or_after, self.created_at_or_before
        if earliest is not None and day < day_file.day_of(earliest):
            return False
        if latest is not None and day > day_file.day_of(latest):
            return False
        if self.after is None:
            return True
        return day <= self.after.day if self.newest_first else day >= self.after.day

    def where(self, day: date) -> tuple[str, list[object]]:
        """Return the condition for the file of a day and its parameters."""
        terms: list[str] = []
        values: list[object] = []

        def add(term: str, *given: object) -> None:
            terms.append(term)
            values.extend(given)

        for column in _EQUAL:
            if (wanted := getattr(self, column)) is not None:
                add(f"{column} = ?", wanted)
        if self.role is not None:
            add("role = ?", self.role.value)
        if self.outcome is not None:
            add("outcome = ?", self.outcome.value)
        if self.level is not None:
            add("level >= ?", self.level.value)
        if self.created_at_or_after is not None:
            add("started_us >= ?", epoch_us(self.created_at_or_after))
        if self.created_at_or_before is not None:
            add("started_us <= ?", epoch_us(self.created_at_or_before))
        if self.text:
            text = self.text.casefold()
            add("(instr(searchable, ?) > 0 OR instr(casefold(path), ?) > 0)", text, text)
        if self.after is not None and self.after.day == day:
            beyond = "<" if self.newest_first else ">"
            add(f"(started_us, number) {beyond} (?, ?)", self.after.started_us, self.after.row)
        return " AND ".join(terms) or "1", values
