"""Closures for template files: Jinja runs the statements, closures every expression."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, assert_never

from jinja2.exceptions import SecurityError
from msgspec.structs import replace

from dsl import nodes
from dsl.faults import Failed
from dsl.kinds import ABSENT_TYPES
from dsl.running.conditions import not_a_list
from dsl.running.expressions import written
from dsl.running.rendering import Entry, Rendering
from dsl.running.runs import Closure, Frame, Place, charge, too_much
from dsl.running.scope import Binding, Builder, Scope
from dsl.templates.asks import Ask, Judge, Piece, Turns, Work, Write
from dsl.templates.file import CONTEXTS, FileTemplate
from dsl.values import MISSING


class _Stopped(Exception):
    """An expression failed on which the rest of the template depends."""

    def __init__(self, failed: Failed) -> None:
        super().__init__()
        self.failed: Final = failed


def build_file_template(
    builder: Builder, inner: Builder, template: FileTemplate, node: nodes.Template, scope: Scope
) -> Closure:
    """Return the closure of `template from`; `inner` builds what stands in the file."""
    variables = _variables(builder, template, node, scope)
    entries = tuple(_entry(inner, each, scope) for each in template.asks)
    driver, place = template.driver, builder.place(node)

    def render(frame: Frame) -> Any:
        rendering = Rendering(entries, frame, place)
        try:
            values = {name: read(frame) for name, read in variables.items()}
            text = "".join(driver.pieces(rendering.answer, values))
        except _Stopped as stopped:
            rendering.failures.append(stopped.failed)
        except RecursionError:
            return too_much(place, "depth", "let the template go less deep")
        except SecurityError:
            return place.error("macros that stand before their calls", "one that is called first")
        return rendering.failed or text

    return render


def _variables(
    builder: Builder, template: FileTemplate, node: nodes.Template, scope: Scope
) -> Mapping[str, Closure]:
    """Return what gives each variable: a name in sight, a context, or a field of the input."""
    found: dict[str, Closure] = {}
    for name in template.variables:
        span = node.span
        if name in scope.names:
            what: nodes.Expression = nodes.Name(span, name)
        elif name == "input":
            what = nodes.Input(span)
        elif name in CONTEXTS:
            what = nodes.Context(span, name)
        else:
            what = nodes.Step(span, nodes.Input(span), name, span)
        found[name] = builder.expression(what, scope)
    return found


def _entry(builder: Builder, ask: Ask, scope: Scope) -> Entry:
    match ask:
        case Work():
            return _work(builder, ask, scope)
        case Write():
            work = None if ask.work is None else _work(builder, ask.work, scope)
            return _write(builder.place(ask.node, ask.path), work)
        case Judge():
            return _judge(builder.place(ask.node, ask.path))
        case Turns():
            return _turns(builder.place(ask.node, ask.path), ask.width)
        case Piece():
            return _piece(ask.text, ask.fuel)
        case _:
            assert_never(ask)


def _piece(text: str, fuel: int) -> Entry:
    def give(rendering: Rendering, _: Sequence[Any]) -> str:
        charge(rendering.frame, fuel, rendering.place)
        rendering.grow(len(text))
        return text

    return give


def _write(place: Place, work: "Entry | None") -> Entry:
    def write(rendering: Rendering, given: Sequence[Any]) -> str:
        value = given[0] if work is None else work(rendering, given)
        text = written(value, place)
        if type(text) is Failed:
            rendering.failures.append(_in_jinja(text))
            return ""
        rendering.grow(len(text))
        result: str = text
        return result

    return write


def _judge(place: Place) -> Entry:
    def judge(_: Rendering, given: Sequence[Any]) -> Any:
        value = given[0]
        if type(value) is Failed:
            raise _Stopped(value.used())
        if value is MISSING:
            raise _Stopped(_in_jinja(place.absent(value, _default(place))))
        return value

    return judge


def _turns(place: Place, width: int) -> Entry:
    def turns(rendering: Rendering, given: Sequence[Any]) -> Sequence[Any]:
        items = given[0]
        if type(items) is dict:
            items = list(items)
        if type(items) is not list:
            failed = not_a_list(items, place)
            if type(items) in ABSENT_TYPES:
                error = replace(failed.errors[0], helps=(f"{place.path or 'list'} | default([])",))
                failed = Failed((error,))
            raise _Stopped(failed)
        charge(rendering.frame, len(items), place)
        for item in items if width > 1 else ():
            if type(item) is not list or len(item) != width:
                raise _Stopped(place.error(f"lists of {width} elements", "another element"))
        return items

    return turns


def _work(builder: Builder, ask: Work, scope: Scope) -> Entry:
    slots = [scope.slots.new() for _ in ask.paths]
    names = {
        f"a{i}": Binding(slot, path)
        for i, (slot, path) in enumerate(zip(slots, ask.paths, strict=True))
    }
    inner = Scope(scope.slots, names)
    usual = builder.expression(ask.node, inner)
    texts = None if ask.of_texts is None else builder.expression(ask.of_texts, inner)
    count = None if ask.of_count is None else builder.expression(ask.of_count, inner)
    choose = _choice(usual, texts, count)

    def work(rendering: Rendering, given: Sequence[Any]) -> Any:
        frame = rendering.frame
        for slot, value in zip(slots, given, strict=True):
            frame[slot] = value
        value = choose(given)(frame)
        rendering.pay(value)
        return _in_jinja(value) if type(value) is Failed else value

    return work


def _choice(
    usual: Closure, of_texts: Closure | None, of_count: Closure | None
) -> Callable[[Sequence[Any]], Closure]:
    """Return what tells how to work out `+` and `*`, which Jinja has for texts and lists too."""

    def choose(given: Sequence[Any]) -> Closure:
        if of_texts is not None and type(given[0]) is type(given[1]) in (str, list):
            return of_texts
        if of_count is not None and type(given[0]) is str and type(given[1]) is int:
            return of_count
        return usual

    return choose


def _default(place: Place) -> str:
    return f'{place.path} | default("…")' if place.path else 'default("…")'


def _in_jinja(failed: Failed) -> Failed:
    """Return a failed value whose remedies are written as in Jinja."""
    return Failed(
        tuple(
            replace(
                error,
                helps=tuple(
                    f'{text.removesuffix(" ?? …")} | default("…")'
                    if text.endswith("?? …")
                    else text
                    for text in error.helps
                ),
            )
            for error in failed.errors
        )
    )
