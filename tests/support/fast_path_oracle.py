"""Runs a mapping on its fast path and in the closure tree, and compares."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from same_value import difference

import dsl
from dsl.generating.evaluation import FastEvaluation
from dsl.program import Evaluation, run_context
from dsl.values import encode_json

POLICIES = ("reject", "omit")


class DifferenceError(Exception):
    """The fast path returned what the closure tree does not."""


@dataclass
class Oracle:
    """Both ways to run one mapping, and how often the fast one came to an end."""

    program: dsl.Program
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def evaluation(self) -> FastEvaluation:
        """The fast path, with the closure tree behind it."""
        evaluation: Evaluation = self.program._evaluation
        assert isinstance(evaluation, FastEvaluation)
        return evaluation

    def compare(
        self, value: Any, context: Mapping[str, Any] | None = None, policy: str = "reject"
    ) -> str:
        """Return how the fast path ended: `fast`, `fallback`, `fault`.

        Raises `DifferenceError` when it came to an end of its own that is not the closure tree's.
        """
        fast, given = self.evaluation, run_context(context, policy)
        before = fast.fallbacks
        try:
            output = fast.run(value, given)
        except dsl.MappingFault:
            # The closure tree said so itself.
            ending = "fault"
        else:
            ending = "fast" if fast.fallbacks == before else "fallback"
        if ending == "fast":
            self._prove(output, value, given)
        self.seen[ending] += 1
        return ending

    def _prove(self, output: Any, value: Any, given: Any) -> None:
        try:
            wanted = self.evaluation.exact.run(value, given)
        except dsl.MappingFault as fault:
            raise DifferenceError(f"{written(output)} instead of the fault: {fault}") from fault
        found = difference(output, wanted)
        if found:
            raise DifferenceError(f"fast and exact differ at {found}")


def written(value: Any) -> str:
    """Return a value as a short text for people."""
    try:
        return encode_json(value).decode()[:2_000]
    except dsl.DataError:
        return repr(value)[:2_000]
