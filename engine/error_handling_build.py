"""From the error handling of a half to the layer that runs it, with what there is to say of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dsl.diagnostics import Diagnostic
from dsl.source import Span
from dsl.values import Value
from engine.configuration.definition import Definition, ErrorHandlerDefinition
from engine.configuration.finding import listed
from engine.configuration.suggestion import did_you_mean
from engine.configuration.yaml_nodes import nearest_span
from engine.kinds import ErrorHandlingKind, SetupError
from engine.model.error_handling import ErrorHandler
from engine.model.exchange import Role
from engine.model.perl_pattern import PatternError, PerlPattern, compile_pattern
from engine.model.perl_scalar import is_string, text_of
from engine.runtime.broken import BrokenErrorHandler
from engine.runtime.error_filter import ErrorFilter
from engine.runtime.error_layer import ErrorLayer, ErrorModule, StopAfterMatch, UnusableModule

_ACTION_FILTERS = {Role.PROVIDER: "OperationFilter", Role.REQUESTER: "InvokerFilter"}


@dataclass(frozen=True, slots=True)
class BuiltErrorLayer:
    """A layer ready to run, and the findings that the check of the file has not told already."""

    layer: ErrorLayer
    findings: tuple[Diagnostic, ...]


def build_error_layer(
    definition: Definition, role: Role, service_id: int, kinds: Mapping[str, ErrorHandlingKind]
) -> BuiltErrorLayer:
    """Return the layer of one half. Never raises: what cannot be built says so when it is to run.

    Source: generic-interface reference 8.2 and 8.4.
    """
    half = definition.provider if role is Role.PROVIDER else definition.requester
    if half is None or not half.error_handling.handlers:
        return BuiltErrorLayer(ErrorLayer(), ())
    build = _Build(definition, role, service_id, kinds)
    handlers = half.error_handling.handlers
    built = {name: build.module(handler) for name, handler in handlers.items()}
    modules = (
        built.get(name) or build.unusable("Error handling module name not found", name)
        for name in half.error_handling.priority
        if name
    )
    return BuiltErrorLayer(ErrorLayer(tuple(modules)), tuple(build.findings))


@dataclass(slots=True)
class _Build:
    definition: Definition
    role: Role
    service_id: int
    kinds: Mapping[str, ErrorHandlingKind]
    findings: list[Diagnostic] = field(default_factory=list)

    def module(self, handler: ErrorHandlerDefinition) -> ErrorModule | UnusableModule:
        if not handler.entry:
            return self.unusable("Error handling module name not found", handler.name)
        kind = self.kinds.get(handler.type)
        if kind is None:
            self._unknown_type(handler)
            return self.unusable(
                "Error handling module config registration not found", handler.name
            )
        try:
            content = _pattern(handler.entry.get("ErrorMessageContentFilter"))
        except PatternError as error:
            # The check of the file has pointed at it.
            return self.unusable(
                f"ErrorMessageContentFilter cannot be read ({error})", handler.name
            )
        return ErrorModule(
            name=handler.name,
            type=handler.type,
            config=handler.entry,
            handler=self._handler(kind, handler),
            filter=ErrorFilter(
                actions=frozenset(_names(handler.entry.get(_ACTION_FILTERS[self.role]))),
                stages=frozenset(_names(handler.entry.get("ErrorStageFilter"))),
                content=content,
            ),
            stop=_stop(handler.entry.get("StopAfterMatch")),
        )

    def unusable(self, what: str, name: str) -> UnusableModule:
        place = f"WebserviceID {self.service_id} ({self.role.value})"
        return UnusableModule(f"{what} for entry '{name}' in {place}!")

    def _handler(self, kind: ErrorHandlingKind, handler: ErrorHandlerDefinition) -> ErrorHandler:
        try:
            return kind.build(handler.entry)
        except SetupError as error:
            span = nearest_span(handler.node, error.path, handler.span)
            message, helps = error.message.removesuffix("!"), (error.help,) if error.help else ()
            self._add(error.code, message, span, "cannot be used", helps)
            return BrokenErrorHandler(error.message)

    def _unknown_type(self, handler: ErrorHandlerDefinition) -> None:
        guess = did_you_mean(handler.type, self.kinds)
        self._add(
            "unknown-type",
            f"there is no error handling of type `{handler.type}`",
            nearest_span(handler.node, ("Type",), handler.span),
            "not a type we know",
            (f"did you mean `{guess}`?" if guess else f"the types are {listed(self.kinds)}",),
        )

    def _add(self, code: str, message: str, span: Span, label: str, helps: tuple[str, ...]) -> None:
        # One mistake is one finding: the check of the file may have pointed there before.
        if all(warning.span != span for warning in self.definition.warnings):
            self.findings.append(
                Diagnostic(code, message, self.definition.source, span, label=label, helps=helps)
            )


def _pattern(source: Value) -> PerlPattern | None:
    if not is_string(source) or source == "":
        return None
    return compile_pattern(text_of(source), is_extended=False)


def _names(value: Value) -> Iterator[str]:
    for item in value if isinstance(value, list) else ():
        if is_string(item):
            yield text_of(item)


def _stop(value: Value) -> StopAfterMatch:
    return next((each for each in StopAfterMatch if each.value == value), StopAfterMatch.NOTHING)
