"""Runs a mapping through its generated code, and through the closure tree where that gives up."""

from collections.abc import Callable
from decimal import Context, getcontext, localcontext, setcontext
from types import CodeType
from typing import Any, Final, TypedDict

from dsl import nodes
from dsl.faults import Failed
from dsl.generating.generator import Delegate, generate
from dsl.generating.places import Reads
from dsl.generating.support import FAILED, FAST, SURPRISES, Surprise, namespace
from dsl.generating.values import Unsupported
from dsl.program import SKIPPED, RunContext
from dsl.running.evaluation import ClosureEvaluation, Part
from dsl.running.runs import Limits, TooMuchWork
from dsl.source import Source
from dsl.unit import Unit
from dsl.values import check_depth, decode_json, reader_of

_ORDINARY: Final = Context()
Main = Callable[[Any, Any, Any, Any, RunContext, int], Any]


class FastEvaluation:
    """A mapping as generated code with the closure tree behind it."""

    def __init__(
        self, code: CodeType, source: Source, limits: Limits, *, uses_numbers: bool,
        is_weighed: bool, reads: Reads, delegates: Callable[[], list[Delegate]],
        exact: Callable[[], ClosureEvaluation],
    ) -> None:  # fmt: skip
        self._fuel = limits.base_fuel
        self._uses_numbers = uses_numbers
        self._is_weighed = is_weighed
        self._reads = reads
        self._reader: Callable[[bytes], Any] | None = None
        self._has_reader = False
        self._exact_of = exact
        self._delegates_of = delegates
        self._exact: ClosureEvaluation | None = None
        self._parts: dict[int, Part] = {}
        known = namespace()
        names: dict[str, Any] = {name: known[name] for name in _names_in(code) if name in known}
        names |= {
            "__builtins__": {}, "__name__": source.name, "__loader__": _Text(source),
            "SKIPPED": SKIPPED, "delegate": self._delegate, "attempt": self._attempt,
        }  # fmt: skip
        exec(code, names)  # noqa: S102 # our own code, made from checked nodes
        self._main: Main = names["main"]
        self.fallbacks = 0

    @property
    def exact(self) -> ClosureEvaluation:
        """The closure tree, built when it is needed for the first time."""
        if self._exact is None:
            self._exact = self._exact_of()
        return self._exact

    def run(self, value: Any, context: RunContext) -> Any:
        """Return the output or `SKIPPED`; raises `MappingFault`."""
        try:
            output = self._fast(value, context)
        except SURPRISES:
            self.fallbacks += 1
            return self.exact.run(value, context)
        if self._is_weighed and output is not SKIPPED:
            self.exact.weigh(output, value)
        return output

    def run_body(self, body: bytes, context: RunContext, max_depth: int) -> Any:
        """Return the output for JSON bytes, of which only what is read becomes values."""
        if not self._has_reader:
            self._reader = _reader(self._reads)
            self._has_reader = True
        if self._reader is None or self._is_weighed:
            return self.run(decode_json(body, max_depth=max_depth), context)
        check_depth(body, max_depth)
        try:
            value = self._reader(body)
        except SURPRISES:
            # Not JSON, or of another shape than the mapping expects, or an unusual number.
            return self.run(decode_json(body, max_depth=max_depth), context)
        try:
            return self._fast(value, context)
        except SURPRISES:
            self.fallbacks += 1
            return self.exact.run(decode_json(body, max_depth=max_depth), context)

    def _fast(self, value: Any, context: RunContext) -> Any:
        main = self._main
        if not self._uses_numbers:
            return main(value, context.config, context.request, context.now, context, self._fuel)
        outer = getcontext()
        setcontext(FAST)
        try:
            return main(value, context.config, context.request, context.now, context, self._fuel)
        finally:
            setcontext(outer)

    def constant(self, node: nodes.Expression) -> Any:
        """Return what an expression of an example gives; raises `MappingFault`."""
        return self.exact.constant(node)

    def law(self, law: nodes.Law, value: Any, output: Any, context: RunContext) -> bool:
        """Tell whether a law holds for an input and its output; raises `MappingFault`."""
        return self.exact.law(law, value, output, context)

    def _delegate(self, *given: Any) -> tuple[Any, int]:
        value, fuel = self._attempt(*given)
        if value is FAILED:
            raise Surprise
        return value, fuel

    def _attempt(
        self, position: int, fuel: int, value: Any, context: RunContext, values: tuple[Any, ...]
    ) -> tuple[Any, int]:
        """Have the closure tree work an expression out; returns its value, and the fuel left."""
        part = self._parts.get(position)
        if part is None:
            delegate = self._delegates_of()[position]
            part = self.exact.part(delegate.node, delegate.unit, delegate.names)
            self._parts[position] = part
        # The closures compute as they do without us: a trap of ours is no failure of theirs.
        with localcontext(_ORDINARY):
            try:
                result, fuel = part(fuel, value, context, values)
            except TooMuchWork:
                raise Surprise from None
        return (FAILED if type(result) is Failed else result), fuel


def _reader(reads: Reads) -> Callable[[bytes], Any] | None:
    """Return what decodes only the parts of JSON that are read, None if all of it is."""
    return None if reads is None else reader_of(_type_of(reads))


def _type_of(reads: Reads) -> Any:
    if reads is None:
        return Any
    if isinstance(reads, tuple):
        return list[_type_of(reads[0])] | None  # type: ignore[misc] # a type made while running
    fields = {key: _type_of(one) for key, one in reads.items()}
    return TypedDict("Read", fields, total=False) | None  # type: ignore[operator] # the same


class _Text:
    """Gives tracebacks the lines of a mapping. Source: PEP 302, `get_source`."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def get_source(self, _: str) -> str:
        """Return the text of the mapping."""
        return self._source.text


def code_of(unit: Unit) -> tuple[CodeType | None, bool]:
    """Return the code of a checked mapping, and whether it computes with numbers.

    There is no code for what Python itself cannot compile, such as loops nested too deeply.
    """
    try:
        generated = generate(unit)
        code = compile(generated.module, unit.source.name, "exec", dont_inherit=True)
    except (Unsupported, RecursionError, SyntaxError, ValueError):
        return None, False
    return code, generated.uses_numbers


def _names_in(code: CodeType) -> set[str]:
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found |= _names_in(constant)
    return found
