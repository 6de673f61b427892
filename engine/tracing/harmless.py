"""Tells the exchanges that cannot hold a secret: they are written as they are, many at once."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from engine.tracing.entry_json import MAX_DATA_CHARACTERS, encoded
from engine.tracing.finished import Finished
from engine.tracing.known_secret import KnownSecrets
from engine.tracing.masked_text import TextMask
from engine.tracing.secret import SecretNames, Secrets

_BYTES = frozenset({bytes, bytearray, memoryview})
_MAX_PATH_CHARACTERS = 256
"""Decisions about longer paths are not remembered: paths come from outside."""


class Harmless:
    """Encodes what no masking would change. Whatever is doubtful is left to `Redaction`.

    One search goes over the JSON of all exchanges: a name that can carry a secret, wherever it
    stands, makes them all doubtful, and so does a value of the secret store.
    """

    def __init__(self, names: SecretNames, text: TextMask, known: KnownSecrets) -> None:
        self._names = names
        self._text = text
        self._known = known
        self._is_harmless_path = lru_cache(maxsize=1024)(self._decide_path)
        self._are_harmless_names = lru_cache(maxsize=64)(self._decide_names)

    def seems(self, finished: Finished, headers: Iterable[tuple[str, str]]) -> bool:
        """Say whether nothing around the texts of an exchange speaks of a secret.

        Of bytes JSON would write base64, in which no secret can be found.
        """
        path = finished.path
        return (
            _BYTES.isdisjoint([type(entry[3]) for entry in finished.entries])
            and self._are_harmless_names(tuple([name for name, _ in headers]))
            and len(path) <= _MAX_PATH_CHARACTERS
            and self._is_harmless_path(path)
        )

    def encoded(self, exchanges: Sequence[Finished]) -> bytes | None:
        """Return exchanges as JSON, or None when one of them may hold a secret."""
        written = encoded(exchanges)
        if written is None or len(written) > MAX_DATA_CHARACTERS:
            return None
        if self._text.is_suspicious_json(written) or self._known.are_in(written):
            return None
        return written

    def _decide_path(self, path: str) -> bool:
        secrets = Secrets()
        return self._text.mask_url(path, secrets) == path and not secrets.seen

    def _decide_names(self, names: tuple[str, ...]) -> bool:
        return not any(map(self._names.is_secret, names))
