"""Runs a mapping through its closure tree, from the input to an output or a fault."""

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, Final, TypeAlias

from dsl import nodes
from dsl.faults import Failed, MappingFault
from dsl.interpreter import Interpreter
from dsl.kinds import kind_of
from dsl.program import SKIPPED, RunContext
from dsl.running.input_paths import source_of
from dsl.running.runs import (
    FIRST_BINDING,
    FUEL,
    INPUT,
    MOST_WEIGHED,
    Closure,
    Frame,
    Limits,
    SkipRun,
    TooMuchWork,
    too_much,
    weight,
)
from dsl.running.scope import Slots
from dsl.running.sharing import may_repeat
from dsl.source import Span
from dsl.unit import Unit
from dsl.values import MISSING, decode_json

Part: TypeAlias = Callable[[int, Any, RunContext, tuple[Any, ...]], tuple[Any, int]]
"""Works out an expression from the fuel, the input, the context and the values of its names;
returns the value or a `Failed`, and the fuel that is left."""

_BUILT: Final = (
    nodes.Assign, nodes.Block, nodes.Let, nodes.Require, nodes.Skip, nodes.Spread, nodes.Function,
)  # fmt: skip


class ClosureEvaluation:
    """A mapping as a closure tree. The frame of a run is made here and lives as long as the run."""

    def __init__(self, unit: Unit, limits: Limits) -> None:
        self._slots = Slots()
        self._limits = limits
        self._interpreter = Interpreter(unit, self._slots)
        self._make = self._output(unit)
        self._is_weighed = may_repeat(unit)
        self._inputs = self._interpreter.inputs()
        self._place = self._interpreter.place(nodes.Input(Span(0, 0)))

    def run(self, value: Any, context: RunContext) -> Any:
        """Return the output or `SKIPPED`; raises `MappingFault`."""
        output = self._evaluate(self._make, value, context)
        if self._is_weighed:
            self.weigh(output, value)
        return output

    def run_body(self, body: bytes, context: RunContext, max_depth: int) -> Any:
        """Return the output for JSON bytes; raises `DataError` and `MappingFault`."""
        return self.run(decode_json(body, max_depth=max_depth), context)

    def weigh(self, output: Any, value: Any) -> None:
        """Refuse an output that repeats its input beyond all measure."""
        limits = self._limits
        if weight(output, limits.base_fuel) <= limits.base_fuel:
            return
        most = limits.fuel_per_input * weight(value, MOST_WEIGHED)
        if most <= limits.base_fuel or weight(output, most) > most:
            raise MappingFault(too_much(self._place, "room for its output").errors)

    def part(self, node: nodes.Expression, unit: Unit, names: Sequence[tuple[str, bool]]) -> Part:
        """Return an expression of the mapping, or of a file it uses, as a function of its names.

        Each name comes with whether it is one of the whole mapping, which `fn` functions see.
        """
        interpreter = self._interpreter.of(unit)
        scope = interpreter.scope
        slots: list[int] = []
        for name, is_global in names:
            if is_global:
                slots.append(scope.names[name].slot)
            else:
                scope, slot = scope.bind(name)
                slots.append(slot)
        closure = interpreter.expression(node, scope)

        def run(
            fuel: int, value: Any, context: RunContext, values: tuple[Any, ...]
        ) -> tuple[Any, int]:
            frame = self._frame(fuel, value, context)
            for slot, bound in zip(slots, values, strict=True):
                frame[slot] = bound
            return closure(frame), frame[FUEL]

        return run

    def constant(self, node: nodes.Expression) -> Any:
        """Return what an expression of an example gives; raises `MappingFault`."""
        closure = self._interpreter.expression(node, self._interpreter.scope)
        return self._evaluate(closure, {}, RunContext())

    def law(self, law: nodes.Law, value: Any, output: Any, context: RunContext) -> bool:
        """Tell whether a law holds for an input and its output; raises `MappingFault`."""
        scope, slot = self._interpreter.scope.bind("out")
        condition = self._interpreter.expression(law.condition, scope)

        def judge(frame: Frame) -> Any:
            frame[slot] = output
            return condition(frame)

        return self._evaluate(judge, value, context) is True

    def _output(self, unit: Unit) -> Closure:
        """Build the declarations in the order they stand in, and return what makes the output."""
        declarations = unit.mapping.declarations
        interpreter = self._interpreter
        make = interpreter.items([one for one in declarations if isinstance(one, _BUILT)])
        results = [one for one in declarations if isinstance(one, nodes.Result)]
        if not results:
            return make
        value = interpreter.expression(results[0].value, interpreter.scope)
        place = interpreter.place(results[0].value, source_of(results[0].value, interpreter.scope))

        def result(frame: Frame) -> Any:
            made = make(frame)
            if type(made) is Failed:
                return made
            output = value(frame)
            return place.absent(output) if output is MISSING else output

        return result

    def _evaluate(self, closure: Closure, value: Any, context: RunContext) -> Any:
        frame = self._frame(self._limits.base_fuel, value, context)
        try:
            output = self._bind_inputs(frame) or closure(frame)
        except SkipRun:
            return SKIPPED
        except TooMuchWork as error:
            raise MappingFault((error.error,)) from None
        except RecursionError:
            failed = self._place.error("an output of a depth that can be built", "a deeper one")
            raise MappingFault(failed.errors) from None
        except MemoryError:
            raise MappingFault(too_much(self._place, "memory").errors) from None
        except ArithmeticError:
            # JSON holds no such numbers; a caller from Python may hand them in.
            failed = self._place.error("finite numbers of a usual size", "another one in the input")
            raise MappingFault(failed.errors) from None
        if type(output) is Failed:
            raise MappingFault(output.errors)
        return output

    def _frame(self, fuel: int, value: Any, context: RunContext) -> Frame:
        return [
            fuel, value, context.config, context.request, context.now,
            context.omits_failed, self._limits,
            *repeat(MISSING, self._slots.size - FIRST_BINDING),
        ]  # fmt: skip

    def _bind_inputs(self, frame: Frame) -> Failed | None:
        """Put each of several inputs in its place."""
        if not self._inputs:
            return None
        value = frame[INPUT]
        if not isinstance(value, dict):
            names = ", ".join(f"`{name}`" for name in self._inputs)
            return self._place.error(f"an object with the inputs {names}", kind_of(value))
        for name, slot in self._inputs.items():
            frame[slot] = value.get(name, MISSING)
        return None
