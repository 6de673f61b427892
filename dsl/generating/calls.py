"""Code for calls: library functions, `fn` functions and tables."""

import ast
from collections.abc import Sequence

from dsl import nodes
from dsl.arguments import arrange
from dsl.functions._discover import discover
from dsl.functions._function import REQUIRED, Function, Parameter
from dsl.generating.admission import admitted
from dsl.generating.cases import table_call
from dsl.generating.emitter import SURPRISE
from dsl.generating.operators import pay
from dsl.generating.scope import Generator, Scope
from dsl.generating.shortcuts import SHORTCUTS
from dsl.generating.values import (
    ANY,
    KINDS_OF_WORD,
    MISSING,
    OTHER,
    Need,
    Unsupported,
    Value,
)


def call(generator: Generator, node: nodes.Call, scope: Scope, need: Need, *, form: bool) -> Value:
    """Return the code of a call."""
    owner = scope.unit.imports.get(node.function, scope.unit)
    table = owner.tables.get(node.function)
    if table is not None:
        argument = node.arguments[0].value
        if isinstance(argument, nodes.Lambda):
            raise Unsupported
        return table_call(generator, table, argument, scope, Scope(owner, {}))
    function = owner.functions.get(node.function)
    if function is not None:
        return generator.user_call(node, function, owner, scope, need, form=form)
    library = discover()[node.function]
    shortcut = SHORTCUTS.get(node.function)
    if shortcut is not None:
        value = shortcut(generator, node, scope, form=form)
        if value is not None:
            return value
    return library_call(generator, library, node.arguments, scope)


def library_call(
    generator: Generator,
    function: Function,
    arguments: Sequence[nodes.Argument],
    scope: Scope,
    first: Value | None = None,
) -> Value:
    """Return the code of a call of a library function: admit each argument, then call.

    `first` is the first argument, if it is made already.
    """
    emitter = generator.emitter
    parameters = function.parameters
    takes_rest = bool(parameters) and parameters[-1].variadic
    names = [parameter.name for parameter in parameters]
    values: list[Value] = []
    if first is not None:
        values.append(admitted(generator, emitter.bind(first), parameters[0].type))
        parameters, names = parameters[1:], names[1:]
    arranged = arrange(names, arguments, takes_rest=takes_rest)
    for parameter, argument in zip(parameters, arranged.by_parameter, strict=False):
        if argument is None:
            values.append(_default(generator, parameter))
        else:
            values.append(_argument(generator, argument, parameter, scope))
    values.extend(_argument(generator, extra, parameters[-1], scope) for extra in arranged.rest)
    for value in values:
        if not isinstance(value.node, ast.Constant) and value.key != "=":
            pay(generator, value)
    made = emitter.expression(f"f_{function.name}()")
    made.args = [value.node for value in values]  # type: ignore[attr-defined] # a call's template
    if function.fuel is not None:
        cost = emitter.expression(f"fuel_{function.name}()")
        cost.args = [value.node for value in values]  # type: ignore[attr-defined] # the same
        emitter.emit(f"fuel -= cost\nif fuel < 0:\n {SURPRISE}", cost=cost)
    kinds = 0
    for word in function.result.split("|"):
        kinds |= KINDS_OF_WORD.get(word, ANY if word == "any" else OTHER)
    return Value(made, ANY if function.result == "any" else kinds | MISSING)


def _default(generator: Generator, parameter: Parameter) -> Value:
    default = None if parameter.default is REQUIRED else parameter.default
    if isinstance(default, str | int | bool) or default is None:
        return Value(generator.emitter.constant(default), ANY, "=")
    raise Unsupported


def _argument(
    generator: Generator, argument: nodes.Argument, parameter: Parameter, scope: Scope
) -> Value:
    node = argument.value
    if isinstance(node, nodes.Lambda):
        return _lambda(generator, node, scope)
    need = Need.EXACT if parameter.accepts_absent else Need.PRESENT
    value = generator.emitter.bind(generator.value(node, scope, need))
    return admitted(generator, value, parameter.type, accepts_absent=parameter.accepts_absent)


def _lambda(generator: Generator, node: nodes.Lambda, scope: Scope) -> Value:
    """Return the name of a function that is the code of a lambda."""
    emitter = generator.emitter
    name, parameter = emitter.name("function"), emitter.name("x")
    outer, generator.fuel = generator.fuel, 0
    with emitter.branch() as body:
        inner = scope.bind(node.parameter, emitter.variable(parameter))
        result = generator.value(node.body, inner)
        emitter.emit("return result", result=result)
    cost, generator.fuel = generator.fuel, outer
    emitter.emit(
        "def name(parameter):\n nonlocal fuel\n fuel -= cost\n"
        f" if fuel < 0:\n  {SURPRISE}\n body",
        body=body, cost=cost + 1,
    )  # fmt: skip
    made = emitter.block[-1]
    made.name = name  # type: ignore[attr-defined] # the template is a function
    made.args.args[0].arg = parameter  # type: ignore[attr-defined] # of one parameter
    return Value(emitter.load(name), OTHER, "=")
