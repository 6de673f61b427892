"""Applies a desk plan in one transaction: what is named exists afterwards, nothing else changes."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, cast

from dsl.values import Value
from engine.accounts.administration import NewHashes
from engine.accounts.announcement import PeopleAnnouncements
from engine.accounts.people import PeopleWriter
from engine.desk.announcement import DeskAnnouncements
from engine.desk.plan import (
    COMPANY_DETAILS,
    CompanyPlan,
    CustomerPlan,
    DeskPlan,
    FieldPlan,
    QueuePlan,
    RolePlan,
    ServicePlan,
    SlaPlan,
)
from engine.desk.reference_check import check_plan
from engine.desk.terms_row import put_terms
from engine.storage.connection import Connection
from engine.storage.emitter import NOBODY, Emitter, Sink
from engine.storage.setting import read_settings, write_setting
from engine.storage.timestamp import to_text
from engine.tickets.people import DEFAULT_CUSTOMER
from engine.tickets.permission import OTHER_COMPANIES, SAME_COMPANY

_NAME_TABLES: Final = (
    "groups_table",
    "roles",
    "ticket_type",
    "ticket_priority",
    "service",
    "sla",
    "ticket_state",
    "queue",
)
"""The tables whose rows are found by a name of their own."""

# The table names are those above, never text of a file.
_SELECT_ROW: Final = {
    table: f"SELECT id, valid_id FROM {table} WHERE name = ?"  # noqa: S608
    for table in _NAME_TABLES
}
_MAKE_VALID: Final = {
    table: f"UPDATE {table} SET valid_id = 1, change_time = ?, change_by = 1 WHERE id = ?"  # noqa: S608
    for table in _NAME_TABLES
}
_INSERT_NAMED: Final = {
    table: f"""
INSERT INTO {table} (name, create_time, create_by, change_time, change_by)
VALUES (?, ?, 1, ?, 1)"""  # noqa: S608
    for table in _NAME_TABLES
}
_INSERT_STATE: Final = """
INSERT INTO ticket_state (name, type_id, create_time, create_by, change_time, change_by)
SELECT ?, id, ?, 1, ?, 1 FROM ticket_state_type WHERE name = ?"""
_UPDATE_STATE: Final = """
UPDATE ticket_state SET type_id = t.id, change_time = ?, change_by = 1
FROM ticket_state_type t WHERE ticket_state.name = ? AND t.name = ? AND type_id <> t.id"""
_INSERT_QUEUE: Final = """
INSERT INTO queue (name, group_id, create_time, create_by, change_time, change_by)
SELECT ?, id, ?, 1, ?, 1 FROM groups_table WHERE name = ?"""
_UPDATE_QUEUE: Final = """
UPDATE queue SET group_id = g.id, change_time = ?, change_by = 1
FROM groups_table g WHERE queue.name = ? AND g.name = ? AND group_id <> g.id"""
_SELECT_ROLE_GROUP: Final = """
SELECT x.permission_key FROM group_role x JOIN roles r ON r.id = x.role_id
JOIN groups_table g ON g.id = x.group_id
WHERE r.name = ? AND g.name = ? AND x.permission_value = 1"""
_DELETE_ROLE_GROUP: Final = """
DELETE FROM group_role WHERE role_id = (SELECT id FROM roles WHERE name = ?)
AND group_id = (SELECT id FROM groups_table WHERE name = ?)"""
_INSERT_ROLE_GROUP: Final = """
INSERT INTO group_role (role_id, group_id, permission_key, permission_value, create_time, create_by,
    change_time, change_by)
SELECT r.id, g.id, ?, 1, ?, 1, ?, 1 FROM roles r, groups_table g WHERE r.name = ? AND g.name = ?"""
_INSERT_MEMBER: Final = """
INSERT INTO service_customer_user (customer_user_login, service_id, create_time, create_by)
SELECT ?, id, ?, 1 FROM service WHERE name = ? ON CONFLICT DO NOTHING"""
_INSERT_SLA_SERVICE: Final = """
INSERT INTO service_sla (service_id, sla_id)
SELECT s.id, a.id FROM service s, sla a WHERE s.name = ? AND a.name = ? ON CONFLICT DO NOTHING"""
_SELECT_FIELD: Final = "SELECT id, label, config, valid_id FROM dynamic_field WHERE name = ?"
_INSERT_FIELD: Final = """
INSERT INTO dynamic_field (name, label, field_order, field_type, object_type, config, create_time,
    create_by, change_time, change_by)
SELECT ?, ?, MAX(field_order) + 1, ?, ?, ?, ?, 1, ?, 1 FROM dynamic_field"""
_UPDATE_FIELD: Final = """
UPDATE dynamic_field SET label = ?, config = ?, valid_id = 1, change_time = ?, change_by = 1
WHERE id = ?"""
_SELECT_COMPANY: Final = """
SELECT name, street, zip, city, country, url, comments, valid_id FROM customer_company
WHERE customer_id = ?"""
_INSERT_COMPANY: Final = """
INSERT INTO customer_company (name, street, zip, city, country, url, comments, customer_id,
    create_time, create_by, change_time, change_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 1)"""
_UPDATE_COMPANY: Final = """
UPDATE customer_company SET name = ?, street = ?, zip = ?, city = ?, country = ?, url = ?,
    comments = ?, valid_id = 1, change_time = ?, change_by = 1
