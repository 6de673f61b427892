"""Checks a service file: everything there is to say about it, and its definition if it holds."""

from dataclasses import dataclass, replace

from dsl.diagnostics import CompileError, Diagnostic, Severity
from dsl.source import Source
from engine.configuration import service_shape
from engine.configuration.action_check import check_actions
from engine.configuration.definition import Definition
from engine.configuration.finding import Findings, listed
from engine.configuration.half_check import check_half
from engine.configuration.known_kinds import KnownKinds
from engine.configuration.reading import compatibility_of, definition_of, threshold_of
from engine.configuration.shape import Text, compare, unknown_key
from engine.configuration.structure import structural_faults
from engine.configuration.upgrade import is_old_format
from engine.configuration.yaml_nodes import YamlMap, YamlNode, YamlText, kind_of
from engine.configuration.yaml_reader import YamlDocument, read_yaml
from engine.model.level import Level
from engine.model.service import Compatibility


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check.

    `definition` is None when a finding is an error. `reference_text` is what the reference would
    have refused the file with, None where it takes it.
    """

    definition: Definition | None
    findings: tuple[Diagnostic, ...]
    reference_text: str | None = None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that keep the file from being stored."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)


def read_definition(source: Source, known: KnownKinds | None = None) -> Definition:
    """Return what a service file says; raises `CompileError` with every finding.

    Without `known`, types are not compared with those there are.
    """
    checked = check_definition(source, known)
    if checked.definition is None:
        raise CompileError(checked.findings)
    return checked.definition


def check_definition(source: Source, known: KnownKinds | None = None) -> Checked:
    """Return every finding about a service file, in file order. Never raises."""
    try:
        document = read_yaml(source)
    except CompileError as error:
        return Checked(None, error.diagnostics)
    root = document.root
    faults = structural_faults(source, root)
    text = faults[0].reference_text if faults else None
    if not isinstance(root, YamlMap):
        return Checked(None, tuple(fault.diagnostic for fault in faults), text)
    findings = Findings(source, compatibility_of(root))
    for fault in faults:
        findings.add(fault.diagnostic)
    _check_repeated_keys(document, root, findings)
    _check_top(root, findings)
    for half in service_shape.HALF_KEYS:
        node = root.get(half)
        if isinstance(node, YamlMap):
            check_half(half, node, findings, known)
            check_actions(half, node, findings)
    checked = Checked(None, findings.in_order(), text)
    if checked.errors:
        return checked
    return Checked(definition_of(source, root, checked.findings), checked.findings)


def _check_repeated_keys(document: YamlDocument, root: YamlMap, findings: Findings) -> None:
    """A repeated key is refused in our own files; in exports of others the last one counts."""
    severity = Severity.WARNING if root.entry("Crosstie") is None else Severity.ERROR
    for repeated in document.repeated_keys:
        findings.add(replace(repeated, severity=severity))


def _check_top(root: YamlMap, findings: Findings) -> None:
    for entry in root:
        if entry.name not in service_shape.TOP_KEYS:
            unknown_key(entry.key, service_shape.TOP_KEYS, "a service", findings)
        elif entry.name in ("Description", "RemoteSystem"):
            compare(entry.node, Text(), entry.name, entry.key.span, findings)
    debugger, ours = root.entry("Debugger"), root.entry("Crosstie")
    if debugger is not None and isinstance(debugger.node, YamlMap):
        compare(debugger.node, service_shape.DEBUGGER, "Debugger", debugger.key.span, findings)
        _check_threshold(debugger.node, findings)
    if ours is not None:
        compare(ours.node, service_shape.CROSSTIE, "Crosstie", ours.key.span, findings)
        _check_compatibility(ours.node, findings)
        _check_backend(ours.node, findings)
        _check_limits(ours.node, findings)
    if is_old_format(root.value):
        requester = root.entry("Requester")
        findings.hint(
            "old-format",
            "the requester is written as OTRS 6 did, without a Timeout",
            root.span if requester is None else requester.key.span,
            label="of the old format",
            helps=("store it as it is: it is brought up to date when it is stored",),
        )


def _check_backend(ours: YamlNode, findings: Findings) -> None:
    """Refuse what is no name, always: read as none, it would let the embedded desk answer."""
    entry = ours.entry("Backend") if isinstance(ours, YamlMap) else None
    if entry is None or isinstance(entry.node, YamlText):
        return
    findings.add(
        Diagnostic(
            "wrong-kind",
            f"Backend is the name of a backend, not {kind_of(entry.node)}",
            findings.source,
            entry.key.span,
            label=f"{kind_of(entry.node)} stands here",
            helps=("write one name, as backends.yml declares it",),
        )
    )


def _check_limits(ours: YamlNode, findings: Findings) -> None:
    """Say which limit is kept in the file and has no effect: silence would be taken for safety."""
    limits = ours.get("Limits") if isinstance(ours, YamlMap) else None
    rate = limits.entry("RatePerCaller") if isinstance(limits, YamlMap) else None
    if rate is not None:
        findings.hint(
            "limit-without-effect",
            "`RatePerCaller` is kept, and this version does not enforce it",
            rate.key.span,
            label="without effect",
            helps=("limit the rate in the proxy before Crosstie",),
        )


def _check_threshold(debugger: YamlMap, findings: Findings) -> None:
    node = debugger.get("DebugThreshold")
    if not isinstance(node, YamlText) or not node.value or threshold_of(node.value) is not None:
        return
    words = [level.word for level in Level]
    findings.mistake(
        "unknown-threshold",
        f"DebugThreshold is one of {listed(words)}, not `{node.raw}`",
        node.span,
        label="not a level",
        helps=findings.nearest(node.raw, words, "write `error` to keep failures alone"),
    )


def _check_compatibility(ours: YamlNode, findings: Findings) -> None:
    node = ours.get("Compatibility") if isinstance(ours, YamlMap) else None
    words = [each.value for each in Compatibility]
    if isinstance(node, YamlText) and node.value not in (None, *words):
        # Always an error: a file that carries the key was written for us.
        findings.add(
            Diagnostic(
                "unknown-compatibility",
                f"Compatibility is {' or '.join(f'`{word}`' for word in words)}, not `{node.raw}`",
                findings.source,
                node.span,
                label="neither of them",
                helps=findings.nearest(
                    node.raw, words, "write `modern`, or remove the key for `strict`"
                ),
            )
        )
