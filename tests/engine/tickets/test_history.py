"""Names of history rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.reference_data import Named
from engine.tickets import history


@pytest.mark.parametrize(
    ("new", "old", "name"),
    [
        (None, None, "%%NULL%%%%NULL%%"),
        (Named(4, "Printing", True), None, "%%Printing%%4%%NULL%%"),
        (
            Named(2, "Incident", True),
            Named(1, "Unclassified", True),
            "%%Incident%%2%%Unclassified%%1",
        ),
    ],
)
def test_an_unset_row_is_null_with_an_empty_id(
    new: Named | None, old: Named | None, name: str
) -> None:
    assert history.exchanged(new, old) == name


def test_a_new_title_shows_its_first_fifty_characters() -> None:
    assert history.retitled("old", "n" * 60) == "%%old%%" + "n" * 50 + "..."
    assert history.retitled("old", "new") == "%%old%%new..."


@pytest.mark.parametrize(
    ("epoch", "name"), [(0, "%%00-00-00 00:00"), (1795456391, "%%2026-11-23 17:53")]
)
def test_a_pending_time_is_shown_to_the_minute(epoch: int, name: str) -> None:
    assert history.pending(epoch) == name


def test_short_values_of_a_field_are_shown_whole() -> None:
    assert history.field_changed("Floor", "2", "1") == "%%FieldName%%Floor%%Value%%2%%OldValue%%1"


def test_a_long_value_leaves_the_short_one_whole() -> None:
    name = history.field_changed("Floor", "n" * 300, "old")

    assert len(name) == history.NAME_LENGTH
    assert name.endswith("nnn[...]%%OldValue%%old")


@given(st.text(min_size=1, max_size=60), st.text(), st.text())
def test_the_name_of_a_field_change_fits(field: str, new: str, old: str) -> None:
    assert len(history.field_changed(field, new * 50, old * 50)) <= history.NAME_LENGTH
