r"""Regular expressions in Perl's dialect, each match under a limit of time.

Service files carry patterns that were written for Perl. The `regex` module reads nearly the same
dialect; what differs is translated here: ``\z \Z \x{…} \o{…} \e \N \g{…} \k{…} (?'name'…) (?^…)``.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import regex

MAX_PATTERN_LENGTH: Final = 10_000
"""Characters of a pattern: what compiling one may cost."""
MATCH_SECONDS: Final = 0.5
"""CPU time one match may take. A pattern that needs more backtracks without end."""
RUN_SECONDS: Final = 1.0
"""CPU time all matches of one `Allowance` may take together."""

_PLAIN: Final = regex.VERSION0
_EXTENDED: Final = regex.VERBOSE | regex.MULTILINE | regex.DOTALL | _PLAIN
_FOREIGN: Final = re.compile(
    r"""\\ (?: x\{ \s* (?P<hex>[0-9A-Fa-f]{1,6}) \s* \}
             | o\{ \s* (?P<octal>[0-7]{1,7}) \s* \}
             | [gk] \{ \s* (?P<back>-?\w+) \s* \}
             | k ' (?P<quoted>\w+) '
             | N (?! \{ ) (?P<line>)
             | (?P<letter>.) )
      | \(\?\^ (?P<caret>[a-z]*) (?P<caret_end>[:)])
      | \(\?' (?P<group>\w+) '""",
    re.VERBOSE | re.DOTALL,
)
_LETTERS: Final = {"z": r"\Z", "Z": r"(?=\n?\Z)", "e": r"\x1B"}


@dataclass(eq=False)
class PatternError(Exception):
    """A pattern that cannot be read. `message` says what is wrong with it."""

    message: str

    def __str__(self) -> str:
        return self.message


class Allowance:
    """The CPU time that the patterns of one mapping run may spend together.

    Without it, ten thousand keys that each stay just below the limit of one match would hold a
    worker for an hour. Like that limit it guards work and never shapes a result, so it reads the
    thread's own processor clock; the clocks of `engine.model.clock` are for results.
    """

    __slots__ = ("_ends_at", "_seconds")

    def __init__(self, seconds: float = RUN_SECONDS) -> None:
        self._seconds = seconds
        # Reading the processor clock is dear: a run that tries no pattern never does.
        self._ends_at: float | None = None

    def match_seconds(self) -> float:
        """Return what the next match may take; raises `TimeoutError` when nothing is left."""
        now = time.thread_time()
        if self._ends_at is None:
            self._ends_at = now + self._seconds
        left = self._ends_at - now
        if left <= 0:
            raise TimeoutError
        return min(left, MATCH_SECONDS)


@dataclass(frozen=True, slots=True)
class FirstMatch:
    """Where a pattern matched first, and what its groups hold; None for one that took no part."""

    start: int
    end: int
    numbered: tuple[str | None, ...]
    """The whole match, then the groups by number."""
    named: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class PerlPattern:
    """A compiled pattern. Flags x, m and s are set, so blanks mean nothing and `.` matches a new
    line, unless it was compiled as not extended.
    """

    source: str
    _compiled: "regex.Pattern[str]"

    def matches(self, text: str, allowance: Allowance) -> bool:
        """Tell whether the pattern matches somewhere; raises `TimeoutError`."""
        return self._compiled.search(text, timeout=allowance.match_seconds()) is not None

    def groups(self, text: str) -> dict[str, str] | None:
        """Return the named groups of the first match, None without one; raises `TimeoutError`."""
        found = self._compiled.search(text, timeout=MATCH_SECONDS)
        if found is None:
            return None
        # Python says None for a group that took no part; Perl does not know such a group.
        return {name: value for name, value in found.groupdict().items() if value is not None}

    def first(self, text: str, allowance: Allowance) -> FirstMatch | None:
        """Return the first match, None without one; raises `TimeoutError`."""
        found = self._compiled.search(text, timeout=allowance.match_seconds())
        if found is None:
            return None
        numbered = (found[0], *found.groups())
        return FirstMatch(found.start(), found.end(), numbered, found.groupdict())


def compile_pattern(
    source: str, *, before: str = "", after: str = "", is_extended: bool = True
) -> PerlPattern:
    """Return the pattern between two fixed parts, such as the anchors; raises `PatternError`.

    Without `is_extended` none of the flags x, m and s is set.
    """
    if len(source) > MAX_PATTERN_LENGTH:
        raise PatternError(f"it is longer than {MAX_PATTERN_LENGTH:,} characters")
    # Alone first: so a message is about the author's text, and text cannot leave the fixed parts.
    flags = _EXTENDED if is_extended else _PLAIN
    compiled = _compiled(source, flags)
    return PerlPattern(source, _compiled(f"{before}{source}{after}", flags) if before else compiled)


def _compiled(source: str, flags: int) -> "regex.Pattern[str]":
    try:
        return regex.compile(_FOREIGN.sub(_translated, source), flags)
    except regex.error as error:
        raise PatternError(str(error).partition(" at position ")[0]) from error
    except (OverflowError, RecursionError) as error:
        raise PatternError("it is too large") from error


def _translated(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "hex":
            return _character(int(found["hex"], 16))
        case "octal":
            return _character(int(found["octal"], 8))
        case "back":
            return _reference(found["back"])
        case "quoted":
            return f"(?P={found['quoted']})"
        case "line":
            return r"[^\n]"
        case "caret_end":
            return f"(?{found['caret']}{_switched_off(found['caret'])}{found['caret_end']}"
        case "group":
            return f"(?<{found['group']}>"
        case _:
            return _LETTERS.get(found["letter"], found[0])


def _character(code: int) -> str:
    if code > 0x10FFFF:
        raise PatternError("there is no character of that number")
    return rf"\U{code:08X}"


def _reference(name: str) -> str:
    if name.startswith("-"):
        raise PatternError("relative references are not supported")
    return rf"(?:\{name})" if name.isdecimal() else f"(?P={name})"


def _switched_off(flags: str) -> str:
    """Return the flags that `(?^…)` sets back to their defaults, all but those it names."""
    others = "".join(flag for flag in "imsx" if flag not in flags)
    return f"-{others}" if others else ""
