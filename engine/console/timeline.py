"""Prepares the entries of an exchange for being looked at."""

import re
from dataclasses import dataclass

import msgspec

from engine.model.level import Level
from engine.tracing.reader import Recording

SCALE = 1000
"""Bars are drawn on a scale of this many units, whatever the width of the page."""

_MIN_BAR = 4
_MAX_FORMATTED_CHARACTERS = 262_144
_MAX_INDENT = 40
_BETWEEN_TAGS = re.compile(r"(?<=>)\s*(?=<)")


@dataclass(frozen=True, slots=True)
class Step:
    """One entry: when it came, what went on until the next one, what was recorded."""

    number: int
    summary: str
    level: str
    is_error: bool
    at: str
    """Since the beginning of the exchange."""
    duration: str
    """Until the next step, or the end."""
    bar_start: int
    bar_width: int
    data: str | None
    """Indented where it is JSON or XML."""
    form: str
    """`JSON`, `XML` or `Text`."""
    size: str


def steps_of(recording: Recording) -> list[Step]:
    """Return the steps of an exchange in their order."""
    entries = recording.entries
    ends = [entry.offset_us for entry in entries[1:]]
    ends.append(max(recording.exchange.duration_us, entries[-1].offset_us if entries else 0))
    total_us = max(1, ends[-1])
    steps = []
    for number, (entry, end_us) in enumerate(zip(entries, ends, strict=True), start=1):
        duration_us = max(0, end_us - entry.offset_us)
        width = max(_MIN_BAR, SCALE * duration_us // total_us)
        form, data = _formatted(entry.data)
        steps.append(
            Step(
                number,
                entry.summary,
                entry.level.word,
                entry.level == Level.ERROR,
                duration_text(entry.offset_us),
                duration_text(duration_us),
                min(SCALE - width, SCALE * entry.offset_us // total_us),
                width,
                data,
                form,
                _size_text(entry.data),
            )
        )
    return steps


def duration_text(duration_us: int) -> str:
    """Return a duration as people read it: ``840 µs``, ``12.4 ms``, ``3.05 s``."""
    if duration_us < 1_000:
        return f"{duration_us} µs"
    if duration_us < 1_000_000:
        return f"{duration_us / 1_000:.3g} ms" if duration_us < 999_500 else "1 s"
    return f"{duration_us / 1_000_000:.3g} s" if duration_us < 1e9 else f"{duration_us // 10**6} s"


def _formatted(data: str | None) -> tuple[str, str | None]:
    if data is None:
        return "", None
    start = data.lstrip()[:1]
    if len(data) > _MAX_FORMATTED_CHARACTERS:
        return "Text", data
    if start in ("{", "["):
        try:
            return "JSON", msgspec.json.format(data.encode(), indent=2).decode()
        except (msgspec.DecodeError, RecursionError):
            return "Text", data
    if start == "<":
        return "XML", _indented(data)
    return "Text", data


def _indented(xml: str) -> str:
    """Put each tag that follows another on a line of its own. Text between tags stays in place."""
    lines = []
    depth = 0
    for line in _BETWEEN_TAGS.split(xml.strip()):
        if line.startswith("</"):
            depth -= 1
        lines.append("  " * max(0, min(depth, _MAX_INDENT)) + line)
        opens = line.startswith("<") and not line.startswith(("</", "<?", "<!"))
        if opens and not line.endswith("/>") and "</" not in line:
            depth += 1
    return "\n".join(lines)


def _size_text(data: str | None) -> str:
    size = len((data or "").encode())
    return f"{size} B" if size < 1024 else f"{size / 1024:.1f} KB"
