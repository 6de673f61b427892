"""From the text of a desk file to the plan it asks for."""

import re
from dataclasses import replace
from typing import Final

from dsl.diagnostics import CompileError, Severity
from dsl.source import Source
from dsl.values import Value
from engine.accounts.entry import (
    CUSTOMER_PERMISSIONS,
    DETAILS,
    PERMISSIONS,
    AgentEntry,
    CustomerEntry,
)
from engine.configuration.yaml_nodes import YamlEntry, YamlList, YamlMap, YamlText
from engine.configuration.yaml_reader import read_yaml
from engine.desk.entry_reader import DeskFindings, EntryReader, read_entries
from engine.desk.field_file import read_field
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
    StatePlan,
    Target,
)
from engine.desk.terms_file import read_terms
from engine.storage.setting import DEFAULTS

_WHOLE_NUMBER: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
_SWITCH: Final = {"true": 1, "false": 0, "True": 1, "False": 0}
_USUAL_GROUP: Final = "users"


def parse_desk(source: Source) -> DeskPlan:
    """Return what a desk file asks for.

    Raises `CompileError` with everything that is wrong in it. Names that must exist are in the
    plan; whether they do is seen when it is applied.
    """
    document = read_yaml(source)
    if document.repeated_keys:
        raise CompileError(
            tuple(replace(each, severity=Severity.ERROR) for each in document.repeated_keys)
        )
    findings = DeskFindings(source)
    root = document.root
    if isinstance(root, YamlText) and root.value is None:
        root = YamlMap((), root.span)
    if not isinstance(root, YamlMap):
        findings.wrong_kind(root, root.span, "a desk file", "a mapping")
        findings.check()
        raise AssertionError("a wrong kind is a mistake")
    plan = _Sections(EntryReader(root, root.span, "a desk file", findings)).plan()
    findings.check()
    return plan


