"""Asks a partner: invoker, mapping, transport, mapping, invoker."""

import logging
from dataclasses import dataclass

from dsl.values import Value
from engine.model.call_result import CallResult
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault, Stage
from engine.model.level import Level
from engine.model.message import Message
from engine.model.service import Compatibility, Requester, RequesterRoute
from engine.model.stage import Mapper, Pending
from engine.model.tracer import Outcome

_LOG = logging.getLogger("crosstie.runtime")


@dataclass(frozen=True, slots=True)
class _Side:
    """A mapping's place in the pipeline: the stage of its faults, and its entries in the trace."""

    stage: Stage
    before: str
    after: str


_OUT = _Side(
    Stage.REQUESTER_REQUEST_MAP, "Outgoing data before mapping", "Outgoing data after mapping"
)
_IN = _Side(
    Stage.REQUESTER_RESPONSE_MAP, "Incoming data before mapping", "Incoming data after mapping"
)


async def call(requester: Requester, action: str, data: Value, exchange: Exchange) -> CallResult:
    """Return how asking the partner ended. Never raises: every fault is part of the result.

    An invoker or an outbound mapping may find that nobody has to be asked: that is a success
    without data. Entries follow the generic-interface reference, 2.7 and 4.5.
    """
    tracer = exchange.tracer
    tracer.action = action
    try:
        if tracer.debug:
            tracer.note("Communication sequence started", data)
            tracer.note(f"Using invoker '{action}'")
        route = requester.route(action)
        include = {"RequesterRequestInput": data}
        prepared = await _prepare(requester, route, Message(data), exchange)
        if prepared is None:
            return _done(None, exchange)
        include["RequesterRequestPrepareOutput"] = prepared.body
        asked = await _map(route.outbound, prepared, include, _OUT, exchange)
        if asked is None:
            return _done(None, exchange)
        if route.outbound is not None:
            include["RequesterRequestMapOutput"] = asked.body
        answer = await requester.transport.send(action, asked, exchange)
        include["RequesterResponseInput"] = answer.body
        told = await _map(route.inbound, answer, include, _IN, exchange)
        if told is None:
            return _done(None, exchange)
        return _done((await _reply(requester, route, told, exchange)).body, exchange)
    except Fault as fault:
        return _failed(fault, exchange)
    except Exception:  # noqa: BLE001 - one of the places where unknown exceptions end
        _LOG.exception("exchange %s of service %s met a bug", exchange.id, requester.name)
        bug = Fault("engine.bug", "Internal error", Blame.ENGINE)
        return _failed(bug, exchange)


async def _prepare(
    requester: Requester, route: RequesterRoute, given: Message, exchange: Exchange
) -> Message | None:
    try:
        _check(requester, given, "PrepareRequest", Blame.CALLER, exchange)
        return await route.invoker.prepare(given, exchange)
    except Fault as fault:
        fault.stage = fault.stage or Stage.REQUESTER_REQUEST_PREPARE
        raise


async def _reply(
    requester: Requester, route: RequesterRoute, told: Message, exchange: Exchange
) -> Message:
    try:
        _check(requester, told, "HandleResponse", Blame.PARTNER, exchange)
        return await route.invoker.reply(told, exchange)
    except Fault as fault:
        fault.stage = fault.stage or Stage.REQUESTER_RESPONSE_PROCESS
        raise


async def _map(
    mapper: Mapper | None,
    message: Message,
    include: dict[str, Value],
    side: _Side,
    exchange: Exchange,
) -> Message | None:
    """Return the mapped message, None when the mapping skips it."""
    _note(side.before, message.body, message, exchange)
    if mapper is None:
        return message
    try:
        mapped = mapper.apply(message, dict(include), exchange)
        if isinstance(mapped, Pending):
            mapped = await mapped.work()
    except Fault as fault:
        fault.stage = fault.stage or side.stage
        raise
    if mapped is not None:
        _note(side.after, mapped.body, message, exchange)
    return mapped


def _note(entry: str, data: Value, message: Message, exchange: Exchange) -> None:
    """Trace data on their way, but not those of an answer that is too long for it."""
    if not exchange.tracer.debug:
        return
    if message.is_long:
        exchange.tracer.note(f"{entry} was too large for logging")
    else:
        exchange.tracer.note(entry, data)


def _check(
    requester: Requester, message: Message, step: str, blame: Blame, exchange: Exchange
) -> None:
    """Refuse what the reference's invokers are never given. Modern ones look for themselves."""
    is_strict = requester.compatibility is Compatibility.STRICT
    if is_strict and not isinstance(message.body, dict | list | None):
        text = f"Got Data but it is not a hash or array ref in Invoker handler ({step})!"
        exchange.tracer.record(Level.ERROR, text)
        raise Fault("invoker.bad-structure", text, blame)


def _done(data: Value, exchange: Exchange) -> CallResult:
    exchange.tracer.outcome = Outcome.OK
    return CallResult(data)


def _failed(fault: Fault, exchange: Exchange) -> CallResult:
    exchange.tracer.outcome = Outcome.FAULT
    if not fault.traced:
        data = fault.message if fault.data is None else fault.data
        exchange.tracer.record(Level.ERROR, fault.message, data)
    return CallResult(None, fault)
