"""A gateway in front of a small installed desk, that the tests of one module share."""

from collections.abc import Iterator

import pytest
from gateway import Gateway, open_gateway

DECLARATION = {
    "settings": {"Ticket::Service": 1},
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
    ],
    "customers": [
        {
            "login": "lena",
            "password": "s3cret",
            "first_name": "Lena",
            "last_name": "Lind",
            "email": "lena@acmetest.net",
            "company": "ACME",
        },
    ],
    "queues": [{"name": "Hardware", "group": "users"}, {"name": "Vault", "group": "secret"}],
    "dynamic_fields": [
        {"name": "Floor", "object": "Ticket", "type": "Text"},
        {"name": "Urgent", "object": "Ticket", "type": "Checkbox"},
        {"name": "Tags", "object": "Ticket", "type": "Text", "multivalue": True},
        {"name": "Mood", "object": "Article", "type": "Text"},
    ],
}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with open_gateway(tmp_path_factory.mktemp("systems"), DECLARATION) as opened:
        yield opened
