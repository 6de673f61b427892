"""The closure tree: every expression of a checked file becomes a function of the frame.

What is known before a run is decided here, once: which place a name has, which function a call
means, which cases a value can select. A run then calls closures and looks nothing up by name.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dsl import nodes
from dsl.functions._discover import discover
from dsl.running.binaries import build_binary
from dsl.running.calls import (
    UserFunction,
    build_library_call,
    build_table_call,
    build_user_call,
    typed,
)
from dsl.running.cases import Selector, build_cases, build_match
from dsl.running.expressions import (
    build_conditional,
    build_is,
    build_list,
    build_not,
    build_sign,
    build_text,
)
from dsl.running.file_templates import build_file_template
from dsl.running.input_paths import LINKS
from dsl.running.loops import build_for
from dsl.running.objects import build_items, build_object
from dsl.running.paths import build_path
from dsl.running.runs import CONFIG, INPUT, NOW, REQUEST, Closure, Place
from dsl.running.scope import Binding, Scope, Slots
from dsl.running.text_templates import build_text_template
from dsl.source import Source, Span
from dsl.templates.file import FileTemplate
from dsl.unit import Unit
from dsl.values import MISSING

_CONTEXT: Final = {"config": CONFIG, "request": REQUEST, "now": NOW}


class Interpreter:
    """Builds the closures of one file; files it uses have interpreters of their own."""

    def __init__(self, unit: Unit, slots: Slots) -> None:
        self._unit = unit
        self._slots = slots
        self._functions: dict[str, UserFunction] = {}
        self._tables: dict[str, Selector] = {}
        self._files: dict[str, Interpreter] = {}
        self.scope = Scope(slots, self._inputs())
        self._declare()

    def expression(self, node: nodes.Expression, scope: Scope) -> Closure:
        """Return the closure of an expression."""
        return _BUILDERS[type(node)](self, node, scope)

    def place(self, node: nodes.Node, path: str = "") -> Place:
        """Return what the errors of a node point at; `path` is the input path it reads."""
        return Place(self._unit.source, node.span, path)

    def items(self, items: Sequence[nodes.Item | nodes.Function]) -> Closure:
        """Return the closure of the mapping's own items, and keep their names in `scope`."""
        make, self.scope = build_items(self, items, self.scope)
        return make

    def function_body(self, node: nodes.Function, scope: Scope) -> None:
        """Build the body of an `fn` function, which sees the names of a scope."""
        function = self._functions[node.name]
        names = dict(scope.names)
        for name, slot in zip(function.names, function.slots, strict=True):
            names[name] = Binding(slot)
        body = self.expression(node.body, Scope(self._slots, names))
        if node.result is not None:
            body = typed(body, node.result, self.place(node.body))
        function.body = body

    def function(self, name: str) -> UserFunction | None:
        """Return the `fn` function that a name means in this file."""
        owner = self._unit.imports.get(name)
        if owner is not None and name in owner.functions:
            return self._owner(owner).function(name)
        return self._functions.get(name)

    def table(self, name: str) -> Selector | None:
        """Return the table that a name means in this file."""
        owner = self._unit.imports.get(name)
        if owner is not None and name in owner.tables:
            return self._owner(owner).table(name)
        return self._tables.get(name)

    def template(self, file: str) -> FileTemplate:
        """Return the template that `template from` names in this file."""
        return self._unit.templates[file]

    def inside(self, source: Source) -> "Interpreter":
        """Return an interpreter of expressions that stand in a template file."""
        unit = Unit(source, nodes.Mapping(Span(0, 0), None, ()), {}, {}, {})
        return Interpreter(unit, self._slots)

    def inputs(self) -> Mapping[str, int]:
        """Return the place of each input, when there are several."""
        names = [each.name for each in self._unit.inputs]
        return {name: self.scope.names[name].slot for name in names} if len(names) > 1 else {}

    def _inputs(self) -> dict[str, Binding]:
        inputs = self._unit.inputs
        if len(inputs) == 1:
            return {inputs[0].name: Binding(INPUT, "$input")}
        return {each.name: Binding(self._slots.new(), each.name) for each in inputs}

    def _declare(self) -> None:
        for name, node in self._unit.functions.items():
            slots = [self._slots.new() for _ in node.parameters]
            self._functions[name] = UserFunction(node, slots)
        for name, table in self._unit.tables.items():
            empty = Scope(self._slots, {})
            self._tables[name] = build_cases(self, table.cases, table.otherwise, empty)

    def of(self, unit: Unit) -> "Interpreter":
        """Return the interpreter of this file or of one that it uses."""
        return self if unit is self._unit else self._owner(unit)

    def _owner(self, unit: Unit) -> "Interpreter":
        name = unit.source.name
        if name not in self._files:
            owner = self._files[name] = Interpreter(unit, self._slots)
            for node in unit.functions.values():
                owner.function_body(node, owner.scope)
        return self._files[name]


# ---------------------------------------------------------------- the kinds of expression

_Build = Callable[[Interpreter, Any, Scope], Closure]


def _constant(_: Interpreter, node: nodes.Literal, __: Scope) -> Closure:
    value = node.value
    return lambda frame: value


def _missing(_: Interpreter, __: nodes.Missing, ___: Scope) -> Closure:
    return lambda frame: MISSING


def _pattern(_: Interpreter, node: nodes.Regex, __: Scope) -> Closure:
    pattern = node.pattern
    return lambda frame: pattern


def _input(_: Interpreter, __: nodes.Input, ___: Scope) -> Closure:
    return lambda frame: frame[INPUT]


def _name(_: Interpreter, node: nodes.Name, scope: Scope) -> Closure:
    slot = scope.names[node.name].slot
    return lambda frame: frame[slot]


def _context(_: Interpreter, node: nodes.Context, __: Scope) -> Closure:
    slot = _CONTEXT[node.name]
    return lambda frame: frame[slot]


def _group(interpreter: Interpreter, node: nodes.Group, scope: Scope) -> Closure:
    return interpreter.expression(node.inner, scope)


def _template(interpreter: Interpreter, node: nodes.Template, scope: Scope) -> Closure:
    template = interpreter.template(node.file)
    return build_file_template(
        interpreter, interpreter.inside(template.source), template, node, scope
    )


def _call(interpreter: Interpreter, node: nodes.Call, scope: Scope) -> Closure:
    table = interpreter.table(node.function)
    if table is not None:
        return build_table_call(interpreter, node, table, scope)
    function = interpreter.function(node.function)
    if function is not None:
        return build_user_call(interpreter, node, function, scope)
    return build_library_call(interpreter, node, discover()[node.function], scope)


_BUILDERS: Final[Mapping[type, _Build]] = {
    nodes.Literal: _constant,
    nodes.Missing: _missing,
    nodes.Regex: _pattern,
    nodes.Input: _input,
    nodes.Name: _name,
    nodes.Context: _context,
    nodes.Group: _group,
    nodes.Call: _call,
    nodes.Text: build_text,
    nodes.TextTemplate: build_text_template,
    nodes.Template: _template,
    nodes.ListLiteral: build_list,
    nodes.ObjectLiteral: build_object,
    nodes.Sign: build_sign,
    nodes.Not: build_not,
    nodes.Binary: build_binary,
    nodes.Is: build_is,
    nodes.Conditional: build_conditional,
    nodes.Match: build_match,
    nodes.For: build_for,
    **dict.fromkeys(LINKS, build_path),
}
