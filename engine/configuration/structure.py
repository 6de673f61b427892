"""The structure without which nothing is stored, with the reference's own texts.

Source: generic-interface reference 1.11, in its order; the first text is what a caller of the
reference would see.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic
from dsl.source import Source, Span
from engine.configuration.definition import scalar
from engine.configuration.yaml_nodes import YamlEntry, YamlMap, YamlNode, YamlText, kind_of

_HALVES = ("Provider", "Requester")


@dataclass(frozen=True, slots=True)
class StructuralFault:
    """A finding, and the words of the reference for it."""

    reference_text: str
    diagnostic: Diagnostic


def structural_faults(source: Source, root: YamlNode) -> tuple[StructuralFault, ...]:
    """Return what is missing, in the reference's order; one per mistake."""
    return tuple(_faults(source, root))


def _faults(source: Source, root: YamlNode) -> Iterator[StructuralFault]:
    if not isinstance(root, YamlMap) or not root.entries:
        nothing = isinstance(root, YamlText) and root.value is None
        yield _fault(
            source,
            "Need Config!"
            if nothing
            else "Web service Config should be a non empty hash reference!",
            "not-a-service",
            f"a service file is a mapping with keys, not {kind_of(root)}",
            root.span,
            "begin with `Debugger:`, then `Provider:` or `Requester:`",
        )
        return
    yield from _debugger_faults(source, root)
    halves = [name for name in _HALVES if _is_defined(root.get(name))]
    if not halves:
        yield _fault(
            source,
            "Web service Config Provider or Requester should be defined!",
            "no-half",
            "the service neither answers nor asks: it has no Provider and no Requester",
            root.entries[0].key.span,
            "add `Provider: {Transport: {Type: HTTP::REST, Config: …}, Operation: …}`",
        )
    for name in halves:
        yield from _half_faults(source, root, name)


def _debugger_faults(source: Source, root: YamlMap) -> Iterator[StructuralFault]:
    entry = root.entry("Debugger")
    at = root.entries[0].key.span if entry is None else entry.key.span
    if entry is None or not _has_data(entry.node):
        yield _fault(
            source,
            "Web service Config Debugger should be a non empty hash reference!",
            "no-debugger",
            _message("Debugger", "a mapping with keys", entry),
            at,
            "write `Debugger: {DebugThreshold: error, TestMode: '0'}`",
        )
        return
    threshold = entry.node.entry("DebugThreshold") if isinstance(entry.node, YamlMap) else None
    if threshold is None or not scalar(threshold.node):
        yield _fault(
            source,
            "Web service Config Debugger DebugThreshold should be a non empty string!",
            "no-threshold",
            _message("DebugThreshold", "a word", threshold),
            at if threshold is None else threshold.key.span,
            "write `DebugThreshold: error`, or `notice`, `info` or `debug` to keep more",
        )


def _half_faults(source: Source, root: YamlMap, name: str) -> Iterator[StructuralFault]:
    entry = root.entry(name)
    if entry is None or not isinstance(entry.node, YamlMap) or not entry.node.entries:
        yield _fault(
            source,
            f"Web service Config {name} should be a non empty hash reference!",
            "empty-half",
            _message(name, "a mapping with keys", entry),
            root.span if entry is None else entry.key.span,
            f"give it a Transport, or remove `{name}`",
        )
        return
    transport = entry.node.entry("Transport")
    if transport is None or not _has_data(transport.node):
        yield _fault(
            source,
            f"Web service Config {name} Transport should be a non empty hash reference!",
            "no-transport",
            _message(f"{name}.Transport", "a mapping with keys", transport),
            (entry if transport is None else transport).key.span,
            "write `Transport: {Type: HTTP::REST, Config: …}`, or `Transport: {Type: ''}` for none",
        )


def _fault(
    source: Source, reference_text: str, code: str, message: str, span: Span, help: str
) -> StructuralFault:
    return StructuralFault(
        reference_text,
        Diagnostic(code, message, source, span, label="looked for here", helps=(help,)),
    )


def _is_defined(node: YamlNode | None) -> bool:
    return node is not None and not (isinstance(node, YamlText) and node.value is None)


def _has_data(node: YamlNode) -> bool:
    return isinstance(node, YamlMap) and bool(node.entries)


def _message(name: str, expected: str, entry: YamlEntry | None) -> str:
    return (
        f"{name} is missing"
        if entry is None
        else f"{name} is {expected}, not {kind_of(entry.node)}"
    )
