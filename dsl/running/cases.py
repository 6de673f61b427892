"""Closures for `match` and tables: a value selects the first case that fits."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from dsl import nodes
from dsl.faults import Failed
from dsl.kinds import NUMBER_TYPES
from dsl.running.operators import OPERATORS, contained, equal, unequal
from dsl.running.runs import Closure, Frame, Place, charge
from dsl.running.scope import Builder, Scope
from dsl.values import MISSING, Failure

Selector: TypeAlias = Callable[[Any, Frame], Any]
"""Returns what the case for a value gives."""

_KEYED: Final = NUMBER_TYPES | {str}
_COMPARISONS: Final = {**OPERATORS, "==": equal, "!=": unequal, "in": contained}


def build_match(builder: Builder, node: nodes.Match, scope: Scope) -> Closure:
    """Return the closure of `match subject { cases }`."""
    subject = builder.expression(node.subject, scope)
    select = build_cases(builder, node.cases, node.otherwise, scope)
    return lambda frame: select(subject(frame), frame)


def build_cases(
    builder: Builder,
    cases: Sequence[nodes.Case],
    otherwise: nodes.Expression | None,
    scope: Scope,
) -> Selector:
    """Return the selector of cases: literal keys by hash, guards in the order they stand in."""
    keyed: dict[tuple[bool, Any], tuple[int, Closure]] = {}
    guards: list[tuple[int, _Guard]] = []
    for position, case in enumerate(cases):
        result = builder.expression(case.result, scope)
        for key in case.keys:
            value = MISSING if isinstance(key, nodes.Missing) else key.value
            keyed.setdefault((type(value) is bool, value), (position, result))
        if case.guard is not None and case.guard_operand is not None:
            operand = builder.expression(case.guard_operand, scope)
            place = builder.place(case.guard_operand)
            guards.append((position, _Guard(_COMPARISONS[case.guard], operand, place, result)))
    fallback = (lambda _: MISSING) if otherwise is None else builder.expression(otherwise, scope)
    plain = {key: result for (is_bool, key), (_, result) in keyed.items() if not is_bool}
    flags = {key: result for (is_bool, key), (_, result) in keyed.items() if is_bool}
    by_key = _by_key(plain, flags, fallback)
    if not guards:
        return by_key
    positions = {key: position for key, (position, _) in keyed.items()}
    return _guarded(guards, positions, by_key)


class _Guard:
    """A case such as ``> 5 -> result``."""

    __slots__ = ("_compare", "_operand", "_place", "result")

    def __init__(
        self, compare: Callable[[Any, Any], Any], operand: Closure, place: Place, result: Closure
    ) -> None:
        self._compare = compare
        self._operand = operand
        self._place = place
        self.result: Final = result

    def decide(self, value: Any, frame: Frame) -> Any:
        """Return whether the case fits, or a `Failed` if its own operand has no value.

        A value of another kind than the operand does not fit, as it would not equal a key.
        """
        operand = self._operand(frame)
        if type(operand) is Failed:
            return operand.used()
        if operand is MISSING or operand is None:
            return self._place.absent(operand)
        if type(operand) is list:
            charge(frame, len(operand), self._place)
        try:
            return self._compare(value, operand)
        except (Failure, TypeError):
            return False


def _by_key(
    plain: Mapping[Any, Closure], flags: Mapping[Any, Closure], fallback: Closure
) -> Selector:
    absent = {type(None): plain.get(None, fallback), type(MISSING): plain.get(MISSING, fallback)}

    def select(value: Any, frame: Frame) -> Any:
        kind = type(value)
        if kind in _KEYED:
            return plain.get(value, fallback)(frame)
        if kind is bool:
            return flags.get(value, fallback)(frame)
        if kind is Failed:
            return value.used()
        return absent.get(kind, fallback)(frame)

    return select


def _guarded(
    guards: Sequence[tuple[int, _Guard]],
    positions: Mapping[tuple[bool, Any], int],
    by_key: Selector,
) -> Selector:
    def select(value: Any, frame: Frame) -> Any:
        kind = type(value)
        if kind is Failed or value is None or value is MISSING:
            return by_key(value, frame)
        is_keyed = kind in _KEYED or kind is bool
        end = positions.get((kind is bool, value)) if is_keyed else None
        for position, guard in guards:
            if end is not None and position > end:
                break
            fits = guard.decide(value, frame)
            if fits is True:
                return guard.result(frame)
            if type(fits) is Failed:
                return fits
        return by_key(value, frame)

    return select
