"""A deleted ticket leaves nothing behind, and takes nothing from others."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from ticket_bench import Bench

import engine.storage
from engine.model.ticket import NewAttachment

_SCHEMA = Path(engine.storage.__file__).with_name("schema.sql").read_text(encoding="utf-8")
_TABLE = re.compile(r"CREATE TABLE \"?(\w+)")


def tables(bench: Bench) -> list[tuple[str, str]]:
    """Return every table that may hold rows of a ticket, with the column that says so."""
    found: list[tuple[str, str]] = []
    for table in _TABLE.findall(_SCHEMA):
        cursor = bench.connection.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = {column[0] for column in cursor.description}
        found += [(table, column) for column in sorted(columns & {"article_id", "ticket_id"})]
    return found


def full_ticket(bench: Bench) -> tuple[int, int]:
    """Write a ticket that has everything, and return its id and that of its article."""
    ticket_id = bench.ticket()
    article_id = bench.article(ticket_id)
    writer = bench.writer()
    floor, mood = writer.dynamic_field("Floor"), writer.dynamic_field("Mood")
    assert floor is not None
    assert mood is not None
    writer.set_field(floor, ticket_id, "2", by=1)
    writer.set_field(mood, article_id, "calm", by=1)
    writer.add_attachment(article_id, NewAttachment("a.txt", "text/plain", b"a"), by=1)
    writer.account_time(ticket_id, article_id, Decimal("2.5"), by=1)
    return ticket_id, article_id


@pytest.fixture
def pair(bench: Bench) -> list[tuple[int, int]]:
    """Two tickets; the articles of one have ids that are those of tickets, too."""
    bench.field("Floor", "Text")
    bench.field("Mood", "Text", object_type="Article")
    return [full_ticket(bench), full_ticket(bench)]


def rows(bench: Bench, ticket_id: int, article_id: int) -> dict[str, int]:
    """Return how many rows of the ticket each table has."""
    ids = {"ticket_id": ticket_id, "article_id": article_id}
    found: dict[str, int] = {}
    for table, column in tables(bench):
        statement = f"SELECT COUNT(*) FROM {table} WHERE {column} = ?"
        (count,) = bench.connection.execute(statement, (ids[column],)).fetchone()
        found[f"{table}.{column}"] = count
    for table, object_type, object_id in (
        ("dynamic_field_value", "Ticket", ticket_id),
        ("dynamic_field_value", "Article", article_id),
    ):
        statement = (
            f"SELECT COUNT(*) FROM {table} v JOIN dynamic_field f ON f.id = v.field_id"
            " WHERE f.object_type = ? AND v.object_id = ?"
        )
        (count,) = bench.connection.execute(statement, (object_type, object_id)).fetchone()
        found[f"{table} {object_type}"] = count
    return found


def test_every_table_of_a_ticket_is_looked_at(bench: Bench, pair: list[tuple[int, int]]) -> None:
    found = {key: count for key, count in rows(bench, *pair[0]).items() if count}

    assert found == {
        "article.ticket_id": 1,
        "article_data_mime.article_id": 1,
        "article_data_mime_attachment.article_id": 1,
        "article_flag.article_id": 1,
        "article_search.article_id": 1,
        "attachment_search.article_id": 1,
        "dynamic_field_value Article": 1,
        "dynamic_field_value Ticket": 1,
        "ticket_flag.ticket_id": 1,
        "ticket_history.article_id": 2,
        "ticket_history.ticket_id": 7,
        "time_accounting.article_id": 1,
        "time_accounting.ticket_id": 1,
    }


def test_nothing_is_left_of_it_and_all_of_the_other(
    bench: Bench, pair: list[tuple[int, int]]
) -> None:
    (gone, gone_article), kept = pair
    before = rows(bench, *kept)

    bench.writer().delete_ticket(gone, by=1)

    assert set(rows(bench, gone, gone_article).values()) == {0}
    assert rows(bench, *kept) == before
    assert bench.writer().ticket(gone) is None
    assert bench.writer().article(gone_article) is None


def test_deleting_what_is_not_there_is_an_error(bench: Bench) -> None:
    with pytest.raises(LookupError):
        bench.writer().delete_ticket(999, by=1)
