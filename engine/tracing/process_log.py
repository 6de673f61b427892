"""What of an exchange goes to the log of the process, and to standard error in test mode."""

import logging
from typing import TextIO

import msgspec

from engine.model.level import Level
from engine.tracing.plain_text import utf8, visible
from engine.tracing.redaction import Redacted
from engine.tracing.tracer import Finished

NO_DATA = "No data provided"
"""Source: generic-interface reference 9.1."""

MAX_DATA_CHARACTERS = 2_000

_LOG = logging.getLogger("crosstie.exchange")


def is_quiet(finished: Finished) -> bool:
    """Say whether an exchange is neither for the log of the process nor for standard error."""
    if finished.subject.is_test:
        return False
    return Level.ERROR not in finished.levels


def log_errors(finished: Finished, redacted: Redacted) -> None:
    """Write one line of JSON to the logger `crosstie.exchange` for each entry of level error."""
    subject = finished.subject
    for level, summary, data in zip(
        finished.levels, redacted.summaries, redacted.data, strict=True
    ):
        if level == Level.ERROR:
            line = {
                "exchange": subject.exchange_id,
                "role": subject.role.value,
                "service": subject.service,
                "action": redacted.action,
                "remote_address": subject.remote_address,
                "summary": summary,
                "data": _capped(data or NO_DATA),
            }
            encoded = msgspec.json.encode({key: utf8(text) for key, text in line.items()})
            _LOG.error("%s", visible(encoded.decode()))


def print_entries(finished: Finished, redacted: Redacted, stream: TextIO) -> None:
    """Write the entries of a service in test mode. Source: generic-interface reference 9.1."""
    for level, summary, data in zip(
        finished.levels, redacted.summaries, redacted.data, strict=True
    ):
        stream.write(
            f"DebugLog {level.word}:\n  Summary: {visible(summary)}\n"
            f"  Data   : {visible(data or NO_DATA)}.\n\n"
        )
    stream.flush()


def _capped(text: str) -> str:
    if len(text) <= MAX_DATA_CHARACTERS:
        return text
    return f"{text[:MAX_DATA_CHARACTERS]}… ({len(text) - MAX_DATA_CHARACTERS} more characters)"
