"""List the dynamic fields of tickets and articles."""

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.model.perl_scalar import is_true
from engine.model.reference_data import DynamicField
from engine.operations._look_up import Question, look_up
from engine.operations._scalar import as_items, text

_OBJECTS = ("Ticket", "Article")


def _rows(question: Question, desk: DeskReader) -> list[Value]:
    """Return the active fields by name, with `ObjectType` those of tickets or articles alone."""
    sent = question.data.get("ObjectType")
    wanted = [text(item) for item in as_items(sent)] if is_true(sent) else list(_OBJECTS)
    if not all(object_type in _OBJECTS for object_type in wanted):
        raise question.refusals.invalid("ObjectType parameter is invalid!")
    fields = [field for object_type in _OBJECTS for field in desk.dynamic_fields(object_type)]
    return [_shown(field) for field in fields if field.object_type in wanted]


def _shown(field: DynamicField) -> Value:
    """Return a field with what a form needs to offer it; possible values in their order."""
    view: dict[str, Value] = {
        "ID": field.id,
        "Name": field.name,
        "Label": field.label,
        "FieldType": field.type,
        "ObjectType": field.object_type,
        "InternalField": int(field.is_internal),
        "DefaultValue": field.config.get("DefaultValue") or "",
        "MultiValue": int(is_true(field.config.get("MultiValue"))),
    }
    values = field.config.get("PossibleValues")
    if isinstance(values, dict):
        view["PossibleNone"] = int(is_true(field.config.get("PossibleNone")))
        view["PossibleValues"] = [{"Key": key, "Value": label} for key, label in values.items()]
    return view


OPERATION = look_up(
    "DynamicField::DynamicFieldList",
    key="DynamicField",
    summary="List the dynamic fields: names, labels, types, objects and possible values.",
    rows=_rows,
)
