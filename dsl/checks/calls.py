"""Checks of calls: that the function exists, and that its arguments fit."""

from collections.abc import Sequence
from typing import Final

import re2

from dsl import nodes
from dsl.arguments import Arranged, arrange
from dsl.checks.names import Known, Names
from dsl.checks.walk import CallSite, Kind, Walk, phrase
from dsl.functions._function import REQUIRED, Function, Parameter
from dsl.kinds import type_phrase
from dsl.words import counted

_KIND_WORDS: Final = {
    "text": {"text", "regex", "sequence", "date", "time", "datetime", "local_datetime"},
    "number": {"number", "integer", "decimal", "float"},
    "boolean": {"boolean"},
    "list": {"list", "sequence"},
    "object": {"object"},
    "bytes": {"bytes"},
}
"""Type words that a value of an obvious kind may answer to; dates are read from text."""
_RESULT_KINDS: Final = {
    "text": "text",
    "number": "number",
    "integer": "number",
    "decimal": "number",
    "boolean": "boolean",
    "list": "list",
    "object": "object",
    "bytes": "bytes",
}


def check_call(walk: Walk, node: nodes.Call, names: Names) -> Kind:
    """Check a call of a table, an `fn` function or a library function."""
    name = node.function
    owner = walk.unit.imports.get(name, walk.unit)
    walk.used.add(name)
    if name in owner.tables:
        return _check_table_call(walk, node, names)
    if name in owner.functions:
        bound = frozenset(names.known.values())
        walk.calls.append(CallSite(name, node.function_span, walk.function, bound))
        return _check_user_call(walk, node, owner.functions[name], names)
    function = walk.library.get(name)
    if function is not None:
        return _check_library_call(walk, node, function, names)
    if name not in _announced(walk):
        known = {**walk.library, **walk.unit.tables, **walk.unit.functions, **walk.unit.imports}
        walk.suggest("unknown-function", node.function_span, name, known)
    _check_values(walk, node, names)
    return None


def check_lambda(walk: Walk, node: nodes.Lambda, names: Names) -> Kind:
    """Check the body of a lambda."""
    variable = Known(node.parameter, "variable", node.parameter_span)
    walk.kind(node.body, walk.bind(names, variable))
    return "function"


def check_regex(walk: Walk, node: nodes.Regex, names: Names) -> Kind:
    """Check that a pattern is one."""
    del names
    check_pattern(walk, node.pattern, node)
    return "text"


def check_pattern(walk: Walk, pattern: str, node: nodes.Node) -> None:
    """Check that a text is a pattern of RE2."""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "it cannot be read"
        if isinstance(reason, bytes):
            reason = reason.decode("utf-8", "replace")
        walk.report("bad-pattern", node.span, reason=str(reason))


def _announced(walk: Walk) -> set[str]:
    """Return the names after `use`; where one could not be found, that is reported already."""
    uses = (one for one in walk.unit.mapping.declarations if isinstance(one, nodes.Use))
    return {name for use in uses for name, _ in use.names}


def _check_values(walk: Walk, node: nodes.Call, names: Names) -> None:
    for argument in node.arguments:
        walk.kind(argument.value, names)


def _check_table_call(walk: Walk, node: nodes.Call, names: Names) -> Kind:
    arranged = arrange(["value"], node.arguments)
    _report_misfits(walk, node, arranged, ["value"])
    if arranged.by_parameter[0] is None:
        _report_missing(walk, node, "value")
    _refuse_lambdas(walk, node)
    _check_values(walk, node, names)
    return None


def _check_user_call(walk: Walk, node: nodes.Call, function: nodes.Function, names: Names) -> Kind:
    parameters = [one.name for one in function.parameters]
    arranged = arrange(parameters, node.arguments)
    signature = f"{node.function}({', '.join(parameters)})"
    _report_misfits(walk, node, arranged, parameters, signature)
    for parameter, argument in zip(function.parameters, arranged.by_parameter, strict=True):
        is_optional = parameter.type is not None and parameter.type.optional
        if argument is None and not is_optional and not arranged.unknown:
            _report_missing(walk, node, parameter.name, signature)
    _refuse_lambdas(walk, node)
    _check_values(walk, node, names)
    result = function.result
    return None if result is None or result.optional else _RESULT_KINDS.get(result.name or "list")


