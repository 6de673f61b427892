"""What can be asked of the recorded exchanges."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing import day_file
from engine.tracing.recorded import Stored, epoch_us

_EQUAL = (
    "id", "role", "service", "service_id", "action", "outcome", "remote_address", "status",
    "method",
)  # fmt: skip


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

    def chunks(self) -> tuple[str, list[object]]:
        """Return the condition for the chunks that can hold what is asked for, and its values."""
        terms: list[str] = []
        values: list[object] = []

        def add(term: str, *given: object) -> None:
            terms.append(term)
            values.extend(given)

        if self.id is not None:
            add("first_id <= ? AND last_id >= ?", self.id, self.id)
        if self.service_id is not None:
            add("instr(services, ?) > 0", f",{self.service_id},")
        if self.level is not None:
            add("level >= ?", self.level.value)
        if self.created_at_or_after is not None:
            add("last_us >= ?", epoch_us(self.created_at_or_after))
        if self.created_at_or_before is not None:
            add("first_us <= ?", epoch_us(self.created_at_or_before))
        if self.after is not None:
            bound = "first_us <= ?" if self.newest_first else "last_us >= ?"
            # Chunks of other days lie beyond it all.
            add(bound, self.after.started_us)
        return " AND ".join(terms) or "1", values

    def accepts(self, day: date, number: int, stored: Stored) -> bool:
        """Say whether an exchange of a day with that number is asked for."""
        for name in _EQUAL:
            if (wanted := getattr(self, name)) is not None and getattr(stored, name) != wanted:
                return False
        if self.level is not None and stored.level < self.level:
            return False
        earliest, latest = self.created_at_or_after, self.created_at_or_before
        if earliest is not None and stored.started_at < earliest:
            return False
        if latest is not None and stored.started_at > latest:
            return False
        if self.text and not self._stands_in(stored):
            return False
        if self.after is None or self.after.day != day:
            return True
        place, end = (stored.started_us, number), (self.after.started_us, self.after.row)
        return place < end if self.newest_first else place > end

    def _stands_in(self, stored: Stored) -> bool:
        text = (self.text or "").casefold()
        return text in stored.path.casefold() or any(
            text in summary.casefold() for _, _, summary, _ in stored.entries
        )
