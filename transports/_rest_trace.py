"""What HTTP::REST tells the trace, in the words administrators search for.

Source: generic-interface reference 3.4.
"""

from engine.model.excerpt import text_or_excerpt
from engine.model.fault import Blame, Fault, Stage
from engine.model.level import Level
from engine.model.tracer import Tracer
from engine.model.wire import WireResponse

_RETURNING_OK = "Returning provider data to remote system (HTTP Code: 200)"


def received(tracer: Tracer, body: bytes, encoding: str = "utf-8") -> None:
    """Record a body as it came, before it is read."""
    if tracer.debug:
        text = text_or_excerpt(body, encoding)
        tracer.note("Received data by provider from remote system", text)


def refused(
    tracer: Tracer, reason: str, message: str, blame: Blame = Blame.CALLER, data: object = None
) -> Fault:
    """Record that a request cannot be read, and return the fault to raise.

    The error layer adds the second entry that administrators know, so `traced` stays False.
    """
    tracer.record(Level.ERROR, message, data)
    return Fault(f"transport.{reason}", message, blame, stage=Stage.PROVIDER_REQUEST_RECEIVE)


def returning(tracer: Tracer, response: WireResponse) -> WireResponse:
    """Record the response that leaves, and return it: level debug for success, else error."""
    if response.status == 200:
        if tracer.debug:
            tracer.note(_RETURNING_OK, text_or_excerpt(response.body))
    else:
        summary = f"Returning provider data to remote system (HTTP Code: {response.status})"
        tracer.record(Level.ERROR, summary, text_or_excerpt(response.body))
    return response
