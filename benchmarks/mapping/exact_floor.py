"""Our floor: the same by hand, as careful as Tie on the value that Tie works on.

Numbers are exact decimals, dates are checked, what is absent is left out, and what has the wrong
type raises instead of ending in the output. Texts are joined by `+`, which refuses all but text.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, localcontext
from typing import Any, Final

from benchmarks.mapping.tables import (
    COUNTRY,
    PRIO,
    PRIORITY,
    PRIORITY_ID,
    QUEUE,
    ROLE,
    STATE,
    STATUS,
    TYPE,
)

Value = Any

_NOTHING: Final[dict[str, Any]] = {}
_ABSENT: Final = object()
_CENT: Final = Decimal("0.01")
_ROUNDING: Final = Context(prec=4300, rounding=ROUND_HALF_EVEN)
_EXACT: Final = Context(prec=4300, traps=[Inexact])
_SEPARATORS: Final = frozenset(["T", "t", " ", ""])


def customer(source: Value) -> Value:
    """Return the contact of a customer (a)."""
    get = source.get
    contact = {"customerId": source["id"]}
    if "first_name" in source:
        contact["givenName"] = source["first_name"]
    if "last_name" in source:
        contact["familyName"] = source["last_name"]
    if "mail" in source:
        contact["email"] = source["mail"]
    contact["country"] = COUNTRY.get(get("country"), "Unknown")
    contact["state"] = STATUS.get(get("status"), "open")
    priority = get("prio")
    contact["priority"] = "normal" if priority is True else PRIO.get(priority, "normal")
    phone = get("tel")
    contact["phone"] = "" if phone is None else phone
    if "created" in source:
        contact["createdOn"] = source["created"]
    contact["vip"] = get("vip") == "Y"
    return contact


def _checked(text: str) -> str:
    """Return a date in ISO form that exists, with or without a time; raises for all else."""
    datetime.fromisoformat(text)
    if text[4] != "-" or text[7] != "-" or text[10:11] not in _SEPARATORS:
        raise ValueError("a week date, or a date without dashes")
    return text


def _day(text: str) -> str:
    _checked(text)
    return f"{text[8:10]}.{text[5:7]}.{text[:4]}"


def _minute(text: str) -> str:
    _checked(text)
    if text[13:14] != ":":
        raise ValueError("a date without hours and minutes")
    return f"{text[8:10]}.{text[5:7]}.{text[:4]} {text[11:16]}"


def _object(value: Value) -> dict[str, Any]:
    return _NOTHING if value is None else value


def _list(value: Value) -> list[Any]:
    if type(value) is not list:
        raise TypeError("not a list")
    return value


def _items(value: Value) -> list[Any]:
    return [] if value is None else _list(value)


def issue(source: Value) -> Value:
    """Return the ticket of an issue (b)."""
    key, f = source["key"], source["fields"]
    comments, files = _items(_object(f.get("comment")).get("comments")), _items(f.get("attachment"))
    who = _object(f.get("reporter"))
    name, mail = who.get("displayName"), who.get("emailAddress")
    name, mail = "" if name is None else name, "" if mail is None else mail
    created, description = _minute(f["created"]), f.get("description")
    return {
        "Ticket": _ticket(key, f, who, mail, created, comments, files),
        "Article": {
            "Subject": f["summary"],
            "From": name + " <" + mail + ">",
            "ContentType": "text/plain; charset=utf8",
            "Body": "Imported from " + key + " (" + f["project"]["name"] + ")\nReported by "
            + name + " on " + created + "\n\n" + ("" if description is None else description),
        },
        "Comments": [
            {"author": c["author"]["displayName"], "body": c["body"], "at": _minute(c["created"])}
            for c in comments
        ],
        "Attachments": [
            {"Filename": a["filename"], "ContentType": a["mimeType"], "KB": _part(a["size"], 1024)}
            for a in files
        ],
        "Links": [_link(link) for link in _items(f.get("issuelinks"))],
    }  # fmt: skip


def _ticket(
    key: str,
    f: dict[str, Any],
    who: dict[str, Any],
    mail: str,
    created: str,
    comments: list[Any],
    files: list[Any],
) -> Value:
    get = f.get
    priority = _object(get("priority")).get("name")
    owner = _object(get("assignee")).get("emailAddress")
    votes, severity = _object(get("votes")).get("votes"), _object(get("customfield_10010"))
    severity = severity.get("value")
    seconds = _object(get("timetracking")).get("originalEstimateSeconds")
    category = _object(_object(get("status")).get("statusCategory")).get("key")
    sprints = [s for s in _items(get("customfield_10020")) if s.get("state") == "active"]
    ticket: dict[str, Any] = {
        "Title": "[" + key + "] " + f["summary"],
        "Queue": QUEUE.get(_object(get("project")).get("key"), "Misc"),
        "Type": TYPE.get(_object(get("issuetype")).get("name"), "Unclassified"),
        "State": STATE.get(category, "new"),
        "Priority": PRIORITY.get(priority, "3 normal"),
        "PriorityID": PRIORITY_ID.get(priority, 3),
        "Owner": "root@localhost" if owner is None else owner,
        "CustomerUser": mail.lower(),
    }
    if "displayName" in who:
        ticket["Customer"] = who["displayName"]
    ticket["Created"] = created
    due = get("duedate")
    if due is not None:
        ticket["Due"] = _day(due)
    ticket["Labels"] = ", ".join(_items(get("labels")))
    ticket["Components"] = [c["name"] for c in _items(get("components"))]
    ticket["FixVersions"] = [
        v["name"] for v in _items(get("fixVersions")) if _holds(v.get("released", False))
    ]
    ticket["EstimateHours"] = _part(0 if seconds is None else seconds, 3600)
    ticket["HasAttachments"] = bool(files)
    ticket["CommentCount"] = len(comments)
    if comments and "body" in comments[-1]:
        ticket["LastComment"] = comments[-1]["body"]
    ticket["Votes"] = 0 if votes is None else votes
    if sprints and "name" in sprints[0]:
        ticket["Sprint"] = sprints[0]["name"]
    ticket["Severity"] = "n/a" if severity is None else severity
    ticket["Link"] = "https://jira.example.org/browse/" + key
    return ticket


def _holds(value: Value) -> bool:
    if value is True or value is False:
        return value
    raise TypeError("not a Boolean")


def _part(number: Value, whole: int) -> Decimal:
    """Return a whole number divided by another, exactly or to 28 digits."""
    if type(number) is not int:
        raise TypeError("not a whole number")
    return Decimal(number) / whole


def _link(link: Value) -> Value:
    kind, outward = link["type"]["name"], link.get("outwardIssue")
    if outward is None:
        return {"type": kind, "direction": "in", "key": link["inwardIssue"]["key"]}
    key = outward.get("key")
    if key is None:
        key = link["inwardIssue"]["key"]
    return {"type": kind, "direction": "out", "key": key}


def order(source: Value) -> Value:
    """Return the totals of an order (c)."""
    with localcontext(_EXACT):
        return _totals(source, _list(source["lines"]))


def _totals(source: Value, lines: list[Any]) -> Value:
    units = gross = total = 0
    groups: dict[str, list[Any]] = {}
    amounts = []
    for line in lines:
        quantity, category = line["qty"], line["category"]
        price, rebate = line["unitPrice"], line["discountPct"]
        if type(quantity) is bool or type(price) is bool or type(rebate) is bool:
            raise TypeError("a Boolean is no number")
        full = quantity * price
        amount = full * (100 - rebate) * _CENT
        units += quantity
        gross += full
        total += amount
        amounts.append((amount, line))
        group = groups.get(category)
        if group is None:
            if type(category) is not str:
                raise TypeError("not text")
            groups[category] = group = [category, 0, 0, 0]
        group[1] += 1
        group[2] += quantity
        group[3] += amount
    amounts.sort(key=_amount, reverse=True)
    return {
        "orderId": source["orderId"],
        "currency": source["currency"],
        "lineCount": len(lines),
        "units": units,
        "gross": _cents(gross),
        "discount": _cents(gross - total),
        "total": _cents(total),
        "byCategory": [
            {"category": name, "lines": count, "units": many, "amount": _cents(amount)}
            for name, count, many, amount in sorted(groups.values(), key=_last, reverse=True)
        ],
        "top": [line["sku"] for _, line in amounts[:5]],
    }


def _amount(entry: tuple[Decimal, Any]) -> Decimal:
    return entry[0]


def _last(group: list[Any]) -> Any:
    return group[3]


def _cents(number: int | Decimal) -> int | Decimal:
    if type(number) is int:
        return number
    return number.quantize(_CENT, context=_ROUNDING)


def people(source: Value) -> Value:
    """Return the directory of the people who are active (d)."""
    entries = []
    for person in _list(source["records"]):
        get = person.get
        active = get("active", False)
        if active is not True:
            if active is False:
                continue
            raise TypeError("not a Boolean")
        address, phones, tags = person["addr"], get("phones"), get("tags")
        since = _checked(person["joined"])[:10]
        entry = {
            "id": person["uid"],
            "name": person["last"] + ", " + person["first"],
            "mail": person["email"].lower(),
            "role": ROLE.get(get("role"), "Guest"),
            "country": COUNTRY.get(get("country"), "Unknown"),
            "since": since,
            "address": address["street"] + ", " + address["zip"] + " " + address["city"],
            "tags": "" if tags is None else ";".join(_list(tags)),
        }
        numbers = entry["phones"] = []
        if phones is not None:
            mobile = None
            for phone in _list(phones):
                numbers.append(phone["number"])
                if mobile is None and phone.get("kind") == "mobile":
                    mobile = phone
            if mobile is not None:
                entry["mobile"] = mobile["number"]
        manager = get("manager")
        if manager is not None:
            name = manager.get("name", _ABSENT)
            if name is not _ABSENT:
                entry["manager"] = name
        entries.append(entry)
    return {"count": len(entries), "entries": entries}


MAPS: Final[dict[str, Callable[[Value], Value]]] = {
    "a": customer, "b": issue, "c": order, "d": people,
}  # fmt: skip
