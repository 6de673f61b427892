"""What must be a Boolean or a list, and what is said when it is not."""

from collections.abc import Callable
from typing import Any

from dsl import nodes
from dsl.faults import Failed
from dsl.kinds import ABSENT_TYPES, kind_of
from dsl.running.input_paths import source_of
from dsl.running.runs import Frame, Place
from dsl.running.scope import Builder, Scope


def not_a_list(value: Any, place: Place, *, then: str = "") -> Failed:
    """Return what a loop or projection gives for something that is not a list.

    `then` is what the remedy for an absent list does with the empty one.
    """
    if type(value) is Failed:
        failed: Failed = value.used()
        return failed
    kind, base = kind_of(value), place.written
    subject = f"`{place.path}` is {kind}" if place.path else f"it is {kind}"
    helps: tuple[str, ...] = ()
    if type(value) in ABSENT_TYPES:
        helps = (f"({base} ?? []){then}",)
    elif type(value) is dict:
        helps = (f"values({base})", f"entries({base})")
    return place.because(f"needs a list, and {subject}", "a list", kind, helps)


def not_boolean(value: Any, place: Place) -> Failed:
    """Return the failed value of a condition that is neither true nor false."""
    if type(value) is Failed:
        return value.used()
    if type(value) in ABSENT_TYPES:
        kind = kind_of(value)
        subject = f"`{place.path}` is {kind}" if place.path else f"it is {kind}"
        return place.because(
            f"a condition needs true or false, and {subject}",
            "a Boolean",
            kind,
            (f"{place.written} ?? false",),
        )
    return place.error("a Boolean as the condition", kind_of(value))


def condition(builder: Builder, node: nodes.Expression, scope: Scope) -> Callable[[Frame], Any]:
    """Return a closure that gives true, false or a `Failed`."""
    closure = builder.expression(node, scope)
    place = builder.place(node, source_of(node, scope))

    def decide(frame: Frame) -> Any:
        value = closure(frame)
        return value if value is True or value is False else not_boolean(value, place)

    return decide
