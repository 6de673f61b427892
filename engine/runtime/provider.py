"""Answers a partner: transport, mapping, operation, mapping, transport."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.model.excerpt import LONG_BODY_BYTES
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault, Refusal, Stage
from engine.model.level import Level
from engine.model.message import Message
from engine.model.service import ProviderRoute, Service
from engine.model.stage import Mapper, Pending
from engine.model.tracer import Outcome
from engine.model.wire import WireRequest, WireResponse
from engine.runtime.waiting import within
from engine.storage.errors import StoreUnavailable

_LOG = logging.getLogger("crosstie.runtime")


@dataclass(frozen=True, slots=True)
class _Side:
    """A mapping's place in the pipeline: the stage of its faults, and its entry in the trace."""

    stage: Stage
    entry: str


_IN = _Side(Stage.PROVIDER_REQUEST_MAP, "Incoming data after mapping")
_OUT = _Side(Stage.PROVIDER_RESPONSE_MAP, "Outgoing data after mapping")


async def serve(service: Service, request: WireRequest, exchange: Exchange) -> WireResponse:
    """Return the answer to one request. Never raises: every fault becomes a response.

    Entries, their order and summaries follow the generic-interface reference, 2.2 and 3.4.
    """
    tracer, transport = exchange.tracer, service.transport
    action: str | None = None
    try:
        if tracer.debug:
            tracer.note("Communication sequence started", _opening(request))
        call = transport.decode(request, tracer)
        if len(request.body) > LONG_BODY_BYTES:
            request.let_go()
        tracer.action = action = call.action
        if tracer.debug:
            tracer.note(f"Detected operation '{action}'")
        route = service.route(action)
        asked = _inbound(route, call.message, exchange)
        if isinstance(asked, Pending):
            asked = await asked.work()
        answer = await _operate(route, asked, exchange)
        told = _outbound(route, call.message, asked, answer, exchange)
        if isinstance(told, Pending):
            told = await told.work()
        tracer.outcome = Outcome.REFUSED if answer.refusal else Outcome.OK
        return transport.encode(action, told, tracer)
    except Fault as fault:
        return _failed(service, fault, action, exchange)
    except Exception:  # noqa: BLE001 - one of the two places where unknown exceptions end
        _LOG.exception("exchange %s of service %s met a bug", exchange.id, service.name)
        bug = Fault("engine.bug", "Internal Server Error", Blame.ENGINE)
        return _failed(service, bug, action, exchange)


def _inbound(
    route: ProviderRoute, given: Message, exchange: Exchange
) -> Message | Pending[Message]:
    """Map what the partner sent. Unlike the reference, it may include the request itself."""
    if exchange.tracer.debug:
        exchange.tracer.note("Incoming data before mapping", given.body)
    if route.inbound is None:
        return given
    include = {"ProviderRequestInput": given.body}
    return _apply(route.inbound, given, include, _IN, exchange)


async def _operate(route: ProviderRoute, asked: Message, exchange: Exchange) -> Message:
    """Run the operation; a refusal is an answer that goes through the outbound mapping."""
    try:
        return await within(route.operation.run(asked, exchange), exchange.deadline_seconds)
    except Refusal as refusal:
        exchange.tracer.record(Level.ERROR, refusal.code, refusal.message)
        error: Value = {"ErrorCode": refusal.code, "ErrorMessage": refusal.message}
        return Message({"Error": error}, refusal=refusal)
    except Fault as fault:
        fault.stage = fault.stage or Stage.PROVIDER_REQUEST_PROCESS
        raise
    except StoreUnavailable as error:
        # A full disk, a lock that never came: nothing was written, and nobody here made a mistake.
        raise Fault(
            "store.unavailable",
            "The store cannot be used now",
            Blame.ENGINE,
            data=str(error),
            retryable=True,
            stage=Stage.PROVIDER_REQUEST_PROCESS,
        ) from error
    except TimeoutError as error:
        raise Fault(
            "operation.timeout",
            f"Operation '{route.action}' did not end in time",
            Blame.ENGINE,
            retryable=True,
            stage=Stage.PROVIDER_REQUEST_PROCESS,
        ) from error


def _outbound(
    route: ProviderRoute, given: Message, asked: Message, answer: Message, exchange: Exchange
) -> Message | Pending[Message]:
    """Map what the operation answered, with the data of all earlier stages at hand."""
    if exchange.tracer.debug:
        exchange.tracer.note("Outgoing data before mapping", answer.body)
    if route.outbound is None:
        return answer
    include = {"ProviderRequestInput": given.body, "ProviderResponseInput": answer.body}
    if route.inbound is not None:
        include["ProviderRequestMapOutput"] = asked.body
    return _apply(route.outbound, answer, include, _OUT, exchange)


def _apply(
    mapper: Mapper,
    message: Message,
    include: Mapping[str, Value],
    side: _Side,
    exchange: Exchange,
) -> Message | Pending[Message]:
    try:
        mapped = mapper.apply(message, include, exchange)
    except Fault as fault:
        fault.stage = fault.stage or side.stage
        raise
    if isinstance(mapped, Pending):
        return _later(mapped, message, side, exchange)
    return _finished(mapped, message, side, exchange)


def _later(
    pending: Pending[Message], message: Message, side: _Side, exchange: Exchange
) -> Pending[Message]:
    async def work() -> Message:
        try:
            mapped = await pending.work()
        except Fault as fault:
            fault.stage = fault.stage or side.stage
            raise
        return _finished(mapped, message, side, exchange)

    return Pending(work)


def _finished(mapped: Message | None, message: Message, side: _Side, exchange: Exchange) -> Message:
    """Return what a mapping made, traced; the refusal it was made of goes on with it."""
    if mapped is None:
        text = "the mapping skipped, and an answer cannot be skipped"
        raise Fault("mapping.skipped", text, Blame.SERVICE, stage=side.stage)
    if exchange.tracer.debug:
        exchange.tracer.note(side.entry, mapped.body)
    if message.refusal is None:
        return mapped
    return Message(mapped.body, mapped.headers, message.refusal)


def _failed(service: Service, fault: Fault, action: str | None, exchange: Exchange) -> WireResponse:
    exchange.tracer.outcome = Outcome.FAULT
    if not fault.traced:
        data = fault.message if fault.data is None else fault.data
        exchange.tracer.record(Level.ERROR, fault.message, data)
    return service.transport.encode_fault(fault, action, exchange.tracer)


def _opening(request: WireRequest) -> Value:
    """What the reference keeps as a dump of the process environment (12.4 no. 2), without it."""
    headers: dict[str, Value] = dict(request.headers)
    return {
        "Method": request.method,
        "URI": f"{request.path}?{request.query}" if request.query else request.path,
        "RemoteAddress": request.remote_address,
        "Headers": headers,
    }
