"""Checks the conditions of events, at the places their author wrote."""

from engine.configuration.finding import MAX_FINDINGS, Findings
from engine.configuration.shape import unknown_key
from engine.configuration.yaml_nodes import (
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    find,
    nearest_span,
)
from engine.events.condition_reading import is_conditional, read_condition

_GROUP_KEYS = ("Type", "Fields")
_FIELD_KEYS = ("Type", "Match")


def check_conditions(events: YamlNode, findings: Findings) -> None:
    """Add what is wrong with the conditions of an invoker's `Events`."""
    for event in events.items if isinstance(events, YamlList) else ():
        entry = event.entry("Condition") if isinstance(event, YamlMap) else None
        if entry is not None and isinstance(entry.node, YamlMap):
            if is_conditional(entry.node.value):
                _check_keys(entry.node, findings)
                _check_values(entry.node, findings)
            else:
                _check_absence(entry.node, findings)


def _check_values(node: YamlMap, findings: Findings) -> None:
    for problem in read_condition(node.value).problems[:MAX_FINDINGS]:
        helps: tuple[str, ...] = (problem.help,)
        written = find(node, problem.path)
        if problem.choices and isinstance(written, YamlText):
            helps = findings.nearest(written.raw, problem.choices, problem.help)
        span = nearest_span(node, problem.path, node.span)
        findings.mistake(
            problem.code, problem.message, span, label=_LABELS[problem.code], helps=helps
        )


_LABELS = {
    "unknown-choice": "not one of them",
    "group-without-fields": "never fulfilled",
    "wrong-match": "never fulfilled",
    "broken-pattern": "not a regular expression",
    "unknown-validator": "never fulfilled",
}


def _check_keys(node: YamlMap, findings: Findings) -> None:
    groups = node.get("Condition")
    for group in groups if isinstance(groups, YamlMap) else ():
        for part in group.node if isinstance(group.node, YamlMap) else ():
            if part.name not in _GROUP_KEYS:
                unknown_key(part.key, _GROUP_KEYS, f"the group `{group.name}`", findings)
            elif part.name == "Fields" and isinstance(part.node, YamlMap):
                _check_field_keys(part.node, findings)
        if group.name == "ConditionLinking" and not isinstance(group.node, YamlMap):
            findings.warning(
                "misplaced-linking",
                "the linking of the groups stands among them",
                group.key.span,
                label="not read",
                helps=("write `ConditionLinking` beside `Condition`, not below it",),
            )


def _check_field_keys(fields: YamlMap, findings: Findings) -> None:
    for field in fields:
        for part in field.node if isinstance(field.node, YamlMap) else ():
            if part.name not in _FIELD_KEYS:
                unknown_key(part.key, _FIELD_KEYS, f"the field `{field.name}`", findings)


def _check_absence(node: YamlMap, findings: Findings) -> None:
    """Say that the event fires unconditionally where something else stands for the groups."""
    groups = node.entry("Condition")
    value = None if groups is None else groups.node.value
    if groups is not None and value:
        findings.mistake(
            "wrong-kind",
            "Condition is a mapping of groups",
            groups.key.span,
            label="without effect: the event always fires",
            helps=("write `'1': {Type: and, Fields: {Queue: {Type: String, Match: Raw}}}`",),
        )
