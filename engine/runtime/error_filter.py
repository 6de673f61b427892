"""Which failures an error-handling module is meant for.

Source: generic-interface reference 8.4.
"""

from dataclasses import dataclass

from engine.model.error_handling import Failure
from engine.model.perl_dump import perl_dump
from engine.model.perl_pattern import Allowance, PerlPattern
from engine.model.perl_scalar import is_string, text_of


@dataclass(frozen=True, slots=True)
class ErrorFilter:
    """Admits a failure when every part does. An empty part admits all; `actions` are the names of
    operations or invokers, `stages` those of `engine.model.fault.Stage`.
    """

    actions: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    content: PerlPattern | None = None
    """Looked for in the summary, then in the data."""

    def admits(self, failure: Failure, allowance: Allowance) -> bool:
        """Tell whether the failure passes; raises `TimeoutError`."""
        if self.actions and failure.action not in self.actions:
            return False
        if self.stages and failure.stage.value not in self.stages:
            return False
        return self.content is None or _is_found(self.content, failure, allowance)


def _is_found(pattern: PerlPattern, failure: Failure, allowance: Allowance) -> bool:
    if pattern.matches(failure.summary, allowance):
        return True
    data = failure.data
    text = text_of(data) if is_string(data) else perl_dump(data)
    return pattern.matches(text, allowance)
