"""The dynamic fields of tickets and articles.

Source: reference, sections 11.8 and 12.2.
"""

from dsl.values import Value
from engine.model.event import ObjectType
from engine.model.reference_data import DynamicField
from engine.tickets import history as names
from engine.tickets.changing_desk import ChangingDesk
from engine.tickets.field_value import cells_of, current_cells, write_value


class FieldSetter(ChangingDesk):
    """The setter of dynamic fields."""

    def set_field(self, field: DynamicField, object_id: int, value: Value, *, by: int) -> None:
        """Store a dynamic field's value of a ticket or an article."""
        new = cells_of(field, value)
        old = current_cells(field, self.field_values(field.object_type, object_id).get(field.name))
        if new is None or new == old:
            return
        write_value(self._connection, object_id, new)
        is_article = field.object_type == "Article"
        ticket_id = self._ticket_of(object_id) if is_article else object_id
        self._remember(
            ticket_id,
            f"{field.object_type}DynamicFieldUpdate",
            names.field_changed(field.name, new.shown, old.shown),
            by=by,
            article_id=object_id if is_article else 0,
        )
        self._touch(ticket_id, by=by)
        data: dict[str, Value] = {
            "FieldName": field.name,
            "Value": new.value,
            "OldValue": old.value,
            "TicketID": ticket_id,
            "UserID": by,
        }
        if is_article:
            data["ArticleID"] = object_id
            self._events.emit("ArticleDynamicFieldUpdate", ObjectType.ARTICLE, data, by=by)
        else:
            name = f"TicketDynamicFieldUpdate_{field.name}"
            self._events.emit(name, ObjectType.TICKET, data, by=by)