WHERE customer_id = ?"""
_SELECT_COMPANY_GROUP: Final = """
SELECT x.permission_key FROM group_customer x JOIN groups_table g ON g.id = x.group_id
WHERE x.customer_id = ? AND x.permission_context = ? AND g.name = ? AND x.permission_value = 1"""
_DELETE_COMPANY_GROUP: Final = """
DELETE FROM group_customer WHERE customer_id = ? AND permission_context = ?
AND group_id = (SELECT id FROM groups_table WHERE name = ?)"""
_INSERT_COMPANY_GROUP: Final = """
INSERT INTO group_customer (customer_id, group_id, permission_key, permission_value,
    permission_context, create_time, create_by, change_time, change_by)
SELECT ?, id, ?, 1, ?, ?, 1, ?, 1 FROM groups_table WHERE name = ?"""


def apply_plan(
    connection: Connection,
    plan: DeskPlan,
    hashes: NewHashes,
    *,
    now: datetime,
    events: Sink = NOBODY,
) -> tuple[str, ...]:
    """Make the desk be as the plan says and return what changed, a line each.

    Works inside the caller's transaction. `hashes` are those of passwords to be stored, `events`
    takes what happens.
    Raises `CompileError` before anything is written when the plan uses a name that nothing has.
    """
    check_plan(connection, plan)
    emitter = Emitter(events, connection)
    changes = _Application(connection, now, emitter).apply(plan, hashes)
    emitter.deliver()
    return changes


class _Application:
    """One plan being applied."""

    def __init__(self, connection: Connection, now: datetime, events: Emitter) -> None:
        self._connection = connection
        self._events = events
        self._announced = DeskAnnouncements(connection, events)
        self._announced_people = PeopleAnnouncements(connection, events)
        self._now = now
        self._stamp = to_text(now)
        self._changes: list[str] = []

    def apply(self, plan: DeskPlan, hashes: NewHashes) -> tuple[str, ...]:
        """Apply all sections, each after those it may refer to."""
        self._put_settings(plan.settings)
        self._put_names("groups_table", "group", plan.groups)
        self._put_roles(plan.roles)
        self._put_names("ticket_type", "type", plan.types)
        self._put_names("ticket_priority", "priority", plan.priorities)
        states = [(state.name, state.type) for state in plan.states]
        self._put_linked("ticket_state", "state", states, (_INSERT_STATE, _UPDATE_STATE))
        self._put_services(plan.services)
        self._put_slas(plan.slas)
        for queue in plan.queues:
            with self._announced.queue(queue.name):
                self._put_queue(queue)
        for field in plan.dynamic_fields:
            with self._announced.field(field.name):
                self._put_field(field)
        for company in plan.companies:
            with self._announced_people.company(company.id):
                self._put_company(company)
        people = PeopleWriter(self._connection, self._now, self._events)
        for agent in plan.users:
            new_hash = hashes.agents.get(agent.login)
            self._tell("user", agent.login, people.put_agent(agent, new_hash))
        for customer in plan.customers:
            self._put_customer(customer, people, hashes.customers.get(customer.entry.login))
        return tuple(self._changes)

    def _tell(self, kind: str, name: str, changes: Iterable[str]) -> None:
        words = ", ".join(changes)
        if words:
            self._changes.append(f"{kind} `{name}`: {words}")

    def _execute(self, statement: str, *values: Value) -> int:
        """Run a statement that writes and return how many rows it wrote."""
        return self._connection.execute(statement, values).rowcount

    def _put_settings(self, settings: Mapping[str, Value]) -> None:
        current = read_settings(self._connection)
        for name, value in settings.items():
            if current[name] != value:
                write_setting(self._connection, name, value)
                self._tell("setting", name, ["changed"])

    def _put_names(self, table: str, kind: str, names: Iterable[str]) -> None:
        for name in names:
            if not self._is_there(table, kind, name):
                self._execute(_INSERT_NAMED[table], name, self._stamp, self._stamp)
                self._tell(kind, name, ["added"])

    def _is_there(self, table: str, kind: str, name: str) -> bool:
        """Say whether there is such a row; one that was made invalid is valid again."""
        row = self._connection.execute(_SELECT_ROW[table], (name,)).fetchone()
        if row is None:
            return False
        row_id, valid_id = row
        if valid_id != 1:
            self._execute(_MAKE_VALID[table], self._stamp, row_id)
            self._tell(kind, name, ["valid again"])
        return True

    def _put_linked(
        self,
        table: str,
        kind: str,
        rows: Iterable[tuple[str, str]],
        statements: tuple[str, str],
    ) -> None:
        """Put rows that hold one name of another row: the type of a state, a queue's group."""
        insert, update = statements
        for name, other in rows:
            if not self._is_there(table, kind, name):
                self._execute(insert, name, self._stamp, self._stamp, other)
                self._tell(kind, name, ["added"])
            elif self._execute(update, self._stamp, name, other):
                self._tell(kind, name, ["changed"])

    def _put_queue(self, queue: QueuePlan) -> None:
        told = len(self._changes)
        linked = [(queue.name, queue.group)]
        self._put_linked("queue", "queue", linked, (_INSERT_QUEUE, _UPDATE_QUEUE))
        is_told = len(self._changes) > told
        is_new = put_terms(self._connection, "queue", queue.name, queue.terms, stamp=self._stamp)
        if is_new and not is_told:
            self._tell("queue", queue.name, ["promises"])

    def _put_roles(self, roles: Sequence[RolePlan]) -> None:
        self._put_names("roles", "role", [role.name for role in roles])
        for role in roles:
            for group, keys in role.groups.items():
                rows = self._connection.execute(_SELECT_ROLE_GROUP, (role.name, group))
                if {key for (key,) in rows} == set(keys):
                    continue
                self._execute(_DELETE_ROLE_GROUP, role.name, group)
                for key in dict.fromkeys(keys):
                    stamps = (self._stamp, self._stamp)
                    self._execute(_INSERT_ROLE_GROUP, key, *stamps, role.name, group)
                self._tell("role", role.name, [f"permissions in `{group}`"])

    def _put_services(self, services: Sequence[ServicePlan]) -> None:
        self._put_names("service", "service", [service.name for service in services])
        for service in services:
            if service.is_default and self._put_member(DEFAULT_CUSTOMER, service.name):
                self._tell("service", service.name, ["for every customer"])

    def _put_member(self, login: str, service: str) -> bool:
        return self._execute(_INSERT_MEMBER, login, self._stamp, service) > 0

    def _put_slas(self, slas: Sequence[SlaPlan]) -> None:
        for sla in slas:
            told = len(self._changes)
            self._put_names("sla", "SLA", [sla.name])
            is_told = len(self._changes) > told
            is_new = put_terms(self._connection, "sla", sla.name, sla.terms, stamp=self._stamp)
            if is_new and not is_told:
                self._tell("SLA", sla.name, ["promises"])
            for service in sla.services:
                if self._execute(_INSERT_SLA_SERVICE, service, sla.name):
                    self._tell("SLA", sla.name, [f"for service `{service}`"])

    def _put_field(self, field: FieldPlan) -> None:
        config = json.dumps(field.config, ensure_ascii=False)
        row = self._connection.execute(_SELECT_FIELD, (field.name,)).fetchone()
        if row is None:
            values = (field.name, field.label, field.type, field.object_type, config)
            self._execute(_INSERT_FIELD, *values, self._stamp, self._stamp)
            self._tell("dynamic field", field.name, ["added"])
            return
        field_id, *current = cast("tuple[int, str, str, int]", row)
        if current != [field.label, config, 1]:
            self._execute(_UPDATE_FIELD, field.label, config, self._stamp, field_id)
            self._tell("dynamic field", field.name, ["changed"])

    def _put_company(self, company: CompanyPlan) -> None:
        row = self._connection.execute(_SELECT_COMPANY, (company.id,)).fetchone()
        old = row[1:-1] if row is not None else (None,) * len(COMPANY_DETAILS)
        details = [
            company.details.get(name, was) for name, was in zip(COMPANY_DETAILS, old, strict=True)
        ]
        new = (company.name, *details)
        if row is None:
            self._execute(_INSERT_COMPANY, *new, company.id, self._stamp, self._stamp)
            self._tell("company", company.id, ["added"])
        elif (*new, 1) != row:
            self._execute(_UPDATE_COMPANY, *new, self._stamp, company.id)
            self._tell("company", company.id, ["changed"])

        self._put_company_groups(company.id, SAME_COMPANY, company.groups)
        self._put_company_groups(company.id, OTHER_COMPANIES, company.groups_of_others)

    def _put_company_groups(
        self, company_id: str, context: str, groups: Mapping[str, tuple[str, ...]]
    ) -> None:
        for group, keys in groups.items():
            rows = self._connection.execute(_SELECT_COMPANY_GROUP, (company_id, context, group))
            if {key for (key,) in rows} == set(keys):
                continue
            self._execute(_DELETE_COMPANY_GROUP, company_id, context, group)
            for key in dict.fromkeys(keys):
                stamps = (self._stamp, self._stamp)
                self._execute(_INSERT_COMPANY_GROUP, company_id, key, context, *stamps, group)
            self._tell("company", company_id, [f"permissions in `{group}`"])

    def _put_customer(
        self, customer: CustomerPlan, people: PeopleWriter, new_hash: str | None
    ) -> None:
        login = customer.entry.login
        changes = list(people.put_customer(customer.entry, new_hash))
        made = [self._put_member(login, service) for service in customer.services]
        if any(made) and changes != ["added"]:
            changes.append("services")
        self._tell("customer", login, changes)
