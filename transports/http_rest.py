"""HTTP::REST: operations behind paths, data as JSON."""

from engine.kinds import StageSetup, TransportKind
from engine.model.http_out import HttpClients
from engine.model.service import Compatibility
from engine.model.stage import ClientTransport, ServerTransport
from transports import _rest_client, _rest_modern, _rest_strict


def server(setup: StageSetup) -> ServerTransport:
    """Return the provider's half for a `Config`; raises `SetupError`."""
    if setup.compatibility is Compatibility.STRICT:
        return _rest_strict.build(setup)
    return _rest_modern.build(setup)


def client(setup: StageSetup, clients: HttpClients) -> ClientTransport:
    """Return the requester's half for a `Config`; raises `SetupError`."""
    return _rest_client.build(setup, clients)


TRANSPORT = TransportKind(
    name="HTTP::REST",
    summary="Operations behind paths and methods, data as JSON.",
    server=server,
    client=client,
)
