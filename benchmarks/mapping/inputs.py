"""The inputs of the four tasks, as JSON bytes: the same in every run."""

import json
import random
from typing import Any, Final

from benchmarks.mapping.tables import COUNTRY

TASKS: Final = ("a", "b", "c", "d")
TITLES: Final = {
    "a": "flat rename, 3 lookups",
    "b": "issue to ticket",
    "c": "order of 100 lines, totals",
    "d": "2,000 records",
}


def _customer() -> Any:
    return {
        "id": 1042, "first_name": "Ada", "last_name": "Lovelace", "mail": "ada@example.org",
        "country": "GB", "status": "S", "prio": 4, "created": "2024-05-01", "vip": "Y",
        "notes": None, "lang": "en", "address": {"street": "12 St James Sq", "zip": "SW1Y"},
    }  # fmt: skip


def _user(name: str, mail: str) -> Any:
    return {
        "accountId": "5b10" + mail[:3], "displayName": name, "emailAddress": mail,
        "active": True, "timeZone": "Europe/Berlin",
    }  # fmt: skip


def _comment(number: int, author: Any, body: str, created: str) -> Any:
    return {"id": str(number), "author": author, "body": body, "created": created}


def _issue() -> Any:
    return {
        "id": "10071",
        "key": "OPS-42",
        "self": "https://jira.example.org/rest/api/2/issue/10071",
        "fields": {
            "summary": "Mail gateway drops “large” attachments",
            "description": "Since the upgrade, mails > 10 MB vanish.\nPlease check.",
            "issuetype": {"id": "1", "name": "Bug", "subtask": False},
            "project": {"id": "9", "key": "OPS", "name": "Operations"},
            "priority": {"id": "2", "name": "High"},
            "status": {
                "name": "In Review",
                "statusCategory": {"key": "indeterminate", "name": "In Progress"},
            },
            "reporter": _user("Grace Hopper", "Grace.Hopper@Example.ORG"),
            "assignee": None,
            "labels": ["mail", "gateway", "p1"],
            "components": [{"id": "1", "name": "MTA"}, {"id": "2", "name": "Storage"}],
            "fixVersions": [
                {"name": "7.1", "released": True},
                {"name": "7.2", "released": False},
                {"name": "7.0.9", "released": True},
            ],
            "created": "2024-03-05T14:07:09.123+0200",
            "updated": "2024-03-07T09:30:00.000+0200",
            "duedate": "2024-03-31",
            "timetracking": {"originalEstimateSeconds": 27000},
            "votes": {"votes": 3},
            "customfield_10010": {"value": "Sev 2"},
            "customfield_10020": [
                {"name": "Sprint 4", "state": "closed"},
                {"name": "Sprint 5", "state": "active"},
            ],
            "comment": {"total": 3, "comments": _comments()},
            "attachment": _attachments(),
            "issuelinks": [
                {"type": {"name": "Blocks"}, "outwardIssue": {"key": "OPS-50"}},
                {"type": {"name": "Relates"}, "inwardIssue": {"key": "NET-7"}},
            ],
        },
    }


def _comments() -> Any:
    grace, linus = _user("Grace Hopper", "grace@x.org"), _user("Linus T.", "linus@x.org")
    return [
        _comment(1, grace, "First!", "2024-03-05T15:00:00.000+0200"),
        _comment(2, linus, 'Cannot reproduce "here"', "2024-03-06T08:15:30.000+0200"),
        _comment(3, _user("Ada L.", "ada@x.org"), "Fixed in 7.1", "2024-03-07T09:30:00.000+0200"),
    ]


def _attachments() -> Any:
    log = {"filename": "trace.log", "size": 20480, "mimeType": "text/plain"}
    shot = {"filename": "shot.png", "size": 1048576, "mimeType": "image/png"}
    return [{**log, "content": "https://x/1"}, {**shot, "content": "https://x/2"}]


def _order() -> Any:
    draw = random.Random(8)
    categories = ["books", "garden", "tools", "music", "food", "toys", "sport", "office"]
    lines = [
        {
            "line": number + 1,
            "sku": f"SKU-{number:04d}",
            "name": f"Item {number}",
            "category": draw.choice(categories),
            "qty": draw.randint(1, 9),
            "unitPrice": draw.randint(100, 99999) / 100,
            "discountPct": draw.choice([0, 0, 0, 5, 10, 15]),
            "taxRate": draw.choice([7, 19]),
        }
        for number in range(100)
    ]
    customer = {"id": 77, "name": "Hopper Ltd"}
    return {"orderId": "SO-2024-0815", "customer": customer, "currency": "EUR", "lines": lines}


def _people() -> Any:
    draw = random.Random(11)
    return {"records": [_person(draw, number) for number in range(2000)]}


_FIRST: Final = ["Ada", "Grace", "Linus", "Margaret", "Alan", "Edsger", "Barbara", "Zoë"]
_LAST: Final = [
    "Lovelace", "Hopper", "Torvalds", "Hamilton", "Turing", "Dijkstra", "Liskov", "Müller",
]  # fmt: skip


def _person(draw: random.Random, number: int) -> Any:
    first, last = draw.choice(_FIRST), draw.choice(_LAST)
    colours = ["red", "blue", "green", "vip", "beta", "old"]
    # The order of the draws decides what each gives: it is the order of the fields.
    person = {
        "uid": number + 1,
        "first": first,
        "last": last,
        "email": f"{first}.{last}.{number}@Example.org",
        "role": draw.choice(["adm", "agt", "cus", "xxx"]),
        "active": draw.random() < 0.8,
        "joined": f"20{draw.randint(10, 24)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        "T08:30:00Z",
        "country": draw.choice([*COUNTRY, "ZZ"]),
        "tags": draw.sample(colours, draw.randint(0, 4)),
        "addr": {
            "street": f"{draw.randint(1, 200)} Long Street Name",
            "city": draw.choice(["Berlin", "Paris", "Rome", "London"]),
            "zip": f"{draw.randint(10000, 99999)}",
        },
        "phones": [
            {"kind": kind, "number": f"+49 30 {draw.randint(100000, 999999)}"}
            for kind in draw.sample(["work", "home", "mobile"], draw.randint(0, 3))
        ],
        "bio": "x" * draw.randint(60, 240),
    }
    if draw.random() < 0.3:
        uid, name = draw.randint(1, 2000), f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"
        person["manager"] = {"uid": uid, "name": name}
    return person


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


BODIES: Final = {
    "a": _bytes(_customer()),
    "b": _bytes(_issue()),
    "c": _bytes(_order()),
    "d": _bytes(_people()),
}
