"""Checks one half of a service: its transport, its operations or invokers, its mappings."""

from collections.abc import Set as AbstractSet

from engine.configuration import service_shape
from engine.configuration.condition_check import check_conditions
from engine.configuration.definition import scalar
from engine.configuration.finding import Findings, listed
from engine.configuration.known_kinds import KnownKinds
from engine.configuration.shape import Anything, ListOf, MapOf, Text, compare, unknown_key
from engine.configuration.yaml_nodes import YamlEntry, YamlMap, YamlNode, YamlText, kind_of
from engine.model.perl_scalar import is_true
from engine.model.service import Compatibility

_MAPPING_KEYS = ("Type", "Config")
_STAGES = {"Provider": "Operation", "Requester": "Invoker"}


def check_half(half: str, node: YamlMap, findings: Findings, known: KnownKinds | None) -> None:
    """Add what is wrong with the keys and types of a half; `half` is its key at the top."""
    for entry in node:
        match entry.name:
            case "Transport":
                _check_transport(half, entry, findings, known)
            case "Operation" | "Invoker" if entry.name == _STAGES[half]:
                compare(entry.node, MapOf(MapOf(Anything())), entry.name, entry.key.span, findings)
                _check_stages(half, entry, findings, known)
            case "ErrorHandling":
                shape = MapOf(service_shape.ERROR_HANDLER)
                compare(entry.node, shape, entry.name, entry.key.span, findings)
            case "ErrorHandlingPriority":
                compare(entry.node, ListOf(Text()), entry.name, entry.key.span, findings)
            case _:
                unknown_key(entry.key, service_shape.HALF_KEYS[half], half, findings)


def _check_transport(
    half: str, entry: YamlEntry, findings: Findings, known: KnownKinds | None
) -> None:
    node = entry.node
    if not isinstance(node, YamlMap):
        return
    for each in node:
        if each.name not in _MAPPING_KEYS:
            unknown_key(each.key, _MAPPING_KEYS, "Transport", findings)
    type_node = node.get("Type")
    if not isinstance(type_node, YamlText) or not type_node.value:
        return
    if half == "Provider" and known is not None:
        _check_type(type_node, known.transports, "transport", findings)
    shape = service_shape.TRANSPORTS.get((half, type_node.value))
    if shape is None:
        return
    config = node.entry("Config")
    if config is not None:
        compare(config.node, shape, "Config", config.key.span, findings)
    _check_required(half, type_node.value, entry, config, findings)


def _check_required(
    half: str, type: str, entry: YamlEntry, config: YamlEntry | None, findings: Findings
) -> None:
    """Add the keys without which the transport answers or sends nothing."""
    given = config.node if config is not None and isinstance(config.node, YamlMap) else None
    if given is not None and is_true(scalar(given.get("NoNameSpace"))):
        return
    for name, example in service_shape.REQUIRED.get((half, type), ()):
        if name == "Timeout" and findings.compatibility is Compatibility.STRICT:
            continue  # that it is missing is the mark of the old format
        found = given.get(name) if given is not None else None
        if found is None or _is_empty(found):
            findings.mistake(
                "missing-key",
                f"the transport {type} of a {half.lower()} needs {name}",
                (config or entry).key.span,
                label=f"{name} is missing here",
                helps=(f"add `{name}: {example}`",),
            )


def _is_empty(node: YamlNode) -> bool:
    return kind_of(node) in ("nothing", "an empty text", "an empty mapping")


def _check_stages(
    half: str, entry: YamlEntry, findings: Findings, known: KnownKinds | None
) -> None:
    for stage in entry.node if isinstance(entry.node, YamlMap) else ():
        node = stage.node if isinstance(stage.node, YamlMap) else None
        type_node = None if node is None else node.get("Type")
        if not scalar(type_node) and (node is not None or _is_empty(stage.node)):
            findings.mistake(
                "stage-without-type",
                f"the {entry.name.lower()} `{stage.name}` has no Type",
                stage.key.span,
                label="cannot run",
                helps=(_TYPE_HELP[half],),
            )
        elif isinstance(type_node, YamlText) and half == "Provider" and known is not None:
            _check_type(type_node, known.operations, "operation", findings)
        if node is not None:
            _check_stage_keys(half, stage, node, findings, known)


_TYPE_HELP = {
    "Provider": "add `Type: Ticket::TicketGet`, or another type of operation",
    "Requester": "add `Type: Generic::PassThrough`, or another type of invoker",
}


def _check_stage_keys(
    half: str, stage: YamlEntry, node: YamlMap, findings: Findings, known: KnownKinds | None
) -> None:
    for entry in node:
        match entry.name:
            case "MappingInbound" | "MappingOutbound":
                _check_mapping(entry, findings, known)
            case "Type" | "Description":
                compare(entry.node, Text(), entry.name, entry.key.span, findings)
            case "Events" if half == "Requester":
                shape = ListOf(service_shape.EVENT)
                compare(entry.node, shape, entry.name, entry.key.span, findings)
                check_conditions(entry.node, findings)
            case name if half == "Provider" and known is not None and name not in known.options:
                # Invokers bring keys of their own, so only operations know theirs.
                keys = (*service_shape.COMMON_STAGE_KEYS, *known.options)
                unknown_key(entry.key, keys, f"the operation `{stage.name}`", findings)


def _check_mapping(entry: YamlEntry, findings: Findings, known: KnownKinds | None) -> None:
    node = entry.node
    compare(node, MapOf(Anything()), entry.name, entry.key.span, findings)
    if not isinstance(node, YamlMap) or not node.entries:
        return
    for each in node:
        if each.name not in _MAPPING_KEYS:
            unknown_key(each.key, _MAPPING_KEYS, entry.name, findings)
    type_node, config = node.get("Type"), node.entry("Config")
    if not isinstance(type_node, YamlText) or not type_node.value:
        findings.mistake(
            "mapping-without-type",
            f"{entry.name} has no Type",
            entry.key.span,
            label="cannot map",
            helps=("add `Type: Tie`, `Simple` or `XSLT`, or write `{}` to pass the data on",),
        )
        return
    if known is not None:
        _check_type(type_node, known.mappings, "mapping", findings)
    if config is not None and isinstance(config.node, YamlMap) and not config.node.entries:
        findings.mistake(
            "empty-config",
            f"the Config of {entry.name} is empty",
            config.key.span,
            label="an empty mapping",
            helps=("remove `Config` to pass the data on unchanged, or fill it",),
        )
    shape = service_shape.MAPPINGS.get(type_node.value)
    if config is not None and shape is not None:
        compare(config.node, shape, "Config", config.key.span, findings)


def _check_type(node: YamlText, known: AbstractSet[str], what: str, findings: Findings) -> None:
    if node.raw in known:
        return
    findings.mistake(
        "unknown-type",
        f"there is no {what} of type `{node.raw}`",
        node.span,
        label="not a type we know",
        helps=findings.nearest(node.raw, known, f"the types are {listed(sorted(known))}"),
    )
