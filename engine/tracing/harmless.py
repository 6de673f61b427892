"""Tells the exchanges that cannot hold a secret: they are written as they are, all at once."""

from functools import lru_cache

from engine.tracing.entry_json import MAX_DATA_CHARACTERS, MAX_SUMMARY_CHARACTERS, encoded
from engine.tracing.masked_text import TextMask
from engine.tracing.secret import SecretNames, Secrets
from engine.tracing.tracer import Finished

_BYTES = (bytes, bytearray, memoryview)
_MAX_PATH_CHARACTERS = 256
"""Decisions about longer paths are not remembered: paths come from outside."""


class Harmless:
    """Encodes what no masking would change. Whatever is doubtful is left to `Redaction`.

    One search goes over the JSON of all entries: a name that can carry a secret, wherever it
    stands, makes the whole exchange doubtful.
    """

    def __init__(self, names: SecretNames, text: TextMask) -> None:
        self._names = names
        self._text = text
        self._is_harmless_path = lru_cache(maxsize=1024)(self._decide)

    def encoded(self, finished: Finished) -> bytes | None:
        """Return the entries as JSON, or None when something in the exchange may be secret."""
        for entry in finished.entries:
            if isinstance(entry.data, _BYTES):
                return None  # JSON would write base64, in which nothing can be found
            if len(entry.summary) > MAX_SUMMARY_CHARACTERS:
                return None
        for name, _ in finished.headers:
            if self._names.is_secret(name):
                return None
        path = finished.path
        if len(path) > _MAX_PATH_CHARACTERS or not self._is_harmless_path(path):
            return None
        written = encoded(finished.entries)
        if written is None or len(written) > MAX_DATA_CHARACTERS:
            return None
        return None if self._text.is_suspicious_json(written) else written

    def _decide(self, path: str) -> bool:
        secrets = Secrets()
        return self._text.mask_url(path, secrets) == path and not secrets.seen
