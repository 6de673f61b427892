"""Operations of a service whose tickets live elsewhere: forwarded, or why they cannot be."""

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, Severity
from engine.configuration.definition import Definition, OperationDefinition
from engine.configuration.suggestion import did_you_mean
from engine.kinds import OperationKind
from engine.model.remote import RemoteSystems
from engine.model.stage import Operation
from engine.operations._forwarding import Forwarding
from engine.runtime.broken import BrokenOperation


def forwarding(
    definition: Definition, operation: OperationDefinition, remotes: RemoteSystems
) -> Operation:
    """Return the operation that asks the backend of a service.

    Where that cannot be it is a broken one, never the embedded desk's: tickets would be written
    where nobody looks for them.
    """
    remote = remotes.by_name.get(definition.backend)
    if remote is None:
        return BrokenOperation(f"There is no backend {definition.backend}")
    if not remote.offers(operation.type):
        return BrokenOperation(f"The backend {definition.backend} has no way to {operation.type}")
    return Forwarding(operation.type, remote)


def backend_findings(definition: Definition, remotes: RemoteSystems) -> Iterator[Diagnostic]:
    """Return what is wrong with the backend that a service names."""
    name = definition.backend
    if name in remotes.by_name:
        return
    if name in remotes.unconnected:
        message = f"the backend `{name}` is declared, and nothing here can send to its address"
        remedy = "the command cannot send yet: open the app from Python, App.open(…, connect=…)"
    else:
        message = f"there is no backend `{name}`"
        guess = did_you_mean(name, {*remotes.by_name, *remotes.unconnected})
        remedy = f"did you mean `{guess}`?" if guess else "declare it in DATA/backends.yml"
    yield Diagnostic(
        "unknown-backend",
        message,
        definition.source,
        definition.span_of("Crosstie", "Backend"),
        label="cannot be asked",
        helps=(remedy,),
    )


def forwarding_findings(
    definition: Definition,
    operation: OperationDefinition,
    kind: OperationKind,
    remotes: RemoteSystems,
) -> Iterator[Diagnostic]:
    """Return what is to say about one operation that is forwarded."""
    remote = remotes.by_name.get(definition.backend)
    if remote is None:
        return
    if not remote.offers(operation.type):
        yield Diagnostic(
            "backend-without-route",
            f"the backend `{definition.backend}` has no route for {operation.type}",
            definition.source,
            operation.type_span,
            label="cannot be forwarded",
            helps=(
                "name the remote's exported service as `Service` in DATA/backends.yml, with an "
                "operation of that type and without mappings",
            ),
        )
    for option in kind.options:
        if operation.entry.get(option):
            yield Diagnostic(
                "option-without-effect",
                f"`{option}` is the remote's to set, and has no effect here",
                definition.source,
                definition.span_of("Provider", "Operation", operation.name, option),
                label="without effect",
                helps=(f"set it in the service of `{definition.backend}`",),
                severity=Severity.HINT,
            )
