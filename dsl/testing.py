"""Runs what a mapping says about itself: its examples, and its laws on each of them."""

from dataclasses import dataclass
from typing import Any

from dsl import nodes
from dsl.diagnostics import Diagnostic
from dsl.faults import MappingFault
from dsl.kinds import kind_of
from dsl.messages import diagnostic
from dsl.program import SKIPPED, Program
from dsl.running.operators import equal
from dsl.values import MISSING
from dsl.words import is_word


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """How an example went. `findings` says what differs, and is empty when it passed."""

    title: str
    passed: bool
    findings: tuple[Diagnostic, ...]


def run_examples(program: Program) -> tuple[ExampleResult, ...]:
    """Return how each example of a mapping went, in the order they are written.

    What is expected is a part of the output: an object may have more fields than expected, a list
    has just the expected elements. Laws are tried on the output of each example that succeeds.
    """
    return tuple(
        ExampleResult(example.title, not findings, findings)
        for example in program.examples
        for findings in [_findings(program, example)]
    )


def _findings(program: Program, example: nodes.Example) -> tuple[Diagnostic, ...]:
    context: dict[str, Any] = {}
    try:
        given = program.constant(example.given)
        if example.context is not None:
            context = program.constant(example.context)
        expected = MISSING if example.expect is None else program.constant(example.expect)
    except MappingFault as fault:
        return fault.diagnostics()
    if not isinstance(context, dict):
        return (_finding(program, example, "example-context", kind=kind_of(context)),)
    try:
        output = program.run(given, context)
    except MappingFault as fault:
        return _judge_fault(program, example, fault)
    if example.fails is not None:
        return (_finding(program, example, "example-succeeds", text=example.fails),)
    if output is SKIPPED:
        return (_finding(program, example, "example-skips"),)
    differences = _differences(expected, output, "") if expected is not MISSING else []
    found = [
        _finding(program, example, "example-differs", path=path or "the output", what=what)
        for path, what in differences
    ]
    return (*found, *_broken_laws(program, example, given, output, context))


def _judge_fault(
    program: Program, example: nodes.Example, fault: MappingFault
) -> tuple[Diagnostic, ...]:
    if example.fails is None:
        return fault.diagnostics()
    if any(example.fails in str(error) for error in fault.errors):
        return ()
    said = "; ".join(str(error) for error in fault.errors)
    return (_finding(program, example, "example-fails-otherwise", text=example.fails, said=said),)


def _broken_laws(
    program: Program, example: nodes.Example, given: Any, output: Any, context: dict[str, Any]
) -> list[Diagnostic]:
    broken: list[Diagnostic] = []
    for law in program.laws:
        try:
            if not program.holds(law, given, output, context):
                broken.append(
                    diagnostic(
                        "broken-law", program.source, law.span, name=law.title, title=example.title
                    )
                )
        except MappingFault as fault:
            broken.extend(fault.diagnostics())
    return broken


def _finding(program: Program, example: nodes.Example, code: str, /, **words: str) -> Diagnostic:
    return diagnostic(code, program.source, example.span, title=example.title, **words)


def _differences(expected: Any, found: Any, path: str) -> list[tuple[str, str]]:
    """Return where an output lacks what is expected: the path, and what is different there.

    Values are not shown: examples may be written over recorded data.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        differences: list[tuple[str, str]] = []
        for key, value in expected.items():
            step = key if is_word(key) else f'"{key}"'
            below = f"{path}.{step}" if path else step
            if key in found:
                differences.extend(_differences(value, found[key], below))
            else:
                differences.append((below, "is not there"))
        return differences
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [(path, f"has {len(found):,} elements, not {len(expected):,}")]
        pairs = enumerate(zip(expected, found, strict=True))
        return [one for i, (a, b) in pairs for one in _differences(a, b, f"{path}[{i}]")]
    if equal(expected, found):
        return []
    if kind_of(expected) != kind_of(found):
        return [(path, f"is {kind_of(found)}, not {kind_of(expected)}")]
    return [(path, "has another value")]
