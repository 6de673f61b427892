"""Runs the error-handling modules of one half of a service on an exchange that failed.

Source: generic-interface reference 8.2, in its order of entries. One defect is mended (12.4, 28): a
module that cannot do its work is recorded and passed over; the error of the exchange stays what it
was, and the decisions of other modules count.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from dsl.values import Value
from engine.model.error_handling import (
    Attempt,
    ErrorHandler,
    Failure,
    HandlerFailure,
    HandlerResult,
    Reschedule,
)
from engine.model.level import Level
from engine.model.perl_pattern import Allowance
from engine.model.system_time import stamp
from engine.model.tracer import Tracer
from engine.runtime.error_filter import ErrorFilter

_LOG = logging.getLogger("crosstie.runtime")


class StopAfterMatch(Enum):
    """Which modules are left out behind one that ran: none, those of its type, all."""

    NOTHING = ""
    BACKEND = "backend"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ErrorModule:
    """An error handler in its place. `config` is its whole entry in the service file."""

    name: str
    type: str
    config: Mapping[str, Value]
    handler: ErrorHandler
    filter: ErrorFilter
    stop: StopAfterMatch


@dataclass(frozen=True, slots=True)
class UnusableModule:
    """A name in the order that leads to no error handler; `reason` is for the log."""

    reason: str


@dataclass(frozen=True, slots=True)
class ErrorLayer:
    """The modules of one half in running order; a name may stand there twice, and runs twice."""

    modules: tuple[ErrorModule | UnusableModule, ...] = ()


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of a failure. `results` are what mappings see as `…ErrorHandlingOutput`.

    Each result is ``{"ModuleName": …, "ModuleConfig": {…}, "ModuleData": {…}}``; `reschedule` is
    the last decision, also when it says no.
    """

    results: tuple[Mapping[str, Value], ...] = ()
    reschedule: Reschedule | None = None


def handle_failure(
    layer: ErrorLayer, failure: Failure, attempt: Attempt, tracer: Tracer
) -> Handled:
    """Record the failure and return what the modules made of it. Never raises."""
    tracer.record(Level.ERROR, failure.summary, failure.data)
    results: list[Mapping[str, Value]] = []
    decision: Reschedule | None = None
    for module, result in _run(layer, failure, attempt, tracer):
        results.append(
            {
                "ModuleName": module.name,
                "ModuleConfig": dict(module.config),
                "ModuleData": dict(result.data),
            }
        )
        if tracer.debug:
            tracer.note(f"Executed error handling module '{module.name}'", results[-1])
        if result.reschedule is not None:
            decision = result.reschedule
            text = f"Got reschedule decision from error handling '{module.name}'"
            tracer.record(Level.INFO, text, decision.data(attempt.zone))
    if decision is not None and decision.at is not None:
        when = stamp(decision.at, attempt.zone)
        tracer.record(Level.NOTICE, "Request will be retried again at:", when)
    return Handled(tuple(results), decision)


def _run(
    layer: ErrorLayer, failure: Failure, attempt: Attempt, tracer: Tracer
) -> Iterator[tuple[ErrorModule, HandlerResult]]:
    """Yield each module that ran, with what it gave, until one of them stops the rest."""
    allowance = Allowance()
    stopped: set[str] = set()
    for module in layer.modules:
        if isinstance(module, UnusableModule):
            _LOG.error("%s", module.reason)
            continue
        if module.type in stopped:
            continue
        try:
            if not module.filter.admits(failure, allowance):
                continue
            result = module.handler.handle(failure, attempt)
        except HandlerFailure as error:
            _tell(module, error.message, tracer)
            continue
        except TimeoutError:
            _tell(module, "The ErrorMessageContentFilter took too long", tracer)
            continue
        yield module, result
        if module.stop is StopAfterMatch.ALL:
            return
        if module.stop is StopAfterMatch.BACKEND:
            stopped.add(module.type)


def _tell(module: ErrorModule, reason: str, tracer: Tracer) -> None:
    tracer.record(Level.ERROR, reason, f"Error handling '{module.name}' could not run")
    _LOG.error("error handling '%s' could not run: %s", module.name, reason)
