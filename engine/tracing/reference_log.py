"""Shows a recorded exchange as the reference's log search returns it."""

from datetime import datetime

from dsl.values import Value
from engine.tracing.process_log import NO_DATA
from engine.tracing.reader import Recording


def as_reference_log(recording: Recording) -> dict[str, Value]:
    """Return the row of a log search with data: a communication and its entries.

    Unlike the reference, data that is no text is JSON, not a Perl dump.
    Source: generic-interface reference 9.3.
    """
    exchange = recording.exchange
    entries: list[Value] = [
        {
            "Created": _seconds(entry.created_at),
            "Data": entry.data or NO_DATA,
            "DebugLevel": entry.level.word,
            "Summary": entry.summary,
        }
        for entry in recording.entries
    ]
    return {
        "CommunicationID": exchange.id,
        "CommunicationType": exchange.role.value,
        "Created": _seconds(exchange.started_at),
        "Data": entries,
        "LogID": exchange.number,
        "RemoteIP": exchange.remote_address,
        "WebserviceID": exchange.service_id,
    }


def _seconds(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
