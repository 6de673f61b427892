"""The filters above the list of exchanges: from the address of the page to a query and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TypeVar
from urllib.parse import urlencode

from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing.query import Cursor, ExchangeQuery

E = TypeVar("E", bound=Enum)

LIMITS = (25, 50, 100, 250, 1000)
DEFAULT_LIMIT = 50

FIELDS = (
    "text",
    "service",
    "outcome",
    "action",
    "direction",
    "level",
    "status",
    "address",
    "from",
    "to",
    "limit",
)
RARE_FIELDS = ("action", "direction", "level", "status", "address", "from", "to", "limit")

_ID = frozenset("0123456789abcdef")
_WHOLE_MINUTE = len("2026-03-01T12:00")


@dataclass(frozen=True, slots=True)
class ExchangeFilter:
    """What the visitor typed, the query it means, and what could not be understood of it."""

    values: Mapping[str, str]
    query: ExchangeQuery
    problems: Mapping[str, str]

    @property
    def is_active(self) -> bool:
        """Whether anything is filtered at all."""
        return any(self.values[name] for name in FIELDS if name != "limit")

    @property
    def shows_rare(self) -> bool:
        """Whether one of the fields that are folded away is in use."""
        return any(self.values[name] for name in RARE_FIELDS)

    def address(self, after: Cursor | None = None) -> str:
        """Return the query string that leads to the same list, or to its part behind `after`."""
        kept = {name: value for name, value in self.values.items() if value}
        if after is not None:
            kept["after"] = str(after)
        return f"?{urlencode(kept)}" if kept else ""


def read_filter(given: Mapping[str, str]) -> ExchangeFilter:
    """Return the filter that the parameters of an address describe.

    A value that is not understood filters nothing and is named in `problems`.
    """
    values = {name: given.get(name, "").strip()[:200] for name in FIELDS}
    problems: dict[str, str] = {}
    query = ExchangeQuery(
        service=values["service"] or None,
        action=values["action"] or None,
        remote_address=values["address"] or None,
        role=_member(Role, "direction", values, problems),
        outcome=_member(Outcome, "outcome", values, problems),
        level=_level(values, problems),
        status=_number("status", values, problems),
        created_at_or_after=_moment("from", values, problems),
        created_at_or_before=_last_moment(values, problems),
        limit=_limit(values, problems),
        after=_cursor(given.get("after", ""), problems),
    )
    return ExchangeFilter(values, _with_text(query, values["text"]), problems)


def _with_text(query: ExchangeQuery, text: str) -> ExchangeQuery:
    """People paste the id of an exchange into the field for texts."""
    bare = text.lower().replace("-", "")
    if len(bare) == 32 and _ID.issuperset(bare):
        return replace(query, id=bare)
    return replace(query, text=text or None)


def _member(
    kind: type[E], name: str, values: Mapping[str, str], problems: dict[str, str]
) -> E | None:
    if not values[name]:
        return None
    for member in kind:
        if member.value == values[name]:
            return member
    problems[name] = "expected " + " or ".join(str(member.value) for member in kind)
    return None


def _level(values: Mapping[str, str], problems: dict[str, str]) -> Level | None:
    for level in Level:
        if level.word == values["level"]:
            return level
    if values["level"]:
        problems["level"] = "expected debug, info, notice or error"
    return None


def _number(name: str, values: Mapping[str, str], problems: dict[str, str]) -> int | None:
    text = values[name]
    if text.isdecimal() and text.isascii() and len(text) <= 9:
        return int(text)
    if text:
        problems[name] = "expected a number"
    return None


def _limit(values: Mapping[str, str], problems: dict[str, str]) -> int:
    limit = _number("limit", values, problems)
    if limit is None or 1 <= limit <= LIMITS[-1]:
        return limit or DEFAULT_LIMIT
    problems["limit"] = f"expected a number from 1 to {LIMITS[-1]}"
    return DEFAULT_LIMIT


def _moment(name: str, values: Mapping[str, str], problems: dict[str, str]) -> datetime | None:
    if not values[name]:
        return None
    try:
        moment = datetime.fromisoformat(values[name])
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        problems[name] = "expected a time like 2026-03-01T12:00"
        return None


def _last_moment(values: Mapping[str, str], problems: dict[str, str]) -> datetime | None:
    """A minute without seconds is meant to its end, a day to its last minute."""
    moment = _moment("to", values, problems)
    if moment is None or len(values["to"]) > _WHOLE_MINUTE:
        return moment
    span = timedelta(days=1) if len(values["to"]) <= len("2026-03-01") else timedelta(minutes=1)
    try:
        return moment + span - timedelta(microseconds=1)
    except OverflowError:
        return moment


def _cursor(text: str, problems: dict[str, str]) -> Cursor | None:
    try:
        return Cursor.parse(text) if text else None
    except ValueError:
        problems["after"] = "this is no place in the list"
        return None
