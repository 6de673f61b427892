"""What exchanges have in common that went the same way: kept once for all of them."""

from functools import lru_cache
from typing import NamedTuple

import msgspec

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.plain_text import utf8


class Course(NamedTuple):
    """Whom an exchange was with, how it ended, and the levels and summaries of its entries.

    An operation that is called a thousand times goes very few ways.
    """

    role: Role
    service_id: int
    service: str
    action: str
    method: str
    status: int | None
    outcome: Outcome
    levels: tuple[Level, ...]
    summaries: tuple[str, ...]

    @property
    def has_error(self) -> bool:
        """Whether an entry of level error is among the entries."""
        return Level.ERROR in self.levels


@lru_cache(maxsize=256)
def to_columns(course: Course) -> tuple[object, ...]:
    """Return the values of the columns of `day_file`'s table `course`, in their order."""
    problem = ""
    if course.has_error:
        problem = course.summaries[course.levels.index(Level.ERROR)]
    return (
        course.role.value,
        course.service_id,
        utf8(course.service),
        utf8(course.action),
        utf8(course.method),
        course.status,
        course.outcome.value,
        max(course.levels),
        problem,
        # Each summary once; the case is folded here because SQLite folds ASCII alone.
        "\n".join(dict.fromkeys(course.summaries)).casefold(),
        msgspec.json.encode(list(zip(course.levels, course.summaries, strict=True))).decode(),
    )
