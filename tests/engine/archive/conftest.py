"""A desk with something of everything, and an archive of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from archived_desk import DECLARATION, MIRA, TICKET
from archives import back_up
from desk_fixture import Desk, answer_of, open_desk_on
from stores import new_store

from engine.operations import ticket_create, ticket_update


def create(desk: Desk, **changes: Any) -> int:
    """Create a ticket with an article, a file, a field and time units; return its id."""
    answer = desk.run(answer_of(desk, ticket_create.OPERATION, MIRA | TICKET | changes))
    assert "TicketID" in answer, json.dumps(answer)
    return int(answer["TicketID"])


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path | str:
    """Where a store is that holds tickets, of which the last was deleted."""
    folder = tmp_path_factory.mktemp("source")
    place = new_store(folder)
    with open_desk_on(place, DECLARATION) as desk:
        ids = [create(desk) for _ in range(3)]
        change = MIRA | {"TicketID": ids[0], "Ticket": {"Title": ""}, "Article": TICKET["Article"]}
        desk.run(answer_of(desk, ticket_update.OPERATION, change))
        desk.run(desk.database.write(lambda connection: _delete(connection, ids[-1])))
    return place


@pytest.fixture(scope="module")
def archive(where: Path | str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of that store, with a mapping file."""
    folder = tmp_path_factory.mktemp("archive")
    mappings = folder / "mappings"
    (mappings / "jira").mkdir(parents=True)
    (mappings / "jira" / "issue.tie").write_text("Title = .summary\n")
    back_up(where, folder / "desk.zip", mappings)
    return folder / "desk.zip"


def _delete(connection: Any, ticket_id: int) -> None:
    articles = "(SELECT id FROM article WHERE ticket_id = ?)"
    for statement in (
        "DELETE FROM ticket_history WHERE ticket_id = ?",
        "DELETE FROM time_accounting WHERE ticket_id = ?",
        "DELETE FROM dynamic_field_value WHERE object_id = ?",
        f"DELETE FROM article_data_mime_attachment WHERE article_id IN {articles}",
        f"DELETE FROM article_data_mime WHERE article_id IN {articles}",
        "DELETE FROM article WHERE ticket_id = ?",
        "DELETE FROM ticket WHERE id = ?",
    ):
        connection.execute(statement, (ticket_id,))
