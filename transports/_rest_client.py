"""HTTP::REST, the side that asks: what `Config` says, and the one wait between two codecs."""

from dataclasses import dataclass

from engine.kinds import StageSetup
from engine.model.exchange import Exchange
from engine.model.http_out import Connection, HttpClients, Unreachable
from engine.model.message import Message
from engine.model.remote import AnswerTooLong
from engine.model.service import Compatibility
from transports._rest_answer import AnswerDecoder
from transports._rest_client_config import connection, request_encoder, timeout_seconds
from transports._rest_limit import limits
from transports._rest_request import RequestEncoder


@dataclass(frozen=True, slots=True)
class RestClient:
    """The client half of a service."""

    encoder: RequestEncoder
    decoder: AnswerDecoder
    clients: HttpClients
    connection: Connection
    timeout_seconds: float
    max_body_bytes: int

    async def send(self, action: str, message: Message, exchange: Exchange) -> Message:
        """Return what the partner answers to an invoker's data, or raise `Fault`."""
        tracer = exchange.tracer
        request, failure = self.encoder.encode(action, message, tracer)
        try:
            response = await self.clients.exchange(
                request,
                self.connection,
                step_seconds=self.timeout_seconds,
                deadline_seconds=exchange.deadline_seconds,
                max_body_bytes=self.max_body_bytes,
            )
        except Unreachable as error:
            raise self.decoder.no_answer(error.reason, failure, tracer) from error
        except AnswerTooLong as error:
            raise self.decoder.too_long(self.max_body_bytes, failure, tracer) from error
        return self.decoder.decode(response, failure, tracer)


def build(setup: StageSetup, clients: HttpClients) -> RestClient:
    """Return the client half of a service; raises `SetupError` for what cannot be sent."""
    config = setup.config if isinstance(setup.config, dict) else {}
    is_strict = setup.compatibility is Compatibility.STRICT
    limit = limits(setup, {})
    return RestClient(
        encoder=request_encoder(config, is_strict=is_strict),
        decoder=AnswerDecoder(is_strict=is_strict, max_depth=limit.depth),
        clients=clients,
        connection=connection(config),
        timeout_seconds=timeout_seconds(config),
        max_body_bytes=limit.body_bytes,
    )
