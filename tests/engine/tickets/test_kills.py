"""Processes that are killed in the middle of a write leave no half of a ticket behind."""

import re
import subprocess
import sys
from pathlib import Path

import killed_desk
import pytest
from desk_fixture import open_desk_on
from stores import new_store, session_on

KILLS = 200


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_two_hundred_kills_leave_no_half_ticket(tmp_path: Path) -> None:
    where = new_store(tmp_path)

    # A program of its own: it forks, which a test process with threads must not.
    done = subprocess.run(
        [sys.executable, killed_desk.__file__, str(where), str(KILLS), "1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    *wrong, last = done.stdout.splitlines()
    assert wrong == []
    counts = re.fullmatch(rf"{KILLS} kills, (\d+) done, (\d+) found", last)
    assert counts
    # How far each child comes before its end depends on what else the machine does.
    assert int(counts[1]) > KILLS // 4
    assert int(counts[2]) > int(counts[1])


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM article_data_mime_attachment WHERE id = 1", "ticket 2 has 1 of 2 files"),
        ("DELETE FROM article_data_mime WHERE id = 2", "ticket 2 has an article without text"),
        ("DELETE FROM ticket_history WHERE id > 1", "ticket 2 has no history of its creation"),
        ("UPDATE ticket SET title = 'x' WHERE id = 2", "ticket 2 was t and is x"),
        ("DELETE FROM dynamic_field_value", "ticket 2 is titled t and has the floor None"),
    ],
)
def test_a_half_ticket_would_be_told(tmp_path: Path, damage: str, told: str) -> None:
    where = new_store(tmp_path)
    with open_desk_on(where, killed_desk.DECLARATION) as desk:
        ticket_id = killed_desk.create(desk, "t")
    assert list(killed_desk.troubles(where, {ticket_id: "t"})) == []

    session = session_on(where)
    session.execute(damage)
    session.close()

    assert told in list(killed_desk.troubles(where, {ticket_id: "t"}))
