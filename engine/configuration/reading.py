"""From the tree of a service file to its definition."""

from collections.abc import Iterator
from types import MappingProxyType

from dsl.diagnostics import Diagnostic
from dsl.source import Source
from engine.configuration.definition import (
    Configured,
    Definition,
    ErrorHandlerDefinition,
    ErrorHandling,
    EventDefinition,
    InvokerDefinition,
    OperationDefinition,
    Provider,
    Requester,
    scalar,
)
from engine.configuration.yaml_nodes import (
    YamlEntry,
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    nearest_span,
)
from engine.model.credentials import EVERY_HEADER, NO_HEADER, HeaderCredentials
from engine.model.level import Level
from engine.model.perl_scalar import is_true
from engine.model.service import Compatibility


def definition_of(source: Source, root: YamlMap, warnings: tuple[Diagnostic, ...]) -> Definition:
    """Return what a checked file says."""
    debugger, ours = _map(root, "Debugger"), _map(root, "Crosstie")
    provider, requester = root.get("Provider"), root.get("Requester")
    return Definition(
        source=source,
        root=root,
        description=scalar(root.get("Description")),
        remote_system=scalar(root.get("RemoteSystem")),
        threshold=threshold_of(scalar(debugger.get("DebugThreshold"))),
        threshold_span=nearest_span(root, ("Debugger", "DebugThreshold"), root.span),
        is_test_mode=is_true(scalar(debugger.get("TestMode"))),
        provider=_provider(provider) if isinstance(provider, YamlMap) else None,
        requester=_requester(requester) if isinstance(requester, YamlMap) else None,
        compatibility=compatibility_of(root),
        limits=MappingProxyType(_map(ours, "Limits").value),
        schemas=MappingProxyType(
            {entry.name: scalar(entry.node) for entry in _map(ours, "Schemas")}
        ),
        credentials=_credentials(ours, compatibility_of(root)),
        backend=scalar(ours.get("Backend")),
        warnings=warnings,
    )


def compatibility_of(root: YamlMap) -> Compatibility:
    """Return how closely the service follows the reference: to the letter unless it is `modern`."""
    is_modern = scalar(_map(root, "Crosstie").get("Compatibility")) == Compatibility.MODERN.value
    return Compatibility.MODERN if is_modern else Compatibility.STRICT


def threshold_of(word: str) -> Level | None:
    """Return the level of a word that begins like one, case ignored.

    Source: generic-interface reference 9.1.
    """
    return next((level for level in Level if word.lower().startswith(level.word)), None)


def _credentials(ours: YamlMap, compatibility: Compatibility) -> frozenset[HeaderCredentials]:
    """Return the headers that may say who asks; the reference knows none of them."""
    given = ours.get("Credentials")
    if isinstance(given, YamlList):
        words = {scalar(item) for item in given.items}
        return frozenset(each for each in HeaderCredentials if each.value in words)
    return EVERY_HEADER if compatibility is Compatibility.MODERN else NO_HEADER


def _provider(half: YamlMap) -> Provider:
    return Provider(
        transport=_transport(half),
        operations=MappingProxyType(
            {entry.name: _operation(entry, node) for entry, node in _maps(half, "Operation")}
        ),
        error_handling=_error_handling(half),
    )


def _requester(half: YamlMap) -> Requester:
    return Requester(
        transport=_transport(half),
        invokers=MappingProxyType(
            {entry.name: _invoker(entry, node) for entry, node in _maps(half, "Invoker")}
        ),
        error_handling=_error_handling(half),
    )


def _transport(half: YamlMap) -> Configured:
    entry = half.entry("Transport")
    # The structural check has seen to it that it is a mapping.
    node = entry.node if entry is not None and isinstance(entry.node, YamlMap) else half
    return _configured(entry.key if entry is not None else None, node)


def _operation(entry: YamlEntry, node: YamlMap) -> OperationDefinition:
    return OperationDefinition(
        name=entry.name,
        span=entry.key.span,
        type=scalar(node.get("Type")),
        type_span=nearest_span(node, ("Type",), entry.key.span),
        description=scalar(node.get("Description")),
        inbound=_mapping(node, "MappingInbound"),
        outbound=_mapping(node, "MappingOutbound"),
        entry=MappingProxyType(node.value),
        node=node,
    )


def _invoker(entry: YamlEntry, node: YamlMap) -> InvokerDefinition:
    return InvokerDefinition(
        name=entry.name,
        span=entry.key.span,
        type=scalar(node.get("Type")),
        type_span=nearest_span(node, ("Type",), entry.key.span),
        description=scalar(node.get("Description")),
        inbound=_mapping(node, "MappingInbound"),
        outbound=_mapping(node, "MappingOutbound"),
        events=tuple(_events(node.get("Events"))),
        entry=MappingProxyType(node.value),
        node=node,
    )


def _mapping(node: YamlMap, key: str) -> Configured | None:
    entry = node.entry(key)
    if entry is None or not isinstance(entry.node, YamlMap) or not entry.node.entries:
        return None
    return _configured(entry.key, entry.node)


def _configured(key: YamlText | None, node: YamlMap) -> Configured:
    span = node.span if key is None else key.span
    config = node.get("Config")
    return Configured(
        type=scalar(node.get("Type")),
        type_span=nearest_span(node, ("Type",), span),
        config=None if config is None else config.value,
        node=node,
        span=span,
    )


def _events(node: YamlNode | None) -> Iterator[EventDefinition]:
    # Anything but a list disables all triggers: reference 1.5.
    for item in node.items if isinstance(node, YamlList) else ():
        if isinstance(item, YamlMap):
            condition = item.get("Condition")
            yield EventDefinition(
                event=scalar(item.get("Event")),
                is_asynchronous=is_true(scalar(item.get("Asynchronous"))),
                condition=None if condition is None else condition.value,
                span=nearest_span(item, ("Event",), item.span),
            )


def _error_handling(half: YamlMap) -> ErrorHandling:
    priority = half.get("ErrorHandlingPriority")
    return ErrorHandling(
        handlers=MappingProxyType(
            {
                entry.name: ErrorHandlerDefinition(
                    name=entry.name,
                    span=entry.key.span,
                    type=scalar(node.get("Type")),
                    entry=MappingProxyType(node.value),
                    node=node,
                )
                for entry, node in _maps(half, "ErrorHandling")
            }
        ),
        priority=tuple(
            scalar(item) for item in (priority.items if isinstance(priority, YamlList) else ())
        ),
    )


def _map(node: YamlMap, key: str) -> YamlMap:
    found = node.get(key)
    return found if isinstance(found, YamlMap) else YamlMap((), node.span)


def _maps(node: YamlMap, key: str) -> Iterator[tuple[YamlEntry, YamlMap]]:
    for entry in _map(node, key):
        # An operation without any key is one without a type: it exists and cannot run.
        yield entry, entry.node if isinstance(entry.node, YamlMap) else YamlMap((), entry.key.span)
