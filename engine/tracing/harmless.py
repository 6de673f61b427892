"""Tells the exchanges that cannot hold a secret: they are written as they are, all at once."""

from functools import lru_cache

from engine.tracing.course import Course
from engine.tracing.entry_json import (
    MAX_DATA_CHARACTERS,
    MAX_SUMMARY_CHARACTERS,
    all_encoded,
    encoded,
)
from engine.tracing.masked_text import TextMask
from engine.tracing.secret import SecretNames, Secrets
from engine.tracing.tracer import Finished

_BYTES = frozenset({bytes, bytearray, memoryview})
_MAX_PATH_CHARACTERS = 256
"""Decisions about longer paths are not remembered: paths come from outside."""


class Harmless:
    """Encodes what no masking would change. Whatever is doubtful is left to `Redaction`.

    One search goes over the JSON of all entries: a name that can carry a secret, wherever it
    stands, makes the whole exchange doubtful. What an exchange shares with others is decided once.
    """

    def __init__(self, names: SecretNames, text: TextMask) -> None:
        self._names = names
        self._text = text
        self._is_harmless_path = lru_cache(maxsize=1024)(self._decide_path)
        self._are_harmless_names = lru_cache(maxsize=64)(self._decide_names)
        self._is_harmless_course = lru_cache(maxsize=256)(self._decide_course)

    def encoded(self, finished: Finished, course: Course) -> bytes | None:
        """Return the entries as JSON, or None when something in the exchange may be secret."""
        if not self._is_harmless_course(course):
            return None
        if not self._are_harmless_names(tuple([name for name, _ in finished.headers])):
            return None
        path = finished.path
        if len(path) > _MAX_PATH_CHARACTERS or not self._is_harmless_path(path):
            return None
        data = finished.data
        if not _BYTES.isdisjoint(map(type, data)):
            return None  # JSON would write base64, in which nothing can be found
        written = all_encoded(finished.started_seconds, finished.seconds, data)
        if written is None or len(written) > MAX_DATA_CHARACTERS:
            return None
        return None if self._text.is_suspicious_json(written) else written

    def _decide_path(self, path: str) -> bool:
        secrets = Secrets()
        return self._text.mask_url(path, secrets) == path and not secrets.seen

    def _decide_names(self, names: tuple[str, ...]) -> bool:
        return not any(map(self._names.is_secret, names))

    def _decide_course(self, course: Course) -> bool:
        if any(len(summary) > MAX_SUMMARY_CHARACTERS for summary in course.summaries):
            return False
        written = encoded(course.summaries)
        return written is not None and not self._text.is_suspicious_json(written)
