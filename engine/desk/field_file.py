"""Dynamic fields in a desk file, and the form in which the store keeps their configuration.

Source: reference, section 11.8.
"""

import re
from typing import Final

from dsl.values import Value
from engine.configuration.yaml_nodes import YamlList
from engine.desk.entry_reader import EntryReader
from engine.desk.plan import FieldPlan

_TYPES: Final = (
    *("Text", "TextArea", "Dropdown", "Multiselect", "Checkbox", "Date", "DateTime"),
    # Types of OTOBO and Znuny without a rule of ours: what partners send is kept as it is.
    *("RichText", "Title", "Agent", "CustomerUser", "CustomerCompany", "Ticket", "ConfigItem"),
    *("ConfigItemVersion", "GeneralCatalog", "Database", "WebService", "WebserviceText"),
    *("WebserviceMultiselect", "Script", "ScriptTemplateToolkit", "Lens", "Set", "ContactWD"),
)
_OBJECTS: Final = ("Ticket", "Article")
_RESTRICTIONS: Final = ("none", "DisablePastDates", "DisableFutureDates")
_NAME: Final = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_WITH_VALUES: Final = ("Dropdown", "Multiselect")


def read_field(reader: EntryReader) -> FieldPlan:
    """Return a dynamic field as the file declares it."""
    name_node = reader.node("name")
    name = reader.required("name")
    if name_node is not None and name and not _NAME.fullmatch(name):
        reader.findings.mistake(
            "field-name",
            f"the name of a dynamic field has letters, digits and `-`, not `{name}`",
            name_node.span,
            label="other characters",
        )
    object_type = reader.choice("object", _OBJECTS)
    field_type = reader.choice("type", _TYPES)
    label = reader.text("label") or name
    config = _config(reader, field_type)
    span = name_node.span if name_node is not None else reader.at
    return FieldPlan(name, object_type, field_type, label, config, span)


def _config(reader: EntryReader, field_type: str) -> dict[str, Value]:
    config: dict[str, Value] = {"DefaultValue": reader.text("default") or ""}
    values = _values(reader)
    if field_type in _WITH_VALUES:
        config["PossibleValues"] = values
        config["PossibleNone"] = int(reader.flag("possible_none"))
        if not values:
            reader.required("values")
    rules = _rules(reader)
    if rules:
        config["RegExList"] = rules
    restriction = reader.choice("date_restriction", _RESTRICTIONS, otherwise="none")
    if restriction != "none":
        config["DateRestriction"] = restriction
    if reader.flag("multivalue"):
        config["MultiValue"] = 1
    return config


def _values(reader: EntryReader) -> dict[str, Value]:
    """Return keys with labels; a list gives keys that are their own labels."""
    entry = reader.entry("values")
    if entry is not None and isinstance(entry.node, YamlList):
        return {word.raw: word.raw for word in reader.words("values")}
    return dict(reader.texts("values"))


def _rules(reader: EntryReader) -> list[Value]:
    pattern = reader.text("regex")
    message = reader.text("regex_message") or ""
    return [{"Value": pattern, "ErrorMessage": message}] if pattern else []
