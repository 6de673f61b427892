"""HTTP::REST, the side that asks: what `Config` says, and the one wait between two codecs."""

from collections.abc import Callable
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import SetupError, StageSetup
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.http_out import Connection, HttpClients, Unreachable
from engine.model.message import Message
from engine.model.remote import AnswerTooLong
from engine.model.secret import names_in
from engine.model.service import Compatibility
from transports._rest_answer import AnswerDecoder
from transports._rest_client_config import (
    Config,
    connection,
    request_encoder,
    timeout_seconds,
)
from transports._rest_limit import limits
from transports._rest_request import RequestEncoder

_Way = tuple[RequestEncoder, Connection]
"""How a request is written, and over what it is sent."""


@dataclass(frozen=True, slots=True)
class RestClient:
    """The client half of a service. `way` is asked for each attempt: secrets may have changed."""

    way: Callable[[], _Way]
    decoder: AnswerDecoder
    clients: HttpClients
    timeout_seconds: float
    max_body_bytes: int

    async def send(self, action: str, message: Message, exchange: Exchange) -> Message:
        """Return what the partner answers to an invoker's data, or raise `Fault`."""
        tracer = exchange.tracer
        encoder, over = self.way()
        request, failure = encoder.encode(action, message, tracer)
        try:
            response = await self.clients.exchange(
                request,
                over,
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
        way=_way(config, setup, is_strict=is_strict),
        decoder=AnswerDecoder(is_strict=is_strict, max_depth=limit.depth),
        clients=clients,
        timeout_seconds=timeout_seconds(config),
        max_body_bytes=limit.body_bytes,
    )


def _way(config: Config, setup: StageSetup, *, is_strict: bool) -> Callable[[], _Way]:
    """Return what gives the way of an attempt: made once, unless the service names secrets."""
    made = request_encoder(config, is_strict=is_strict), connection(config)
    if not any(map(_names_secrets, config.values())):
        return lambda: made

    def with_secrets() -> _Way:
        found = {key: _resolved(value, setup.secrets.resolve) for key, value in config.items()}
        try:
            return request_encoder(found, is_strict=is_strict), connection(found)
        except SetupError as error:
            # The message speaks of a place in `Config`, and might be of a value that is secret.
            place = " -> ".join(error.path) or "Config"
            text = f"The value of a secret does not fit {place}."
            raise Fault("secret.unusable", text, Blame.SERVICE) from None

    return with_secrets


def _names_secrets(value: Value) -> bool:
    match value:
        case str():
            return bool(names_in(value))
        case dict():
            return any(map(_names_secrets, value.values()))
        case list():
            return any(map(_names_secrets, value))
    return False


def _resolved(value: Value, resolve: Callable[[str], str]) -> Value:
    match value:
        case str():
            return resolve(value)
        case dict():
            return {key: _resolved(each, resolve) for key, each in value.items()}
        case list():
            return [_resolved(each, resolve) for each in value]
    return value
