"""Closures for text blocks with statements: Jinja runs the statements, closures every expression.

Jinja's variables are the turn of each loop and the value of each `set`. An expression is a call
that is handed the variables it reads, and puts them into the frame before its closure runs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import count
from typing import Any, Final, TypeAlias

from jinja2 import nodes as jinja

from dsl import nodes
from dsl.faults import Failed
from dsl.running.conditions import condition
from dsl.running.expressions import written
from dsl.running.input_paths import source_of
from dsl.running.loops import build_turns, located
from dsl.running.rendering import Entry, Rendering
from dsl.running.runs import Closure, Frame, Place
from dsl.running.scope import Binding, Builder, Scope
from dsl.statements import names_set
from dsl.templates.driver import Driver, ask, bound, read

_IS_RECURSIVE: Final = False
_SHORT: Final = 16
"""Text up to this length costs nothing beside the turn it stands in."""


def build_text_template(builder: Builder, node: nodes.TextTemplate, scope: Scope) -> Closure:
    """Return the closure of a text block with statements."""
    block = _Block(builder)
    body = block.parts(node.parts, _Sight(scope, {}), {})
    driver, entries = Driver(body), tuple(block.entries)
    place = builder.place(node)
    cuts_line_end = node.cuts_line_end

    def render(frame: Frame) -> Any:
        rendering = Rendering(entries, frame, place)
        text = "".join(driver.pieces(rendering.answer))
        failed = rendering.failed
        if failed is not None:
            return failed
        return text.removesuffix("\n") if cuts_line_end else text

    return render


@dataclass(frozen=True, slots=True)
class _Variable:
    """A variable of Jinja, and how what it holds gets into the frame."""

    name: str
    put: Callable[[Frame, Any], None]
    path: str | None = None
    """For the turn of a loop the input path of its list."""


_Level: TypeAlias = "dict[str, tuple[_Variable, int]]"
"""What `set` binds between the same two ends, with its place in the frame."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """What an expression of a block sees: all names, and which of them are variables of Jinja."""

    scope: Scope
    variables: Mapping[str, _Variable]


@dataclass(slots=True)
class _Block:
    """Builds one block: the tree for Jinja, and the entries that its calls stand for."""

    builder: Builder
    entries: list[Entry] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def parts(
        self,
        parts: Sequence[nodes.TextPart],
        sight: _Sight,
        level: _Level,
        *,
        repeats: bool = False,
    ) -> list[jinja.Node]:
        """Return the tree of what stands in a row; `level` learns the names that it binds."""
        out: list[jinja.Node] = []
        for part in parts:
            match part:
                case str():
                    out.append(self._piece(part, repeats=repeats))
                case nodes.TextFor():
                    out.append(self._for(part, sight, level, repeats=repeats))
                case nodes.TextIf():
                    out.append(self._if(part, sight, level, repeats=repeats))
                case nodes.TextSet():
                    out.append(self._set(part, sight, level))
                case _:
                    out.append(self._hole(part, sight))
            sight = _with_names(sight, {name: level[name] for name in names_set(part)})
        return out

    def _piece(self, text: str, *, repeats: bool) -> jinja.Output:
        if not repeats or len(text) <= _SHORT:
            return jinja.Output([jinja.TemplateData(text)])

        def give(rendering: Rendering, _: Sequence[Any]) -> str:
            rendering.grow(len(text))
            return text

        return jinja.Output([self._ask(give, ())])

    def _hole(self, node: nodes.Expression, sight: _Sight) -> jinja.Output:
        work_out, place, variables = self._expression(node, sight)

        def give(rendering: Rendering, given: Sequence[Any]) -> str:
            value = work_out(rendering.frame, given)
            if type(value) is not str:
                value = written(value, place)
                if type(value) is Failed:
                    rendering.failures.append(_located(value, variables, given))
                    return ""
            rendering.grow(len(value))
            text: str = value
            return text

        return jinja.Output([self._ask(give, variables)])

    def _set(self, node: nodes.TextSet, sight: _Sight, level: _Level) -> jinja.Assign:
        work_out, _, variables = self._expression(node.value, sight)

        def give(rendering: Rendering, given: Sequence[Any]) -> Any:
            value = work_out(rendering.frame, given)
            rendering.pay(value)
            return _located(value, variables, given) if type(value) is Failed else value

        asked = self._ask(give, variables)
        if node.name not in level:
            _, slot = sight.scope.bind(node.name)

            def put(frame: Frame, value: Any) -> None:
                frame[slot] = value

            level[node.name] = _Variable(f"v{next(self.numbers)}", put), slot
        return jinja.Assign(bound(level[node.name][0].name), asked)

    def _if(self, node: nodes.TextIf, sight: _Sight, level: _Level, *, repeats: bool) -> jinja.If:
        group = next(self.numbers)
        branches = [
            jinja.If(
                self._test(branch.condition, sight, group, is_first=branch is node.branches[0]),
                self.parts(branch.parts, sight, level, repeats=repeats),
                [],
                [],
            )
            for branch in node.branches
        ]
        first = branches[0]
        first.elif_ = branches[1:]
        first.else_ = self._otherwise(node.otherwise, sight, level, group, repeats=repeats)
        return first

    def _test(
        self, node: nodes.Expression, sight: _Sight, group: int, *, is_first: bool
    ) -> jinja.Call:
        variables = _read_variables(node, sight)
        test = condition(self.builder, node, sight.scope)

        def decide(rendering: Rendering, given: Sequence[Any]) -> bool:
            if is_first:
                rendering.broken.discard(group)
            elif group in rendering.broken:
                return False
            _put(rendering.frame, variables, given)
            value = test(rendering.frame)
            if type(value) is Failed:
                rendering.failures.append(_located(value, variables, given))
                rendering.broken.add(group)
            return value is True

        return self._ask(decide, variables)

    def _for(
        self, node: nodes.TextFor, sight: _Sight, level: _Level, *, repeats: bool
    ) -> jinja.For:
        group = next(self.numbers)
        turns = build_turns(self.builder, node, sight.scope)
        variables = _read_variables(node, sight)

        def decide(rendering: Rendering, given: Sequence[Any]) -> Sequence[Any]:
            rendering.broken.discard(group)
            _put(rendering.frame, variables, given)
            found = turns.decide(rendering.frame)
            if isinstance(found, Failed):
                rendering.failures.append(_located(found, variables, given))
                rendering.broken.add(group)
                return ()
            return found

        turn = _Variable(f"v{next(self.numbers)}", turns.bind.to, turns.path)
        names = [node.group.name] if node.group else [node.variable, node.second or node.variable]
        inner = _Sight(turns.scope, {**sight.variables, **dict.fromkeys(names, turn)})
        asked = self._ask(decide, variables)
        body = self.parts(node.parts, inner, {}, repeats=True)
        otherwise = self._otherwise(node.otherwise, sight, level, group, repeats=repeats)
        return jinja.For(bound(turn.name), asked, body, otherwise, None, _IS_RECURSIVE)

    def _otherwise(
        self,
        parts: Sequence[nodes.TextPart],
        sight: _Sight,
        level: _Level,
        group: int,
        *,
        repeats: bool,
    ) -> list[jinja.Node]:
        """Return the tree of an `else`, which is left out where its statement failed."""
        if not parts:
            return []

        def is_whole(rendering: Rendering, _: Sequence[Any]) -> bool:
            return group not in rendering.broken

        return [
            jinja.If(
                self._ask(is_whole, ()), self.parts(parts, sight, level, repeats=repeats), [], []
            )
        ]

    def _expression(
        self, node: nodes.Expression, sight: _Sight
    ) -> "tuple[Callable[[Frame, Sequence[Any]], Any], Place, tuple[_Variable, ...]]":
        """Return what works an expression out, its place, and the variables it is handed."""
        variables = _read_variables(node, sight)
        closure = self.builder.expression(node, sight.scope)

        def work_out(frame: Frame, given: Sequence[Any]) -> Any:
            _put(frame, variables, given)
            return closure(frame)

        return work_out, self.builder.place(node, source_of(node, sight.scope)), variables

    def _ask(self, entry: Entry, variables: Sequence[_Variable]) -> jinja.Call:
        self.entries.append(entry)
        return ask(len(self.entries) - 1, *(read(variable.name) for variable in variables))


def _with_names(sight: _Sight, bound_names: _Level) -> _Sight:
    """Return a sight with names that `set` has bound."""
    if not bound_names:
        return sight
    bindings = {name: Binding(slot) for name, (_, slot) in bound_names.items()}
    variables = {name: variable for name, (variable, _) in bound_names.items()}
    scope = replace(sight.scope, names={**sight.scope.names, **bindings})
    return _Sight(scope, {**sight.variables, **variables})


def _put(frame: Frame, variables: Sequence[_Variable], given: Sequence[Any]) -> None:
    for variable, value in zip(variables, given, strict=True):
        variable.put(frame, value)


def _located(failed: Failed, variables: Sequence[_Variable], given: Sequence[Any]) -> Failed:
    """Return a failed value whose input paths name the elements that the loops have reached."""
    for variable, value in zip(reversed(variables), reversed(given), strict=True):
        if variable.path:
            failed = Failed(located(failed, 0, variable.path, value[0])).used()
    return failed


def _read_variables(node: nodes.Node, sight: _Sight) -> tuple[_Variable, ...]:
    """Return the variables that a node reads, outer loops first; a loop without its parts."""
    names = set(_names(node))
    read_here = (each for name, each in sight.variables.items() if name in names)
    return tuple(dict.fromkeys(read_here))


def _names(node: nodes.Node) -> Iterator[str]:
    is_loop = isinstance(node, nodes.TextFor)
    skipped = {"parts", "otherwise"} if is_loop else ()
    waiting = [getattr(node, each.name) for each in fields(node) if each.name not in skipped]
    waiting.append(node)
    while waiting:
        one: Any = waiting.pop()
        if isinstance(one, nodes.Name):
            yield one.name
        elif isinstance(one, tuple):
            waiting.extend(one)
        elif isinstance(one, nodes.Node) and one is not node:
            waiting.extend(getattr(one, each.name) for each in fields(one))
