"""The walk through a file: what every check needs, and which check looks at which node."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from dsl import nodes
from dsl.checks.names import Known, Names, nearest
from dsl.diagnostics import Diagnostic
from dsl.functions._function import Function
from dsl.messages import diagnostic
from dsl.source import Span
from dsl.unit import Unit

Kind: TypeAlias = str | None
"""What a value obviously is: text, number, boolean, list, object, null; None when it is not."""
Check: TypeAlias = "Callable[[Walk, Any, Names], Kind]"


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call of an `fn` function, and what was bound where it stands."""

    name: str
    span: Span
    caller: str | None
    """The function whose body holds the call."""
    bound: frozenset[Known]


@dataclass(slots=True)
class Walk:
    """One pass over one file. Checks report here and go on."""

    unit: Unit
    library: Mapping[str, Function]
    checks: Mapping[type, Check]
    findings: list[Diagnostic] = field(default_factory=list)
    calls: list[CallSite] = field(default_factory=list)
    reads: dict[str, set[Known]] = field(default_factory=dict)
    """For each function, the `let` names that its body reads."""
    readers_of_input: set[str] = field(default_factory=set)
    """Functions whose body reads the input."""
    used: set[str] = field(default_factory=set)
    """Tables and functions that something calls."""
    function: str | None = None
    """The function whose body is being checked."""

    def kind(self, node: nodes.Expression | nodes.Lambda, names: Names) -> Kind:
        """Check an expression and return what its value obviously is."""
        return self.checks[type(node)](self, node, names)

    def report(self, code: str, span: Span, /, **words: str) -> None:
        """Add a finding."""
        self.findings.append(diagnostic(code, self.unit.source, span, **words))

    def suggest(self, code: str, span: Span, name: str, known: Iterable[str], **words: str) -> None:
        """Add a finding about an unknown word, with the known one that is close to it."""
        finding = diagnostic(code, self.unit.source, span, name=name, **words)
        near = nearest(name, known)
        helps = (f"did you mean `{near}`?", *finding.helps) if near else finding.helps
        self.findings.append(
            Diagnostic(
                finding.code, finding.message, finding.source, finding.span, finding.label,
                finding.notes, helps, finding.severity,
            )
        )  # fmt: skip

    def text(self, node: nodes.Node) -> str:
        """Return the author's own text of a node."""
        return self.unit.source.text[node.span.start : node.span.end]

    def bind(self, names: Names, *known: Known) -> Names:
        """Return names with more of them; a name that hides another is reported."""
        for one in known:
            hidden = names.known.get(one.name)
            if hidden is not None:
                self.report("shadowed-name", one.span, name=one.name, what=hidden.what)
        return names.with_known(*known)

    def condition(self, node: nodes.Expression, names: Names) -> None:
        """Check an expression that decides something."""
        kind = self.kind(node, names)
        if isinstance(node, nodes.Literal) and isinstance(node.value, bool):
            self.report("constant-condition", node.span, value=str(node.value).lower())
        elif kind not in (None, "boolean"):
            self.report("condition-not-boolean", node.span, kind=phrase(kind))


_PHRASES = {
    "text": "text",
    "number": "a number",
    "boolean": "a Boolean",
    "list": "a list",
    "object": "an object",
    "null": "null",
    "bytes": "bytes",
}


def phrase(kind: Kind) -> str:
    """Return a kind with its article."""
    return _PHRASES.get(kind or "", kind or "a value")
