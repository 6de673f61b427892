"""A compiled mapping: what `dsl.compile` gives and the engine runs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from msgspec import Struct

from dsl import nodes
from dsl.diagnostics import Diagnostic
from dsl.faults import FieldError, MappingFault
from dsl.source import Source, Span
from dsl.values import MISSING, DataError, encode_json


class Skipped:
    """The type of `SKIPPED`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "SKIPPED"


SKIPPED: Final = Skipped()
"""What a run gives after `skip when`: no message at all."""

_POLICIES: Final = ("reject", "omit")
"""`reject`: any field that failed fails the run. `omit`: a failed field that the mapping marks
optional (``name? = ...``) is left out, any other fails the run."""


class RunContext(Struct, frozen=True):
    """What a run is given beside its input; `MISSING` where nothing was given."""

    config: Any = MISSING
    request: Any = MISSING
    now: Any = MISSING
    omits_failed: bool = False


_REJECTING: Final = RunContext()
_OMITTING: Final = RunContext(omits_failed=True)


class Evaluation(Protocol):
    """A mapping made ready to run, in whatever way."""

    def run(self, value: Any, context: RunContext) -> Any:
        """Return the output or `SKIPPED`; raises `MappingFault`."""

    def run_body(self, body: bytes, context: RunContext, max_depth: int) -> Any:
        """Return the output for JSON bytes; raises `DataError` and `MappingFault`."""

    def constant(self, node: nodes.Expression) -> Any:
        """Return what an expression of an example gives; raises `MappingFault`."""

    def law(self, law: nodes.Law, value: Any, output: Any, context: RunContext) -> bool:
        """Tell whether a law holds for an input and its output; raises `MappingFault`."""


class Program:
    """A mapping that passed the checker. Immutable, re-entrant, safe in any number of threads."""

    __slots__ = ("_evaluation", "_mapping", "_run", "source", "warnings")

    def __init__(
        self,
        source: Source,
        mapping: Callable[[], nodes.Mapping],
        warnings: Sequence[Diagnostic],
        evaluation: Evaluation,
    ) -> None:
        self.source: Final = source
        self._mapping: Final = mapping
        self.warnings: Final = tuple(warnings)
        self._evaluation: Final = evaluation
        self._run: Final = evaluation.run

    @property
    def name(self) -> str:
        """The name of the mapping's file, as diagnostics show it."""
        return self.source.name

    @property
    def mapping(self) -> nodes.Mapping:
        """The syntax tree."""
        return self._mapping()

    @property
    def examples(self) -> tuple[nodes.Example, ...]:
        """The examples in the mapping's text, in order."""
        return tuple(one for one in self.mapping.declarations if isinstance(one, nodes.Example))

    @property
    def laws(self) -> tuple[nodes.Law, ...]:
        """The laws in the mapping's text, in order."""
        return tuple(one for one in self.mapping.declarations if isinstance(one, nodes.Law))

    def run(
        self,
        value: Any,
        context: Mapping[str, Any] | RunContext | None = None,
        *,
        on_failed: str = "reject",
    ) -> Any:
        """Return the output for an input, or `SKIPPED` after `skip when`.

        With several inputs `value` is an object with one value for each. `context` may hold
        `config`, `request` and `now` (a datetime, or its ISO text), which `$config` and so on
        read; a `RunContext`, which decides about `on_failed` too, is used as it is.
        Raises `MappingFault` with every field error of the run.
        """
        if context is None and on_failed == "reject":
            return self._run(value, _REJECTING)
        return self._run(value, run_context(context, on_failed))

    def run_bytes(
        self,
        body: bytes,
        context: Mapping[str, Any] | None = None,
        *,
        on_failed: str = "reject",
        max_depth: int = 100,
    ) -> bytes:
        """Return the output for JSON bytes as JSON bytes, no bytes at all after `skip when`.

        Raises `DataError` for bytes that are not JSON within the limits, `MappingFault` as `run`.
        Fields that the mapping does not read are skipped: they must be JSON, but a number beyond
        the limits in one of them is no error.
        """
        output = self._evaluation.run_body(body, run_context(context, on_failed), max_depth)
        if output is SKIPPED:
            return b""
        try:
            return encode_json(output)
        except DataError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: DataError) -> MappingFault:
        """Return the fault of an output that JSON cannot hold, such as a duration."""
        return MappingFault(
            (
                FieldError(
                    "", "", error.message, "an output that JSON can hold", Span(0, 0),
                    f"the output cannot be written as JSON: {error.message}", self.source,
                ),
            )
        )  # fmt: skip

    def constant(self, node: nodes.Expression) -> Any:
        """Return the value of an expression of an example; raises `MappingFault`."""
        return self._evaluation.constant(node)

    def holds(
        self, law: nodes.Law, value: Any, output: Any, context: Mapping[str, Any] | None = None
    ) -> bool:
        """Tell whether a law holds for an input and its output; raises `MappingFault`."""
        return self._evaluation.law(law, value, output, run_context(context, "reject"))


def run_context(context: Mapping[str, Any] | RunContext | None, on_failed: str) -> RunContext:
    """Return the context of a run from what callers hand in."""
    if isinstance(context, RunContext):
        return context
    if on_failed not in _POLICIES:
        raise ValueError(f"on_failed is one of {', '.join(_POLICIES)}")
    omits_failed = on_failed == "omit"
    if context is None:
        return _OMITTING if omits_failed else _REJECTING
    now = context.get("now", MISSING)
    if isinstance(now, str):
        try:
            now = datetime.fromisoformat(now)
        except ValueError as error:
            raise ValueError("the `now` of a context is a datetime or its ISO text") from error
    return RunContext(
        context.get("config", MISSING), context.get("request", MISSING), now, omits_failed
    )
