"""From finished exchanges to chunks: many at once where nothing has to be masked."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from engine.tracing.chunk import BELOW_ERROR, Chunk, chunks_of, highest
from engine.tracing.entry_json import encoded
from engine.tracing.finished import Finished
from engine.tracing.process_log import log_errors, print_entries
from engine.tracing.redaction import Redaction

_LOG = logging.getLogger("crosstie.tracing")

# What encoding foreign objects and a closed standard error may raise. One exchange that cannot be
# written must not end the thread that writes all others.
_CANNOT_ENCODE = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An exchange that may hold a secret, has an error to tell, or is of a service in test mode."""

    finished: Finished
    headers: tuple[tuple[str, str], ...] = ()
    """The request's: they are not stored, but what they hold is masked elsewhere."""
    is_test: bool = False


class Packing:
    """Makes chunks for `day_file`. What they hold is masked."""

    def __init__(self, redaction: Redaction, test_output: TextIO) -> None:
        self._redaction = redaction
        self._test_output = test_output
        self.seems_harmless = redaction.harmless.seems

    def at_once(self, exchanges: Sequence[Finished]) -> list[Chunk] | None:
        """Return the chunks of exchanges that seem harmless, None when one of them is not."""
        written = self._redaction.harmless.encoded(exchanges)
        return None if written is None else chunks_of(exchanges, written, BELOW_ERROR)

    def masked(self, doubtful: Doubtful) -> list[Chunk]:
        """Return the chunk of one exchange, none in test mode; tell its errors to the process log.

        Raises `ValueError` when there is something in it that cannot be encoded.
        """
        try:
            redacted = self._redaction.redact(doubtful.finished, doubtful.headers)
            if doubtful.is_test:
                print_entries(redacted, self._test_output)
                return []
            log_errors(redacted)
            written = encoded([redacted])
            if written is None:
                raise ValueError("masked data cannot be encoded")
            return chunks_of([redacted], written, highest([redacted]))
        except _CANNOT_ENCODE:
            # Without the traceback's values: they may be secret.
            _LOG.error("exchange %s cannot be encoded", doubtful.finished.id)
            raise ValueError("an exchange cannot be encoded") from None
