"""A small desk that the tests of one module share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_fixture import Desk, open_desk

DECLARATION = {
    "settings": {"Ticket::Service": 1, "Ticket::Responsible": 1},
    "groups": ["secret"],
    "users": [
        {
            "login": "mira",
            "password": "s3cret",
            "first_name": "Mira",
            "last_name": "Lind",
            "email": "mira@acmetest.net",
            "groups": {"users": "rw"},
        },
        {
            "login": "reader",
            "password": "s3cret",
            "first_name": "Rea",
            "last_name": "Der",
            "email": "reader@acmetest.net",
            "groups": {"users": "ro"},
        },
    ],
    "customers": [
        {
            "login": "lena",
            "password": "s3cret",
            "first_name": "Lena",
            "last_name": "Lind",
            "email": "lena@acmetest.net",
            "company": "ACME",
            "services": ["Printing"],
        },
        {
            "login": "otto",
            "password": "s3cret",
            "first_name": "Otto",
            "last_name": "Other",
            "email": "otto@othertest.net",
            "company": "OTHER",
            "services": [],
        },
    ],
    "queues": [
        {"name": "Hardware", "group": "users"},
        {"name": "Hardware::Printer", "group": "users"},
        {"name": "Vault", "group": "secret"},
    ],
    "types": ["Incident"],
    "services": ["Printing", "Scanning"],
    "slas": [{"name": "Gold", "services": ["Printing"]}],
    "dynamic_fields": [
        {"name": "Floor", "object": "Ticket", "type": "Text"},
        {
            "name": "Impact",
            "object": "Ticket",
            "type": "Dropdown",
            "values": {"low": "Low", "high": "High"},
        },
        {"name": "Urgent", "object": "Ticket", "type": "Checkbox"},
        {
            "name": "Affected",
            "object": "Ticket",
            "type": "Multiselect",
            "values": {"printing": "Printing", "scanning": "Scanning"},
        },
        {"name": "Tags", "object": "Ticket", "type": "Text", "multivalue": True},
        {"name": "Due", "object": "Ticket", "type": "Date"},
        {"name": "Mood", "object": "Article", "type": "Text"},
    ],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    with open_desk(folder, DECLARATION) as opened:
        yield opened
