"""Desk files for the recorded cases: the people, queues and fields that the recordings had."""

from collections.abc import Mapping
from typing import Any

_GOLDEN_FIRST_NAMES = {"golden.customer": "Carla", "golden.other": "Olaf"}
_SESSION_USERS = [{"login": f"agent{n}", "groups_rw": ["users"]} for n in (1, 2, 3)]
"""The agents of the session cases, whose recording names none."""
_SETTINGS_WITHOUT_MEANING = frozenset({"SecureMode", "HttpType", "FQDN", "MinimumLogLevel"})


def golden_declaration(fixtures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the desk file of the recorded conversations, made from their `fixtures.json`.

    Two agents nobody speaks of come first: in the recordings the first golden agent is number 4.
    """
    queues = {name: group for name, group in fixtures["queues"].items() if name != "standard"}
    return {
        "settings": {
            key: value
            for key, value in fixtures["sysconfig_changes"].items()
            if key not in _SETTINGS_WITHOUT_MEANING
        },
        "groups": sorted(set(queues.values())),
        "users": [_filler(number) for number in (2, 3)]
        + [_golden_user(one, queues) for one in fixtures["agents"]],
        "customers": [_golden_customer(one) for one in fixtures["customer_users"]],
        "queues": [{"name": name, "group": group} for name, group in queues.items()],
        "types": fixtures["types"],
        "services": fixtures["services"],
        "slas": [{"name": name, "services": fixtures["services"]} for name in fixtures["slas"]],
        "dynamic_fields": [dict(field) for field in fixtures["dynamic_fields"]],
    }


def upstream_declaration(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the desk file of one file of recorded cases, made from its `config` and `fixtures`."""
    fixtures = record["fixtures"]
    services = fixtures.get("services", [])
    return {
        "settings": {
            key: value for key, value in record["config"].items() if isinstance(value, int | list)
        },
        "groups": [one["name"] for one in fixtures.get("groups", [])],
        "users": [_upstream_user(one) for one in fixtures.get("users", _SESSION_USERS)],
        "customers": [
            _upstream_customer(one, services) for one in fixtures.get("customer_users", [])
        ],
        "queues": [
            {"name": one["name"], "group": one["group"]} for one in fixtures.get("queues", [])
        ],
        "types": [one["name"] for one in fixtures.get("types", [])],
        "services": [one["name"] for one in services],
        "slas": [
            {"name": one["name"], "services": one["services"]} for one in fixtures.get("slas", [])
        ],
        "states": [
            {"name": one["name"], "type": one["type"]} for one in fixtures.get("states", [])
        ],
        "priorities": [one["name"] for one in fixtures.get("priorities", [])],
        "dynamic_fields": [
            _upstream_field(one, fixtures) for one in fixtures.get("dynamic_fields", [])
        ],
    }


def _filler(number: int) -> dict[str, Any]:
    login = f"filler.{number}"
    return {"login": login, "first_name": "Filler", "last_name": str(number)}


def _golden_user(one: Mapping[str, Any], queues: Mapping[str, str]) -> dict[str, Any]:
    groups = one["groups"]
    if isinstance(groups, str):
        # `all, incl. …`: the administrator.
        groups = dict.fromkeys([*queues.values(), "users", "admin", "stats"], "rw")
    first_name, _, last_name = one.get("name", "Admin OTOBO").partition(" ")
    return {
        "login": one["login"],
        "password": one["password"],
        "first_name": first_name,
        "last_name": last_name,
        "email": one["login"] if "@" in one["login"] else f"{one['login']}@golden.test",
        "groups": groups,
    }


def _golden_customer(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "login": one["login"],
        "password": one["password"],
        "first_name": _GOLDEN_FIRST_NAMES[one["login"]],
        "last_name": "Customer",
        "email": one["email"],
        "company": one["customer_id"],
        "services": one.get("services", []),
    }


def _upstream_user(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "login": one["login"],
        "password": one.get("password", f"{one['login']}-pw"),
        "first_name": one["login"],
        "last_name": one["login"],
        "email": f"{one['login']}@localunittest.com",
        "groups": dict.fromkeys(one["groups_rw"], "rw"),
    }


def _upstream_customer(one: Mapping[str, Any], services: list[Mapping[str, Any]]) -> dict[str, Any]:
    login = one["login"]
    return {
        "login": login,
        "password": one.get("password", f"{login}-pw"),
        "first_name": login,
        "last_name": login,
        "email": one.get("email", f"{login}@localunittest.com"),
        "company": one.get("customer_id", login),
        "services": [
            service["name"] for service in services if login in service["customer_user_members"]
        ],
    }


def _upstream_field(one: Mapping[str, Any], fixtures: Mapping[str, Any]) -> dict[str, Any]:
    field = {"name": one["name"], "object": one.get("object", "Ticket"), "type": one["type"]}
    if "possible_values" in one:
        field["values"] = one["possible_values"]
    elif one["type"] in ("Dropdown", "Multiselect"):
        field["values"] = {value: value for value in _used_values(one["name"], fixtures)}
    return field


def _used_values(name: str, fixtures: Mapping[str, Any]) -> list[str]:
    """Return what the tickets of the fixtures hold in a field whose choices were not recorded."""
    found: list[str] = []
    for ticket in fixtures.get("tickets", []):
        value = ticket.get("dynamic_fields", {}).get(name, [])
        found += value if isinstance(value, list) else [value]
    return list(dict.fromkeys(found))
