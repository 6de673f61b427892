"""Masks values that are known to be secret in the logs of the process, tracebacks included."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from engine.tracing.known_secret import KnownSecrets

_FORMATTER = logging.Formatter()


@contextmanager
def masked_logs(known: KnownSecrets) -> Iterator[None]:
    """Mask what every handler writes that there is when the block begins, until it ends.

    Handlers, not loggers: what a library says of its own, an HTTP client of an address for one,
    comes through no logger of ours.
    """
    mask = _Mask(known)
    handlers = _handlers()
    for handler in handlers:
        handler.addFilter(mask)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(mask)


class _Mask(logging.Filter):
    def __init__(self, known: KnownSecrets) -> None:
        super().__init__()
        self._known = known

    def filter(self, record: logging.LogRecord) -> bool:
        if self._known.is_empty:
            return True
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # the handler tells whose mistake that is
            return True
        if (masked := self._known.replace(message)) != message:
            record.msg, record.args = masked, None
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            masked = self._known.replace(record.exc_text)
            if masked != record.exc_text:
                # A formatter of somebody else's may look at the exception itself.
                record.exc_text, record.exc_info = masked, None
        return True


def _handlers() -> list[logging.Handler]:
    known = logging.root.manager.loggerDict.values()
    loggers = [logging.root, *(each for each in known if isinstance(each, logging.Logger))]
    found = {id(handler): handler for logger in loggers for handler in logger.handlers}
    return list(found.values())
