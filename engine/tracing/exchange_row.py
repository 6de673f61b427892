"""From a finished exchange to its row: at once where nothing has to be masked."""

import logging
from typing import TextIO

from engine.tracing.entry_json import masked_json
from engine.tracing.process_log import is_quiet, log_errors, print_entries
from engine.tracing.redaction import Redaction
from engine.tracing.row import Row, to_row
from engine.tracing.tracer import Finished

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


class ExchangeRows:
    """Makes rows for `day_file`. What they hold is masked."""

    def __init__(self, redaction: Redaction, test_output: TextIO) -> None:
        self._redaction = redaction
        self._test_output = test_output

    def at_once(self, finished: Finished) -> Row | None:
        """Return the row of an exchange that cannot hold a secret, None for any other."""
        if not is_quiet(finished):
            return None
        course = finished.course(finished.action, finished.summaries)
        written = self._redaction.harmless.encoded(finished, course)
        return None if written is None else to_row(finished, course, finished.path, written)

    def masked(self, finished: Finished) -> Row | None:
        """Return the row of an exchange, None in test mode; tell its errors to the process log.

        Raises `ValueError` when there is something in it that cannot be encoded.
        """
        try:
            redacted = self._redaction.redact(finished)
            if finished.subject.is_test:
                print_entries(finished, redacted, self._test_output)
                return None
            log_errors(finished, redacted)
            written = masked_json(finished.started_seconds, finished.seconds, redacted.data)
            course = finished.course(redacted.action, redacted.summaries)
            return to_row(finished, course, redacted.path, written)
        except _CANNOT_ENCODE:
            # Without the traceback's values: they may be secret.
            _LOG.error("exchange %s cannot be encoded", finished.subject.exchange_id)
            raise ValueError("an exchange cannot be encoded") from None
