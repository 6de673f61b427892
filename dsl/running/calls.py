"""Closures for calls: library functions, `fn` functions and tables."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

from dsl import nodes
from dsl.arguments import arrange
from dsl.faults import Failed, together
from dsl.functions._function import REQUIRED, Function, Parameter
from dsl.kinds import ABSENT_TYPES, EXACT_TYPES, TYPE_WORDS, is_whole, kind_of, type_phrase, whole
from dsl.running.cases import Selector
from dsl.running.conditions import not_a_list
from dsl.running.input_paths import path_of, source_of
from dsl.running.runs import Closure, Frame, Place, charge, charge_numbers
from dsl.running.scope import Builder, Scope
from dsl.values import MISSING, Failure

Admission: TypeAlias = Callable[[Any], Any]
"""Returns the value to work with, or a `Failed` that says why this one cannot be."""

_SIMPLE_TYPES: Final[dict[str, frozenset[type]]] = {
    "text": frozenset({str}),
    "regex": frozenset({str}),
    "integer": frozenset({int}),
    "number": frozenset({int, Decimal}),
    "decimal": frozenset({int, Decimal}),
    "boolean": frozenset({bool}),
    "list": frozenset({list}),
    "object": frozenset({dict}),
    "bytes": frozenset({bytes}),
    "sequence": frozenset({list, str}),
}
_COUNTED: Final = frozenset({str, list, dict, bytes})
CALL_FUEL: Final = 16
"""What a call of an `fn` function costs beside its body: where Python's stack grows by a page, a
call is ten times dearer than a turn of a loop."""
LARGE: Final = 256
"""Smaller arguments are paid for by the turn of the loop that the call stands in."""


class _LambdaFailed(Exception):
    """The body of a lambda failed while a library function was calling it."""

    def __init__(self, failed: Failed) -> None:
        super().__init__()
        self.failed: Final = failed


# ---------------------------------------------------------------- library functions


def build_library_call(
    builder: Builder, node: nodes.Call, function: Function, scope: Scope
) -> Closure:
    """Return the closure of a call of a library function: admit each argument, then call."""
    parameters = function.parameters
    takes_rest = bool(parameters) and parameters[-1].variadic
    names = [parameter.name for parameter in parameters]
    arranged = arrange(names, node.arguments, takes_rest=takes_rest)
    source_path = source_of(node, scope)
    element_path = path_of(node.arguments[0].value, scope) if node.arguments else ""
    element_path = element_path and f"{element_path}[*]"
    given: list[_Argument] = []
    for parameter, argument in zip(parameters, arranged.by_parameter, strict=False):
        if argument is None:
            given.append(_unasked(None if parameter.default is REQUIRED else parameter.default))
        else:
            given.append(_argument(builder, argument, parameter, element_path, scope))
    given.extend(
        _argument(builder, extra, parameters[-1], element_path, scope) for extra in arranged.rest
    )
    place = builder.place(node, source_path)
    if len(given) == 1 and function.fuel is None:
        return _call_one(function.call, given[0], place)
    return _call_many(function, tuple(given), place)


class _Argument(NamedTuple):
    """How an argument is read; a value of one of the `quick` types is admitted unasked."""

    read: Closure
    quick: frozenset[type]
    admit: Admission


def _constant(value: Any) -> Closure:
    return lambda _: value


def _unasked(value: Any) -> _Argument:
    return _Argument(_constant(value), frozenset({type(value)}), _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


def _argument(
    builder: Builder, argument: nodes.Argument, parameter: Parameter, path: str, scope: Scope
) -> _Argument:
    node = argument.value
    if isinstance(node, nodes.Lambda):
        return _Argument(_lambda(builder, node, path, scope), frozenset(), _as_it_is)
    place = builder.place(node, source_of(node, scope))
    read = builder.expression(node, scope)
    words = parameter.type.split("|")
    admit = admission(words, place, accepts_absent=parameter.accepts_absent)
    return _Argument(read, _quick_types(words), admit)


def _quick_types(words: list[str]) -> frozenset[type]:
    """Return Python types whose values surely have one of these types."""
    if "any" in words:
        return frozenset({str, int, bool, list, dict})
    return frozenset[type]().union(*(_SIMPLE_TYPES.get(word, frozenset()) for word in words))


def admission(words: list[str], place: Place, *, accepts_absent: bool) -> Admission:
    """Return what decides whether a value has one of the types that `words` name."""
    tests = tuple(TYPE_WORDS[word] for word in words if word in TYPE_WORDS)
    phrase = type_phrase("|".join(words))
    # `4 / 2` and `2.0` are the whole number 2, whatever carries it.
    makes_whole = "integer" in words and "number" not in words
    is_list = "list" in words

    def admit(value: Any) -> Any:
        kind = type(value)
        if kind is Failed:
            return value.used()
        if kind in ABSENT_TYPES:
            if accepts_absent:
                return value
            return not_a_list(value, place) if is_list else place.absent(value)
        if not any(test(value) for test in tests):
            return place.error(phrase, kind_of(value))
        return whole(value) if makes_whole and is_whole(value) else value

    return admit


def _lambda(builder: Builder, node: nodes.Lambda, path: str, scope: Scope) -> Closure:
    inner, slot = scope.bind(node.parameter, path)
    body = builder.expression(node.body, inner)
    place = builder.place(node)

    def make(frame: Frame) -> Callable[[Any], Any]:
        def call(value: Any) -> Any:
            charge(frame, 1, place)
            frame[slot] = value
            result = body(frame)
            if type(result) is Failed:
                raise _LambdaFailed(result.used())
            return result

        return call

    return make


def _call_one(call: Callable[..., Any], argument: _Argument, place: Place) -> Closure:
    read, quick, admit = argument

    def run(frame: Frame) -> Any:
        value = read(frame)
        kind = type(value)
        if kind not in quick:
            value = admit(value)
            kind = type(value)
            if kind is Failed:
                return value
        if kind in _COUNTED and len(value) > LARGE:
            charge(frame, work(value), place)
        elif kind in EXACT_TYPES:
            charge_numbers(frame, place, value)
        try:
            return call(value)
        except Failure as failure:
            return place.fail(failure)
        except _LambdaFailed as error:
            return error.failed

    return run


def _call_many(function: Function, given: tuple[_Argument, ...], place: Place) -> Closure:
    call, fuel = function.call, function.fuel

    def run(frame: Frame) -> Any:
        values = [
            value if type(value := read(frame)) in quick else admit(value)
            for read, quick, admit in given
        ]
        for value in values:
            kind = type(value)
            if kind is Failed:
                return together(value for value in values if type(value) is Failed)
            if kind in _COUNTED and len(value) > LARGE:
                charge(frame, work(value), place)
            elif kind in EXACT_TYPES:
                charge_numbers(frame, place, value)
        try:
            if fuel is not None:
                charge(frame, fuel(*values), place)
            result = call(*values)
            if type(result) in EXACT_TYPES:
                charge_numbers(frame, place, result)
            return result
        except Failure as failure:
            return place.fail(failure)
        except _LambdaFailed as error:
            return error.failed

    return run


def work(value: Any) -> int:
    """Return the units that a function costs for a text, list or object it is given.

    An element is dearer than a turn of a loop: sorting, say, looks at each several times.
    """
    return len(value) >> 4 if isinstance(value, str | bytes) else len(value) << 2


# ---------------------------------------------------------------- tables and `fn` functions


def build_table_call(builder: Builder, node: nodes.Call, select: Selector, scope: Scope) -> Closure:
    """Return the closure of a look-up: a table is called with the one value to look up."""
    argument = node.arguments[0].value
    if isinstance(argument, nodes.Lambda):
        raise TypeError("the checker refuses a lambda as the key of a table")
    key = builder.expression(argument, scope)
    return lambda frame: select(key(frame), frame)


class UserFunction:
    """A `fn` function: the places of its parameters in the frame, and its body."""

    __slots__ = ("body", "names", "slots", "types")

    def __init__(self, node: nodes.Function, slots: list[int]) -> None:
        self.names: Final = [parameter.name for parameter in node.parameters]
        self.types: Final = [parameter.type for parameter in node.parameters]
        self.slots: Final = slots
        self.body: Closure = _constant(MISSING)


def build_user_call(
    builder: Builder, node: nodes.Call, function: UserFunction, scope: Scope
) -> Closure:
    """Return the closure of a call of a `fn` function: bind its parameters, then run its body."""
    arranged = arrange(function.names, node.arguments)
    readers: list[Closure] = []
    for argument, type_name in zip(arranged.by_parameter, function.types, strict=True):
        if argument is None or isinstance(argument.value, nodes.Lambda):
            readers.append(_constant(MISSING))
            continue
        read = builder.expression(argument.value, scope)
        place = builder.place(argument.value, source_of(argument.value, scope))
        readers.append(read if type_name is None else typed(read, type_name, place))
    place = builder.place(node, source_of(node, scope))
    if len(readers) == 1:
        return _user_call_one(function, function.slots[0], readers[0], place)
    return _user_call_many(function, readers, place)


def _user_call_one(function: UserFunction, slot: int, read: Closure, place: Place) -> Closure:
    def run(frame: Frame) -> Any:
        value = read(frame)
        if type(value) is Failed:
            return value.used()
        # Functions that call others twice each would work for ever unpaid.
        charge(frame, CALL_FUEL, place)
        frame[slot] = value
        return function.body(frame)

    return run


def _user_call_many(function: UserFunction, readers: list[Closure], place: Place) -> Closure:
    slots = function.slots

    def run(frame: Frame) -> Any:
        # All arguments first: one of them may call the same function.
        values = [read(frame) for read in readers]
        for value in values:
            if type(value) is Failed:
                return together(value for value in values if type(value) is Failed)
        charge(frame, CALL_FUEL, place)
        for slot, value in zip(slots, values, strict=True):
            frame[slot] = value
        return function.body(frame)

    return run


def typed(read: Closure, type_name: nodes.TypeName, place: Place) -> Closure:
    """Return a closure that gives the same value, or a `Failed` if it is not of a type."""
    admit = admission_of(type_name, place)
    quick = _quick_types([type_name.name or "list"] if type_name.item is None else [])

    def admitted(frame: Frame) -> Any:
        value = read(frame)
        return value if type(value) in quick else admit(value)

    return admitted


def admission_of(type_name: nodes.TypeName, place: Place) -> Admission:
    """Return what decides whether a value is of a type as `fn` writes it."""
    if type_name.item is None:
        return admission([type_name.name or "any"], place, accepts_absent=type_name.optional)
    whole_list = admission(["list"], place, accepts_absent=type_name.optional)
    element = admission_of(type_name.item, place)

    def admit(value: Any) -> Any:
        admitted = whole_list(value)
        if type(admitted) is not list:
            return admitted
        elements = [element(item) for item in admitted]
        failures = [item for item in elements if type(item) is Failed]
        return together(failures) if failures else elements

    return admit
