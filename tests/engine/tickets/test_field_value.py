"""Values of dynamic fields: what is kept, what comes back, what history says."""

from decimal import Decimal

import pytest
from ticket_bench import Bench

from dsl.values import Value


def set_and_read(bench: Bench, *values: Value) -> Value:
    """Set the field `F` of a new ticket to each value in turn and return what it holds then."""
    ticket_id = bench.ticket()
    for value in values:
        field = bench.writer().dynamic_field("F")
        assert field is not None
        bench.writer().set_field(field, ticket_id, value, by=1)
    return bench.writer().field_values("Ticket", ticket_id).get("F")


@pytest.mark.parametrize(
    ("type_name", "value", "kept"),
    [
        ("Text", "x", "x"),
        ("Text", 5, "5"),
        ("Text", Decimal("1.50"), "1.50"),
        ("TextArea", "a\nb", "a\nb"),
        ("Dropdown", "0", "0"),
        ("Multiselect", ["x", "y"], ["x", "y"]),
        ("Multiselect", "x", ["x"]),
        ("Checkbox", 1, 1),
        ("Checkbox", "0", 0),
        ("Checkbox", "", 0),
        ("Checkbox", True, 1),
        ("Date", "2026-01-31", "2026-01-31 00:00:00"),
        ("Date", "2026-01-31 00:00:00", "2026-01-31 00:00:00"),
        ("DateTime", "2026-01-31 12:30:00", "2026-01-31 12:30:00"),
    ],
)
def test_a_value_comes_back_in_its_type(
    bench: Bench, type_name: str, value: Value, kept: Value
) -> None:
    bench.field("F", type_name)

    assert set_and_read(bench, value) == kept


@pytest.mark.parametrize(
    ("type_name", "value", "clear"),
    [
        ("Text", "x", ""),
        ("Text", "x", []),
        ("Dropdown", "x", ""),
        ("Multiselect", ["x"], []),
        ("Multiselect", ["x"], ""),
        ("Date", "2026-01-31", ""),
        ("DateTime", "2026-01-31 12:30:00", ""),
    ],
)
def test_a_field_is_cleared(bench: Bench, type_name: str, value: Value, clear: Value) -> None:
    bench.field("F", type_name)

    assert set_and_read(bench, value, clear) is None


def test_a_field_with_many_values_keeps_their_order(bench: Bench) -> None:
    bench.field("F", "Text", MultiValue=1)

    assert set_and_read(bench, ["b", "a", "b"]) == ["b", "a", "b"]


def test_an_empty_list_leaves_many_values_in_place(bench: Bench) -> None:
    bench.field("F", "Text", MultiValue=1)

    assert set_and_read(bench, ["a"], []) == ["a"]


def test_a_list_in_a_field_for_one_value_is_an_error(bench: Bench) -> None:
    bench.field("F", "Text")

    with pytest.raises(ValueError, match="holds one value"):
        set_and_read(bench, ["a", "b"])


def test_history_names_both_values_and_no_row_is_written_twice(bench: Bench) -> None:
    bench.field("Day", "Date")
    bench.field("Many", "Multiselect")
    ticket_id = bench.ticket()
    for name, value in (
        ("Day", "2026-01-31"),
        ("Day", "2026-01-31 00:00:00"),
        ("Day", ""),
        ("Many", ["x", "y"]),
        ("Many", ["x", "y"]),
        ("Many", "z"),
    ):
        writer = bench.writer()
        field = writer.dynamic_field(name)
        assert field is not None
        writer.set_field(field, ticket_id, value, by=1)

    assert bench.history(ticket_id) == [
        ("TicketDynamicFieldUpdate", "%%FieldName%%Day%%Value%%2026-01-31%%OldValue%%"),
        ("TicketDynamicFieldUpdate", "%%FieldName%%Day%%Value%%%%OldValue%%2026-01-31"),
        ("TicketDynamicFieldUpdate", "%%FieldName%%Many%%Value%%x, y%%OldValue%%"),
        ("TicketDynamicFieldUpdate", "%%FieldName%%Many%%Value%%z%%OldValue%%x, y"),
    ]


def test_a_field_of_an_article_is_kept_apart(bench: Bench) -> None:
    bench.field("F", "Text")
    bench.field("A", "Text", object_type="Article")
    article_id = bench.article(ticket_id := bench.ticket())
    writer = bench.writer()
    field = writer.dynamic_field("A")
    assert field is not None

    writer.set_field(field, article_id, "x", by=1)

    assert writer.field_values("Article", article_id) == {"A": "x"}
    assert writer.field_values("Ticket", article_id) == {}
    row = writer.history(ticket_id)[-1]
    assert (row.type.name, row.article_id) == ("ArticleDynamicFieldUpdate", article_id)


def test_fields_are_listed_by_name_without_invalid_ones(bench: Bench) -> None:
    for name in ("Zeta", "Alpha", "Gone"):
        bench.field(name, "Text")
    bench.connection.execute("UPDATE dynamic_field SET valid_id = 2 WHERE name = 'Gone'")

    assert [field.name for field in bench.writer().dynamic_fields("Ticket")] == [
        "Alpha",
        "ProcessManagementActivityID",
        "ProcessManagementProcessID",
        "Zeta",
    ]
    assert bench.writer().dynamic_field("Gone") is None


@pytest.mark.parametrize("type_name", ["RichText", "Agent", "Set", "Lens", "AnAddOnBroughtIt"])
@pytest.mark.parametrize("value", ["x", "<b>x</b>\ny", ["x"], ["y", "", "x"], "0"])
def test_types_without_a_rule_give_back_what_they_were_given(
    bench: Bench, type_name: str, value: Value
) -> None:
    bench.field("F", type_name)

    assert set_and_read(bench, ["other", "values"], value) == value
    assert set_and_read(bench, "other", value) == value


@pytest.mark.parametrize("clear", ["", []])
def test_types_without_a_rule_are_cleared_too(bench: Bench, clear: Value) -> None:
    bench.field("F", "Agent")

    assert set_and_read(bench, ["1", "2"], clear) is None


def test_a_list_of_one_is_another_value_than_its_item(bench: Bench) -> None:
    bench.field("F", "Agent")
    ticket_id = bench.ticket()
    for value in ("1", ["1"], ["1"]):
        field = bench.writer().dynamic_field("F")
        assert field is not None
        bench.writer().set_field(field, ticket_id, value, by=1)

    assert bench.history(ticket_id) == [
        ("TicketDynamicFieldUpdate", "%%FieldName%%F%%Value%%1%%OldValue%%"),
        ("TicketDynamicFieldUpdate", "%%FieldName%%F%%Value%%1%%OldValue%%1"),
    ]


def test_what_is_neither_text_nor_number_is_not_kept(bench: Bench) -> None:
    bench.field("F", "Set")

    with pytest.raises(ValueError, match="text and numbers"):
        set_and_read(bench, [{"Row": "1"}])
