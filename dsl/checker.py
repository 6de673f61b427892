"""The checker: every finding about a file's meaning, before anything runs.

Without schemas it knows names, arity, dead code and what is obvious about types; a value whose
kind is not obvious is never refused. `dsl.checks` holds the checks, part by part.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from dsl import nodes
from dsl.checks.calls import check_call, check_lambda, check_regex
from dsl.checks.cases import check_match
from dsl.checks.declarations import (
    check_header,
    check_imports,
    check_names,
    check_output,
    check_proofs,
    check_reads,
    check_recursion,
    check_tables,
    check_unused,
)
from dsl.checks.items import check_items, check_object, report_unused
from dsl.checks.loops import check_for
from dsl.checks.names import Known, Names
from dsl.checks.operators import (
    check_binary,
    check_conditional,
    check_group,
    check_is,
    check_list,
    check_literal,
    check_missing,
    check_not,
    check_sign,
    check_text,
)
from dsl.checks.paths import (
    check_context,
    check_drop,
    check_each,
    check_index,
    check_input,
    check_name,
    check_one,
    check_slice,
    check_step,
)
from dsl.checks.templates import check_template, check_text_template
from dsl.checks.walk import Check, Walk
from dsl.diagnostics import Diagnostic
from dsl.functions._discover import discover
from dsl.unit import Unit


def check(unit: Unit) -> tuple[Diagnostic, ...]:
    """Return every finding about a file and the files it uses, in file order."""
    walks: dict[str, Walk] = {}
    for one in _reachable(unit):
        walks[one.source.name] = _checked(one)
    main = walks[unit.source.name]
    check_unused(main)
    for walk in walks.values():
        check_imports(walk, walks)
    return tuple(
        finding
        for walk in walks.values()
        for finding in sorted(walk.findings, key=lambda finding: finding.span)
    )


def _reachable(unit: Unit) -> Iterator[Unit]:
    """Give a file and all it uses, each once."""
    seen: set[str] = set()
    waiting = [unit]
    while waiting:
        one = waiting.pop()
        if one.source.name not in seen:
            seen.add(one.source.name)
            waiting.extend(one.imports.values())
            yield one


def _checked(unit: Unit) -> Walk:
    walk = Walk(unit, discover(), _CHECKS)
    check_header(walk)
    check_names(walk)
    check_tables(walk)
    inputs = {one.name: Known(one.name, "input", one.name_span) for one in unit.inputs}
    names = Names(inputs, has_input=len(unit.inputs) < 2)
    items = [one for one in unit.mapping.declarations if isinstance(one, _ITEMS)]
    lets = check_items(walk, items, names)
    check_output(walk)
    check_proofs(walk, names.with_known(*lets))
    check_recursion(walk)
    check_reads(walk)
    report_unused(walk, lets)
    return walk


_ITEMS: Final = (
    nodes.Assign, nodes.Block, nodes.Let, nodes.Require, nodes.Skip, nodes.Spread, nodes.Function,
    nodes.Result,
)  # fmt: skip


_CHECKS: Final[Mapping[type, Check]] = {
    nodes.Literal: check_literal,
    nodes.Missing: check_missing,
    nodes.Template: check_template,
    nodes.Text: check_text,
    nodes.TextTemplate: check_text_template,
    nodes.Regex: check_regex,
    nodes.Input: check_input,
    nodes.Name: check_name,
    nodes.Context: check_context,
    nodes.Step: check_step,
    nodes.Attribute: check_step,
    nodes.Index: check_index,
    nodes.Each: check_each,
    nodes.Slice: check_slice,
    nodes.One: check_one,
    nodes.Drop: check_drop,
    nodes.Group: check_group,
    nodes.Lambda: check_lambda,
    nodes.Call: check_call,
    nodes.Sign: check_sign,
    nodes.Not: check_not,
    nodes.Binary: check_binary,
    nodes.Is: check_is,
    nodes.Conditional: check_conditional,
    nodes.Match: check_match,
    nodes.For: check_for,
    nodes.ListLiteral: check_list,
    nodes.ObjectLiteral: check_object,
}
