"""Calls of library functions as the language makes them: defaults filled in by name."""

from typing import Any

from dsl.functions._discover import discover
from dsl.functions._function import REQUIRED


def call(name: str, *arguments: Any, **named: Any) -> Any:
    """Return what the function gives, as `name(arguments, named = …)` would in a mapping."""
    function = discover()[name]
    parameters = function.parameters
    fixed = [parameter for parameter in parameters if not parameter.variadic]
    values = list(arguments)
    for parameter in fixed[len(arguments) :]:
        value = named.pop(parameter.name, parameter.default)
        assert value is not REQUIRED, f"{name} needs {parameter.name}"
        values.append(value)
    assert not named, f"{name} has no {', '.join(named)}"
    if function.fuel is not None:
        assert function.fuel(*values) >= 0
    return function.call(*values)
