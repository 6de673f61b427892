"""Dynamic fields as answers show them: every active field by name, null when it is not set."""

from dsl.values import Value
from engine.model.desk import DeskReader


def field_list(object_type: str, object_id: int, desk: DeskReader) -> list[Value]:
    """Return ``[{"Name": "Floor", "Value": "2"}, …]`` for a ticket or an article.

    Source: ticket-operations reference 6.3.
    """
    values = desk.field_values(object_type, object_id)
    names = sorted(field.name for field in desk.dynamic_fields(object_type))
    return [{"Name": name, "Value": values.get(name)} for name in names]
