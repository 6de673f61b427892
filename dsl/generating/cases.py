"""Code for `match`, tables and `if`."""

import ast
from collections.abc import Sequence
from typing import Final

from dsl import nodes
from dsl.generating.emitter import Emitter
from dsl.generating.operators import condition, equals_literal, is_kind, lazily, pay
from dsl.generating.scope import Generator, Scope
from dsl.generating.values import BOOL, MISSING, NULL, Need, Unsupported, Value

_GUARDS: Final = {
    "<": "less",
    "<=": "less_or_equal",
    ">": "greater",
    ">=": "greater_or_equal",
    "==": "equal",
    "!=": "unequal",
}


def conditional(
    generator: Generator, node: nodes.Conditional, scope: Scope, need: Need, *, form: bool
) -> Value:
    """Return the code of `if condition then yes else no`."""
    test = condition(generator, node.condition, scope)
    return lazily(
        generator, test,
        lambda: generator.value(node.yes, scope, need, form=form),
        lambda: generator.value(node.no, scope, need, form=form),
    )  # fmt: skip


def choice(
    generator: Generator,
    subject: Value,
    cases: Sequence[nodes.Case],
    otherwise: nodes.Expression | None,
    scope: Scope,
) -> Value:
    """Return the code that selects the first case that fits a value."""
    emitter = generator.emitter
    subject = emitter.worked_out(subject)
    results = [case.result for case in cases]
    results += [otherwise] if otherwise is not None else []
    if all(map(_is_plain, results)) and not any(case.guard for case in cases):
        return _looked_up(generator, subject, cases, otherwise, scope)
    return _tried(generator, subject, list(cases), otherwise, scope)


def _is_plain(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Literal | nodes.Missing)


def _looked_up(
    generator: Generator,
    subject: Value,
    cases: Sequence[nodes.Case],
    otherwise: nodes.Expression | None,
    scope: Scope,
) -> Value:
    """Return the code of a dictionary look-up. What cannot be a key ends the fast path."""
    emitter = generator.emitter
    plain: dict[object, tuple[ast.expr, ast.expr]] = {}
    flags: dict[object, tuple[ast.expr, ast.expr]] = {}
    kinds = 0
    for case in cases:
        result = generator.value(case.result, scope)
        kinds |= result.kinds
        for key in case.keys:
            entry = (generator.value(key, scope).node, result.node)
            if isinstance(key, nodes.Literal) and isinstance(key.value, bool):
                flags.setdefault(key.value, entry)
            else:
                plain.setdefault(
                    "missing" if isinstance(key, nodes.Missing) else (key.value,), entry
                )
    fallback = generator.value(otherwise or nodes.Missing(cases[0].span), scope)
    kinds |= fallback.kinds
    table = generator.constant("table", ("plain", id(cases)), table=_dictionary(emitter, plain))
    made = emitter.expression("table.get(x, other)", table=table, x=subject, other=fallback)
    if subject.may_be(BOOL) and (flags or (0,) in plain or (1,) in plain):
        # Python takes True for 1.
        table = generator.constant("table", ("flags", id(cases)), table=_dictionary(emitter, flags))
        other = emitter.expression("table.get(x, other)", table=table, x=subject, other=fallback)
        made = emitter.expression(
            "other if x.__class__ is bool else made", other=other, x=subject, made=made
        )
    return Value(made, kinds)


def _dictionary(emitter: Emitter, entries: dict[object, tuple[ast.expr, ast.expr]]) -> ast.expr:
    keys = [key for key, _ in entries.values()]
    made: ast.expr = emitter.placed(ast.Dict(list(keys), [value for _, value in entries.values()]))
    return made


def _tried(
    generator: Generator,
    subject: Value,
    cases: list[nodes.Case],
    otherwise: nodes.Expression | None,
    scope: Scope,
) -> Value:
    """Return the code that tries one case after the other."""
    if not cases:
        if otherwise is None:
            return Value(generator.emitter.load("M"), MISSING)
        return generator.value(otherwise, scope)
    case, *rest = cases
    return lazily(
        generator, _fits(generator, subject, case, scope),
        lambda: generator.value(case.result, scope),
        lambda: _tried(generator, subject, rest, otherwise, scope),
    )  # fmt: skip


def _fits(generator: Generator, subject: Value, case: nodes.Case, scope: Scope) -> ast.expr:
    emitter = generator.emitter
    if case.guard is not None and case.guard_operand is not None:
        operand = emitter.bind(generator.value(case.guard_operand, scope))
        if case.guard == "in":
            pay(generator, operand)
        word = "contained" if case.guard == "in" else f"op_{_GUARDS[case.guard]}"
        return emitter.expression(f"fits({word}, x, operand)", x=subject, operand=operand)
    tests: list[ast.expr] = []
    for key in case.keys:
        if isinstance(key, nodes.Missing):
            tests.append(is_kind(generator, subject, MISSING))
        elif key.value is None:
            tests.append(is_kind(generator, subject, NULL))
        else:
            tests.append(equals_literal(generator, subject, key))
    if not tests:
        raise Unsupported
    made = tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)
    return emitter.placed(made) if len(tests) > 1 else made


def table_call(
    generator: Generator, table: nodes.Table, argument: nodes.Expression, scope: Scope, inner: Scope
) -> Value:
    """Return the code of a look-up in a table, which stands in the scope `inner`."""
    subject = generator.value(argument, scope, Need.EXACT)
    return choice(generator, subject, table.cases, table.otherwise, inner)
