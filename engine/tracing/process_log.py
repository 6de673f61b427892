"""What of an exchange goes to the log of the process, and to standard error in test mode."""

import logging
from typing import TextIO

import msgspec

from engine.model.level import Level
from engine.tracing.finished import Finished
from engine.tracing.plain_text import utf8, visible

NO_DATA = "No data provided"
"""Source: generic-interface reference 9.1."""

MAX_DATA_CHARACTERS = 2_000

_LOG = logging.getLogger("crosstie.exchange")


def log_errors(redacted: Finished) -> None:
    """Write one line of JSON to the logger `crosstie.exchange` for each entry of level error."""
    for _, level, summary, data in redacted.entries:
        if level == Level.ERROR:
            line = {
                "exchange": redacted.id,
                "role": redacted.role.value,
                "service": redacted.service,
                "action": redacted.action,
                "remote_address": redacted.remote_address,
                "summary": summary,
                "data": _capped(_text(data)),
            }
            encoded = msgspec.json.encode({key: utf8(text) for key, text in line.items()})
            _LOG.error("%s", visible(encoded.decode()))


def print_entries(redacted: Finished, stream: TextIO) -> None:
    """Write the entries of a service in test mode. Source: generic-interface reference 9.1."""
    for _, level, summary, data in redacted.entries:
        stream.write(
            f"DebugLog {level.word}:\n  Summary: {visible(summary)}\n"
            f"  Data   : {visible(_text(data))}.\n\n"
        )
    stream.flush()


def _text(data: object) -> str:
    return str(data) if data else NO_DATA


def _capped(text: str) -> str:
    if len(text) <= MAX_DATA_CHARACTERS:
        return text
    return f"{text[:MAX_DATA_CHARACTERS]}… ({len(text) - MAX_DATA_CHARACTERS} more characters)"
