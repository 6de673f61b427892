"""The float floor: what a Python programmer writes by hand over the standard json.

Numbers are floats, dates are cut out of their text unchecked, and what is absent is null: less
care than Tie takes, and the yardstick of the published comparison.
"""

import json
from collections.abc import Callable
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


def customer(source: Value) -> Value:
    """Return the contact of a customer (a)."""
    get = source.get
    return {
        "customerId": get("id"),
        "givenName": get("first_name"),
        "familyName": get("last_name"),
        "email": get("mail"),
        "country": COUNTRY.get(get("country"), "Unknown"),
        "state": STATUS.get(get("status"), "open"),
        "priority": PRIO.get(get("prio"), "normal"),
        "phone": get("tel") or "",
        "createdOn": get("created"),
        "vip": get("vip") == "Y",
    }


def _minute(text: str | None) -> str | None:
    return f"{text[8:10]}.{text[5:7]}.{text[:4]} {text[11:16]}" if text else None


def _day(text: str | None) -> str | None:
    return f"{text[8:10]}.{text[5:7]}.{text[:4]}" if text else None


def issue(source: Value) -> Value:
    """Return the ticket of an issue (b)."""
    key, f = source["key"], source["fields"]
    who = f.get("reporter") or {}
    name, mail = who.get("displayName") or "", who.get("emailAddress") or ""
    priority = (f.get("priority") or {}).get("name")
    category = ((f.get("status") or {}).get("statusCategory") or {}).get("key")
    comments = (f.get("comment") or {}).get("comments") or []
    files = f.get("attachment") or []
    sprints = [s["name"] for s in f.get("customfield_10020") or () if s.get("state") == "active"]
    return {
        "Ticket": {
            "Title": f"[{key}] {f['summary']}",
            "Queue": QUEUE.get(f["project"]["key"], "Misc"),
            "Type": TYPE.get(f["issuetype"]["name"], "Unclassified"),
            "State": STATE.get(category, "new"),
            "Priority": PRIORITY.get(priority, "3 normal"),
            "PriorityID": PRIORITY_ID.get(priority, 3),
            "Owner": (f.get("assignee") or {}).get("emailAddress") or "root@localhost",
            "CustomerUser": mail.lower(),
            "Customer": who.get("displayName"),
            "Created": _minute(f.get("created")),
            "Due": _day(f.get("duedate")),
            "Labels": ", ".join(f.get("labels") or ()),
            "Components": [c["name"] for c in f.get("components") or ()],
            "FixVersions": [v["name"] for v in f.get("fixVersions") or () if v.get("released")],
            "EstimateHours": (
                (f.get("timetracking") or {}).get("originalEstimateSeconds") or 0
            ) / 3600,
            "HasAttachments": bool(files),
            "CommentCount": len(comments),
            "LastComment": comments[-1]["body"] if comments else None,
            "Votes": (f.get("votes") or {}).get("votes") or 0,
            "Sprint": sprints[0] if sprints else None,
            "Severity": (f.get("customfield_10010") or {}).get("value") or "n/a",
            "Link": f"https://jira.example.org/browse/{key}",
        },
        "Article": {
            "Subject": f["summary"],
            "From": f"{name} <{mail}>",
            "ContentType": "text/plain; charset=utf8",
            "Body": f"Imported from {key} ({f['project']['name']})\nReported by {name} on "
            f"{_minute(f.get('created'))}\n\n{f.get('description') or ''}",
        },
        "Comments": [
            {"author": c["author"]["displayName"], "body": c["body"], "at": _minute(c["created"])}
            for c in comments
        ],
        "Attachments": [
            {"Filename": a["filename"], "ContentType": a["mimeType"], "KB": a["size"] / 1024}
            for a in files
        ],
        "Links": [
            {"type": n["type"]["name"], "direction": "out", "key": n["outwardIssue"]["key"]}
            if n.get("outwardIssue")
            else {"type": n["type"]["name"], "direction": "in", "key": n["inwardIssue"]["key"]}
            for n in f.get("issuelinks") or ()
        ],
    }  # fmt: skip


def order(source: Value) -> Value:
    """Return the totals of an order (c)."""
    lines = source["lines"]
    units, gross, total = 0, 0.0, 0.0
    groups: dict[str, list[Any]] = {}
    amounts = []
    for line in lines:
        quantity = line["qty"]
        full = quantity * line["unitPrice"]
        amount = full * (100 - line["discountPct"]) / 100
        units += quantity
        gross += full
        total += amount
        amounts.append((amount, line["sku"]))
        group = groups.get(line["category"])
        if group is None:
            groups[line["category"]] = group = [0, 0, 0.0]
        group[0] += 1
        group[1] += quantity
        group[2] += amount
    amounts.sort(reverse=True)
    return {
        "orderId": source["orderId"],
        "currency": source["currency"],
        "lineCount": len(lines),
        "units": units,
        "gross": round(gross, 2),
        "discount": round(gross - total, 2),
        "total": round(total, 2),
        "byCategory": [
            {"category": name, "lines": g[0], "units": g[1], "amount": round(g[2], 2)}
            for name, g in sorted(groups.items(), key=lambda item: -item[1][2])
        ],
        "top": [sku for _, sku in amounts[:5]],
    }


def people(source: Value) -> Value:
    """Return the directory of the people who are active (d)."""
    entries = []
    for person in source["records"]:
        if not person.get("active"):
            continue
        address, manager = person["addr"], person.get("manager")
        mobile = None
        for phone in person.get("phones") or ():
            if phone.get("kind") == "mobile":
                mobile = phone["number"]
                break
        entries.append(
            {
                "id": person["uid"],
                "name": f"{person['last']}, {person['first']}",
                "mail": person["email"].lower(),
                "role": ROLE.get(person["role"], "Guest"),
                "country": COUNTRY.get(person["country"], "Unknown"),
                "since": person["joined"][:10],
                "address": f"{address['street']}, {address['zip']} {address['city']}",
                "tags": ";".join(person.get("tags") or ()),
                "phones": [phone["number"] for phone in person.get("phones") or ()],
                "mobile": mobile,
                "manager": manager["name"] if manager else None,
            }
        )
    return {"count": len(entries), "entries": entries}


MAPS: Final[dict[str, Callable[[Value], Value]]] = {
    "a": customer, "b": issue, "c": order, "d": people,
}  # fmt: skip


def decode(body: bytes) -> Value:
    """Return JSON as the standard library reads it."""
    return json.loads(body)


def encode(value: Value) -> bytes:
    """Return JSON as the standard library writes it, without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
