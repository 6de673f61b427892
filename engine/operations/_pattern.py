"""Patterns that administrators write: Perl's dialect, under a time limit.

RE2 knows neither look-around nor back-references, which such patterns use, so the limit is what
keeps a pattern that explodes from holding a worker.
"""

import regex

_SECONDS = 0.2


def contains_match(pattern: str, subject: str, *, ignore_case: bool = False) -> bool:
    """Say whether a pattern is found; one that is no pattern, or takes too long, is not."""
    flags = regex.IGNORECASE if ignore_case else 0
    try:
        return regex.search(pattern, subject, flags=flags, timeout=_SECONDS) is not None
    except (regex.error, TimeoutError):
        return False