def _refuse_lambdas(walk: Walk, node: nodes.Call) -> None:
    for argument in node.arguments:
        if isinstance(argument.value, nodes.Lambda):
            walk.report("lambda-not-taken", argument.span, function=node.function)


def _check_library_call(walk: Walk, node: nodes.Call, function: Function, names: Names) -> Kind:
    parameters = function.parameters
    takes_rest = bool(parameters) and parameters[-1].variadic
    parameter_names = [one.name for one in parameters]
    arranged = arrange(parameter_names, node.arguments, takes_rest=takes_rest)
    named = parameter_names[:-1] if takes_rest else parameter_names
    _report_misfits(walk, node, arranged, named, function.signature)
    is_checked: set[int] = set()
    for parameter, argument in zip(parameters, arranged.by_parameter, strict=False):
        if argument is not None:
            _check_argument(walk, node, argument, parameter, names)
            is_checked.add(id(argument))
        elif parameter.default is REQUIRED and not (arranged.unknown or arranged.after_named):
            _report_missing(walk, node, parameter.name, function.signature)
    for argument in arranged.rest:
        _check_argument(walk, node, argument, parameters[-1], names)
        is_checked.add(id(argument))
    for argument in node.arguments:
        if id(argument) not in is_checked:
            walk.kind(argument.value, names)
    return _RESULT_KINDS.get(function.result)


def _check_argument(
    walk: Walk, node: nodes.Call, argument: nodes.Argument, parameter: Parameter, names: Names
) -> None:
    words = parameter.type.split("|")
    value = argument.value
    kind = walk.kind(value, names)
    if isinstance(value, nodes.Lambda):
        if "function" not in words:
            walk.report("lambda-not-taken", argument.span, function=node.function)
        return
    expected = type_phrase(parameter.type)
    if words == ["function"]:
        walk.report("lambda-needed", argument.span, function=node.function, name=parameter.name)
    elif isinstance(value, nodes.Literal) and isinstance(value.value, str) and parameter.choices:
        if value.value not in parameter.choices:
            choices = ", ".join(f'"{one}"' for one in parameter.choices)
            walk.report("bad-choice", argument.span, name=parameter.name, choices=choices)
    elif _cannot_be(kind, words, accepts_absent=parameter.accepts_absent):
        walk.report(
            "wrong-argument", argument.span, function=node.function, name=parameter.name,
            expected=expected, kind=phrase(kind), signature=_signature(walk, node),
        )  # fmt: skip
    elif "regex" in words and "text" not in words and isinstance(value, nodes.Literal):
        check_pattern(walk, str(value.value), value)


def _signature(walk: Walk, node: nodes.Call) -> str:
    return walk.library[node.function].signature


def _cannot_be(kind: Kind, words: Sequence[str], *, accepts_absent: bool) -> bool:
    """Tell whether a value of an obvious kind surely is of none of these types."""
    if kind is None:
        return False
    if kind == "null":
        return not accepts_absent
    return "any" not in words and not _KIND_WORDS.get(kind, set()) & set(words)


def _report_misfits(
    walk: Walk, node: nodes.Call, arranged: Arranged, names: Sequence[str], signature: str = ""
) -> None:
    shown = signature or f"{node.function}({', '.join(names)})"
    for argument in arranged.surplus:
        walk.report(
            "too-many-arguments", argument.span, function=node.function, signature=shown,
            count=counted(len(names), "argument"),
        )  # fmt: skip
    for argument in arranged.unknown:
        walk.suggest(
            "unknown-argument", argument.span, argument.name or "", names,
            function=node.function, signature=shown,
        )  # fmt: skip
    for argument in arranged.repeated:
        walk.report("repeated-argument", argument.span, name=argument.name or "")
    for argument in arranged.after_named:
        walk.report("argument-after-named", argument.span, signature=shown)


def _report_missing(walk: Walk, node: nodes.Call, name: str, signature: str = "") -> None:
    shown = signature or f"{node.function}({name})"
    walk.report(
        "missing-argument", node.function_span, function=node.function, name=name, signature=shown
    )
