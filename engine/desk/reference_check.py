"""Compares a desk plan with what the store holds, before anything is written."""

from typing import Final

from dsl.diagnostics import CompileError, Diagnostic
from dsl.source import Source
from engine.configuration.suggestion import did_you_mean
from engine.desk.plan import DeskPlan, FieldPlan, NameUsed, Target
from engine.storage.connection import Connection

_SELECT_NAMES: Final = {
    Target.GROUP: "SELECT name FROM groups_table",
    Target.ROLE: "SELECT name FROM roles",
    Target.QUEUE: "SELECT name FROM queue",
    Target.SERVICE: "SELECT name FROM service",
    Target.STATE_TYPE: "SELECT name FROM ticket_state_type",
}
_SELECT_FIELD: Final = "SELECT object_type, field_type FROM dynamic_field WHERE name = ?"


def check_plan(connection: Connection, plan: DeskPlan) -> None:
    """Raise `CompileError` for names that nothing has, and for fields that are of another kind."""
    known = {target: _known(connection, plan, target) for target in Target}
    found = [
        _unknown(plan.source, used, known[used.target])
        for used in plan.names_used
        if used.name not in known[used.target]
    ]
    found += [
        diagnostic
        for field in plan.dynamic_fields
        if (diagnostic := _differs(connection, plan.source, field)) is not None
    ]
    if found:
        raise CompileError(tuple(sorted(found, key=lambda diagnostic: diagnostic.span)))


def _known(connection: Connection, plan: DeskPlan, target: Target) -> frozenset[str]:
    stored = frozenset(name for (name,) in connection.execute(_SELECT_NAMES[target]))
    return stored | plan.names(target)


def _unknown(source: Source, used: NameUsed, known: frozenset[str]) -> Diagnostic:
    guess = did_you_mean(used.name, known)
    kind = used.target.value
    help_ = f"did you mean `{guess}`?" if guess else f"declare the {kind} in this file too"
    if used.target is Target.STATE_TYPE and not guess:
        help_ = "write one of " + ", ".join(f"`{name}`" for name in sorted(known))
    return Diagnostic(
        f"unknown-{kind.replace(' ', '-')}",
        f"there is no {kind} `{used.name}`",
        source,
        used.span,
        label="neither in this file nor in the store",
        helps=(help_,),
    )


def _differs(connection: Connection, source: Source, field: FieldPlan) -> Diagnostic | None:
    row = connection.execute(_SELECT_FIELD, (field.name,)).fetchone()
    if row is None or row == (field.object_type, field.type):
        return None
    object_type, field_type = row
    return Diagnostic(
        "field-differs",
        f"the dynamic field `{field.name}` exists with type {field_type} for {object_type}",
        source,
        field.span,
        label=f"declared with type {field.type} for {field.object_type}",
        notes=("the values it holds would lose their meaning",),
        helps=("declare a field with another name",),
    )
