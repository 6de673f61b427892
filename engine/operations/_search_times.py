"""Criteria of a search on times: as minutes from now, as dates, and as forms fill them in.

Source: ticket-operations reference 7.4. Dates are in the system's time zone.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.ticket_query import Criterion, LiesWithin, Moment, Span
from engine.operations._search_input import UnsearchableError, one_text
from engine.operations._setting import system_zone

_MOMENTS = (
    ("TicketCreateTime", Moment.CREATED),
    ("TicketChangeTime", Moment.HISTORY),
    ("TicketLastChangeTime", Moment.CHANGED),
    ("TicketCloseTime", Moment.CLOSED),
    ("TicketPendingTime", Moment.PENDING),
    ("TicketEscalationTime", Moment.ESCALATION),
    ("TicketEscalationUpdateTime", Moment.ESCALATION_UPDATE),
    ("TicketEscalationResponseTime", Moment.ESCALATION_RESPONSE),
    ("TicketEscalationSolutionTime", Moment.ESCALATION_SOLUTION),
)
_FORMS = (
    ("ChangeTimeSearchType", "TicketChangeTime"),
    ("LastChangeTimeSearchType", "TicketLastChangeTime"),
    ("CloseTimeSearchType", "TicketCloseTime"),
)
_MINUTES_OF = {
    "minute": 1,
    "hour": 60,
    "day": 60 * 24,
    "week": 60 * 24 * 7,
    "month": 60 * 24 * 30,
    "year": 60 * 24 * 365,
}
_FUTURE_IS_FINE = "TicketPendingTime"
_MINUTES = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\s([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})", re.ASCII
)
# Stores keep years in four digits.
_FIRST = datetime(1000, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def time_criteria(data: Mapping[str, Value], desk: DeskReader) -> Iterator[Criterion]:
    """Give the criteria on times of tickets.

    Raises `UnsearchableError` for what is no date or number, and for spans that hold nothing.
    """
    filled = {**data, **_from_forms(data)}
    for prefix, moment in _MOMENTS:
        span = span_of(filled, prefix, desk)
        if span != Span():
            yield LiesWithin(moment, span)


def span_of(data: Mapping[str, Value], prefix: str, desk: DeskReader) -> Span:
    """Return the span that the four parameters of a time give together."""
    newer, older = _date(data, f"{prefix}NewerDate", desk), _date(data, f"{prefix}OlderDate", desk)
    if newer and older and newer > older:
        raise UnsearchableError(f"{prefix}NewerDate", "it is later than the other end")
    if newer and newer > desk.now and prefix != _FUTURE_IS_FINE:
        raise UnsearchableError(f"{prefix}NewerDate", "it lies in the future")
    since = [newer, _minutes_ago(data, f"{prefix}NewerMinutes", desk)]
    until = [older, _minutes_ago(data, f"{prefix}OlderMinutes", desk)]
    return Span(
        since=max((each for each in since if each), default=None),
        until=min((each for each in until if each), default=None),
    )


def _minutes_ago(data: Mapping[str, Value], key: str, desk: DeskReader) -> datetime | None:
    sent = one_text(data, key)
    if sent is None:
        return None
    if not _MINUTES.fullmatch(sent):
        raise UnsearchableError(key, "minutes are a whole number")
    try:
        return _bounded(desk.now - timedelta(minutes=int(sent)))
    except OverflowError:
        return _FIRST if int(sent) > 0 else _LAST


def _date(data: Mapping[str, Value], key: str, desk: DeskReader) -> datetime | None:
    sent = one_text(data, key)
    if sent is None:
        return None
    found = _DATE.fullmatch(sent)
    if not found:
        raise UnsearchableError(key, "a date is written YYYY-MM-DD hh:mm:ss")
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=system_zone(desk))
        return _bounded(local.astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise UnsearchableError(key, "there is no such date") from error


def _bounded(moment: datetime) -> datetime:
    return min(max(moment, _FIRST), _LAST)


def _from_forms(data: Mapping[str, Value]) -> dict[str, Value]:
    """Return the parameters that the parts of forms amount to."""
    found: dict[str, Value] = {}
    for key, prefix in _FORMS:
        match one_text(data, key):
            case "TimeSlot":
                found |= _slot(data, prefix)
            case "TimePoint":
                found |= _point(data, prefix)
    return found


def _slot(data: Mapping[str, Value], prefix: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for end, target, time in (
        ("Start", "NewerDate", "00:00:00"),
        ("Stop", "OlderDate", "23:59:59"),
    ):
        parts = [one_text(data, f"{prefix}{end}{part}") for part in ("Year", "Month", "Day")]
        if all(parts):
            found[f"{prefix}{target}"] = f"{'-'.join(map(str, parts))} {time}"
    return found


def _point(data: Mapping[str, Value], prefix: str) -> dict[str, Value]:
    count, unit = one_text(data, f"{prefix}Point"), one_text(data, f"{prefix}PointFormat")
    if not count or not unit:
        return {}
    if not _MINUTES.fullmatch(count):
        raise UnsearchableError(f"{prefix}Point", "it is a whole number")
    if unit not in _MINUTES_OF:
        raise UnsearchableError(f"{prefix}PointFormat", "there is no such unit of time")
    is_before = one_text(data, f"{prefix}PointStart") == "Before"
    minutes = min(int(count) * _MINUTES_OF[unit], 999_999_999)
    return {f"{prefix}{'Older' if is_before else 'Newer'}Minutes": minutes}
