"""Checks what refers to operations and invokers by name: routes, controllers, orders, filters."""

from collections.abc import Collection

from engine.configuration.definition import scalar
from engine.configuration.finding import MAX_FINDINGS, Findings, listed
from engine.configuration.route_check import check_routes
from engine.configuration.service_shape import METHODS
from engine.configuration.suggestion import did_you_mean
from engine.configuration.yaml_nodes import YamlEntry, YamlList, YamlMap, YamlNode, YamlText, find
from engine.model.perl_pattern import PatternError, compile_pattern

_STAGES = {"Provider": "Operation", "Requester": "Invoker"}
_TABLES = {"Provider": "RouteOperationMapping", "Requester": "InvokerControllerMapping"}


def check_actions(half: str, node: YamlMap, findings: Findings) -> None:
    """Add what is wrong between the names of a half and what refers to them."""
    stages = node.get(_STAGES[half])
    # Dictionaries, because what is offered for a misspelt name must not depend on chance.
    names = {entry.name: None for entry in stages} if isinstance(stages, YamlMap) else {}
    if scalar(find(node, ("Transport", "Type"))) == "HTTP::REST":
        table = find(node, ("Transport", "Config", _TABLES[half]))
        if isinstance(table, YamlMap):
            _check_table(half, table, stages, names, findings)
            if half == "Provider":
                check_routes(table, findings)
            _check_methods(table, findings)
    else:
        _check_soap_action(node, findings)
    _check_order(node, findings)
    _check_filters(half, node, names, findings)


def _check_table(
    half: str, table: YamlMap, stages: YamlNode | None, names: Collection[str], findings: Findings
) -> None:
    what, way = ("operation", "route") if half == "Provider" else ("invoker", "controller")
    unknown = [entry for entry in table if entry.name not in names]
    for entry in unknown:
        findings.mistake(
            f"{way}-without-{what}",
            f"there is no {what} `{entry.name}`",
            entry.key.span,
            label=f"a {way} to nothing",
            helps=findings.nearest(entry.name, names, f"remove the {way}, or add the {what}"),
        )
    # One slip of the pen is one mistake: what was probably meant is not missing as well.
    meant = {did_you_mean(entry.name, names) for entry in unknown[:MAX_FINDINGS]}
    served = {entry.name for entry in table}
    for stage in stages if isinstance(stages, YamlMap) else ():
        if stage.name not in served and stage.name not in meant:
            findings.warning(
                f"{what}-without-{way}",
                f"the {what} `{stage.name}` has no {way}",
                stage.key.span,
                label="cannot be reached",
                helps=(f"add `{stage.name}` to {_TABLES[half]}",),
            )


def _check_methods(table: YamlMap, findings: Findings) -> None:
    for entry in table:
        methods = entry.node.get("RequestMethod") if isinstance(entry.node, YamlMap) else None
        for item in methods.items if isinstance(methods, YamlList) else ():
            if isinstance(item, YamlText) and item.raw not in METHODS:
                findings.mistake(
                    "unknown-method",
                    f"`{item.raw}` is no request method",
                    item.span,
                    label="matches no request",
                    helps=findings.nearest(item.raw, METHODS, f"the methods are {listed(METHODS)}"),
                )


def _check_soap_action(node: YamlMap, findings: Findings) -> None:
    config = find(node, ("Transport", "Config"))
    if not isinstance(config, YamlMap):
        return
    scheme = config.entry("SOAPActionScheme")
    if (
        scheme is None
        or scalar(scheme.node) != "FreeText"
        or scalar(config.get("SOAPAction")) == "No"
        or scalar(config.get("SOAPActionFreeText"))
    ):
        return
    findings.mistake(
        "missing-key",
        "the SOAPActionScheme `FreeText` needs a SOAPActionFreeText",
        scheme.node.span,
        label="compares with nothing",
        helps=("add `SOAPActionFreeText: …`, or choose `NameSpaceSeparatorOperation`",),
    )


def _check_order(node: YamlMap, findings: Findings) -> None:
    """A module runs when the order names it, and the order names what there is."""
    modules, order = node.entry("ErrorHandling"), node.entry("ErrorHandlingPriority")
    defined = _names(modules)
    ordered = [
        item
        for item in (order.node.items if order and isinstance(order.node, YamlList) else ())
        if isinstance(item, YamlText)
    ]
    unknown = [item for item in ordered if item.raw not in defined]
    for item in unknown:
        findings.mistake(
            "unknown-error-handler",
            f"there is no error handling `{item.raw}`",
            item.span,
            label="names nothing",
            helps=findings.nearest(
                item.raw, defined, "remove the name, or add it to ErrorHandling"
            ),
        )
    named = {item.raw for item in ordered}
    named |= {did_you_mean(item.raw, defined) or "" for item in unknown[:MAX_FINDINGS]}
    for entry in modules.node if modules and isinstance(modules.node, YamlMap) else ():
        if entry.name not in named:
            findings.warning(
                "error-handler-never-runs",
                f"the error handling `{entry.name}` is not in ErrorHandlingPriority",
                entry.key.span,
                label="never runs",
                helps=(f"add `- {entry.name}` to ErrorHandlingPriority",),
            )


def _check_filters(half: str, node: YamlMap, names: Collection[str], findings: Findings) -> None:
    modules = node.get("ErrorHandling")
    for entry in modules if isinstance(modules, YamlMap) else ():
        _check_pattern(find(entry.node, ("ErrorMessageContentFilter",)), findings)
        chosen = find(entry.node, (f"{_STAGES[half]}Filter",))
        for item in chosen.items if isinstance(chosen, YamlList) else ():
            if isinstance(item, YamlText) and item.value and item.raw not in names:
                what = _STAGES[half].lower()
                findings.mistake(
                    "filter-without-action",
                    f"there is no {what} `{item.raw}`",
                    item.span,
                    label="filters for nothing",
                    helps=findings.nearest(item.raw, names, f"remove the name, or add the {what}"),
                )


def _check_pattern(node: YamlNode | None, findings: Findings) -> None:
    if not isinstance(node, YamlText) or not node.value:
        return
    try:
        compile_pattern(node.value, is_extended=False)
    except PatternError as error:
        findings.mistake(
            "broken-pattern",
            f"the pattern cannot be read: {error}",
            node.span,
            label="not a regular expression",
            helps=("put `\\` before characters that mean themselves: `\\(`, `\\[`, `\\.`",),
        )


def _names(entry: YamlEntry | None) -> Collection[str]:
    if entry is None or not isinstance(entry.node, YamlMap):
        return {}
    return {each.name: None for each in entry.node}