class _Sections:
    """Reads the sections of one file."""

    def __init__(self, reader: EntryReader) -> None:
        self._reader = reader
        self._findings = reader.findings
        self._seen: set[tuple[str, str]] = set()

    def plan(self) -> DeskPlan:
        """Return the plan; the findings hold what is wrong with it."""
        reader = self._reader
        plan = DeskPlan(
            source=self._findings.source,
            settings=self._settings(),
            groups=self._names("groups", "a group"),
            roles=self._roles(),
            users=self._users(),
            companies=self._companies(),
            customers=self._customers(),
            queues=self._queues(),
            types=self._names("types", "a type"),
            services=self._services(),
            slas=self._slas(),
            states=self._states(),
            priorities=self._names("priorities", "a priority"),
            dynamic_fields=self._fields(),
            names_used=(),
        )
        reader.finish()
        return replace(plan, names_used=tuple(self._findings.names_used))

    def _settings(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for entry in self._reader.entries("settings"):
            if entry.name in DEFAULTS:
                found[entry.name] = self._setting(entry, DEFAULTS[entry.name])
            else:
                self._findings.unknown(
                    "unknown-setting", entry.key, "there is no setting", DEFAULTS
                )
        return found

    def _setting(self, entry: YamlEntry, default: Value) -> Value:
        """Return the value of a setting in the kind that its default has."""
        match default, entry.node:
            case int(), YamlText(raw=raw) if raw in _SWITCH:
                return _SWITCH[raw]
            case int(), YamlText(raw=raw) if _WHOLE_NUMBER.fullmatch(raw):
                return int(raw)
            case str(), YamlText(raw=raw):
                return raw
            case list(), YamlList():
                return entry.node.value
            case dict(), YamlMap():
                return entry.node.value
        expected = {int: "a whole number, true or false", str: "a text", list: "a list"}
        words = expected.get(type(default), "a mapping")
        self._findings.wrong_kind(entry.node, entry.key.span, f"`{entry.name}`", words)
        return default

    def _names(self, key: str, name: str) -> tuple[str, ...]:
        found: list[str] = []
        read_entries(self._reader, key, name, lambda reader: found.append(self._name(reader, name)))
        return tuple(found)

    def _name(self, reader: EntryReader, kind: str, key: str = "name") -> str:
        """Return the name of an entry; one that stood there before is a mistake."""
        node, name = reader.node(key), reader.required(key)
        if node is not None and (kind, name) in self._seen:
            self._findings.mistake(
                "repeated-name",
                f"{kind} `{name}` is declared twice",
                node.span,
                label="the second time",
                helps=("put both into one entry",),
            )
        self._seen.add((kind, name))
        return name

    def _roles(self) -> tuple[RolePlan, ...]:
        found: list[RolePlan] = []

        def read(reader: EntryReader) -> None:
            name = self._name(reader, "a role")
            found.append(RolePlan(name, reader.permissions(PERMISSIONS)))

        read_entries(self._reader, "roles", "a role", read)
        return tuple(found)

    def _users(self) -> tuple[AgentEntry, ...]:
        found: list[AgentEntry] = []

        def read(reader: EntryReader) -> None:
            found.append(
                AgentEntry(
                    login=self._name(reader, "a user", "login"),
                    password=reader.text("password"),
                    title=reader.text("title"),
                    first_name=reader.text("first_name"),
                    last_name=reader.text("last_name"),
                    email=reader.text("email"),
                    groups=reader.permissions(PERMISSIONS),
                    roles=reader.uses(Target.ROLE, reader.words("roles")),
                    preferences=reader.texts("preferences"),
                )
            )

        read_entries(self._reader, "users", "a user", read, named_by="login")
        return tuple(found)

    def _companies(self) -> tuple[CompanyPlan, ...]:
        found: list[CompanyPlan] = []

        def read(reader: EntryReader) -> None:
            company_id = self._name(reader, "a company", "id")
            details = {key: reader.text(key) for key in COMPANY_DETAILS}
            given = {key: value for key, value in details.items() if value is not None}
            plan = CompanyPlan(
                id=company_id,
                name=reader.text("name") or company_id,
                details=given,
                groups=reader.permissions(CUSTOMER_PERMISSIONS),
                groups_of_others=reader.permissions(CUSTOMER_PERMISSIONS, "groups_of_others"),
            )
            found.append(plan)

        read_entries(self._reader, "companies", "a company", read, named_by="id")
        return tuple(found)

    def _customers(self) -> tuple[CustomerPlan, ...]:
        found: list[CustomerPlan] = []

        def read(reader: EntryReader) -> None:
            details = {key: reader.text(key) for key in DETAILS}
            entry = CustomerEntry(
                login=self._name(reader, "a customer", "login"),
                password=reader.text("password"),
                first_name=reader.text("first_name"),
                last_name=reader.text("last_name"),
                email=reader.text("email"),
                company=reader.text("company"),
                companies=tuple(word.raw for word in reader.words("companies")),
                details={key: value for key, value in details.items() if value is not None},
                groups=reader.permissions(CUSTOMER_PERMISSIONS),
            )
            services = reader.uses(Target.SERVICE, reader.words("services"))
            found.append(CustomerPlan(entry, services))

        read_entries(self._reader, "customers", "a customer", read, named_by="login")
        return tuple(found)

    def _queues(self) -> tuple[QueuePlan, ...]:
        found: list[QueuePlan] = []

        def read(reader: EntryReader) -> None:
            name = self._name(reader, "a queue")
            self._needs_parent(reader, Target.QUEUE, name)
            group = reader.node("group")
            if group is not None:
                reader.uses(Target.GROUP, [group])
            name_of_group = group.raw if group is not None else _USUAL_GROUP
            found.append(QueuePlan(name, name_of_group, read_terms(reader)))

        read_entries(self._reader, "queues", "a queue", read)
        return tuple(found)

    def _services(self) -> tuple[ServicePlan, ...]:
        found: list[ServicePlan] = []

        def read(reader: EntryReader) -> None:
            name = self._name(reader, "a service")
            self._needs_parent(reader, Target.SERVICE, name)
            found.append(ServicePlan(name, reader.flag("default")))

        read_entries(self._reader, "services", "a service", read)
        return tuple(found)

    def _slas(self) -> tuple[SlaPlan, ...]:
        found: list[SlaPlan] = []

        def read(reader: EntryReader) -> None:
            name = self._name(reader, "an SLA")
            services = reader.uses(Target.SERVICE, reader.words("services"))
            found.append(SlaPlan(name, services, read_terms(reader)))

        read_entries(self._reader, "slas", "an SLA", read)
        return tuple(found)

    def _states(self) -> tuple[StatePlan, ...]:
        found: list[StatePlan] = []

        def read(reader: EntryReader) -> None:
            name, state_type = self._name(reader, "a state"), reader.node("type")
            if state_type is not None:
                reader.uses(Target.STATE_TYPE, [state_type])
            found.append(StatePlan(name, reader.required("type")))

        read_entries(self._reader, "states", "a state", read)
        return tuple(found)

    def _fields(self) -> tuple[FieldPlan, ...]:
        found: list[FieldPlan] = []

        def read(reader: EntryReader) -> None:
            self._name(reader, "a dynamic field")
            found.append(read_field(reader))

        read_entries(self._reader, "dynamic_fields", "a dynamic field", read)
        return tuple(found)

    def _needs_parent(self, reader: EntryReader, target: Target, name: str) -> None:
        """Note that ``A::B`` needs an ``A``."""
        parent, _, _ = name.rpartition("::")
        node = reader.node("name")
        if parent and node is not None:
            reader.uses(target, [replace(node, raw=parent)])
