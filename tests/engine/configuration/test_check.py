"""What a check makes of a whole service file."""

import time
from typing import Any

import pytest

from dsl.diagnostics import CompileError, Severity
from dsl.source import Source
from engine.configuration.check import check_definition, read_definition
from engine.configuration.definition import Definition
from engine.configuration.known_kinds import KnownKinds
from engine.model.level import Level
from engine.model.service import Compatibility

KNOWN = KnownKinds(
    operations=frozenset({"Ticket::TicketCreate"}),
    mappings=frozenset({"Simple", "Tie", "XSLT", "Test"}),
    transports=frozenset({"HTTP::REST", "HTTP::SOAP"}),
    options=frozenset({"IncludeTicketData"}),
)

CRM = """\
# The entry of the shop.
Crosstie:
  Compatibility: modern
  Limits: {MaxDepth: 50}
  Schemas: {issue: schemas/issue.json}
Debugger: {DebugThreshold: notice, TestMode: '1'}
Description: Shop entry
RemoteSystem: shop
Provider:
  Operation:
    NewTicket:
      Type: Ticket::TicketCreate
      Description: New
      IncludeTicketData: '1'
      MappingInbound:
        Type: Tie
        Config:
          Source: |
            Ticket { Title = .summary }
      MappingOutbound: {}
  Transport:
    Type: HTTP::REST
    Config:
      MaxLength: 100000
      RouteOperationMapping:
        NewTicket: {Route: '/orders/:OrderNo/ticket', RequestMethod: [POST]}
Requester:
  ErrorHandling: {Retry: {Type: RequestRetry, RetryCountMax: '3'}}
  ErrorHandlingPriority: [Retry]
  Invoker:
    Push:
      Type: Generic::PassThrough
      Events:
      - {Event: TicketCreate, Asynchronous: '1', Condition: {ConditionLinking: and, Condition: {}}}
      - {Event: ArticleCreate, Asynchronous: ''}
  Transport: {Type: ''}
"""


@pytest.fixture
def crm() -> Definition:
    return read_definition(Source("crm.yml", CRM), KNOWN)


def test_a_file_without_mistakes_has_no_findings(crm: Definition) -> None:
    assert crm.warnings == ()


def test_the_head_of_a_definition(crm: Definition) -> None:
    assert (crm.description, crm.remote_system) == ("Shop entry", "shop")
    assert (crm.threshold, crm.is_test_mode) == (Level.NOTICE, True)
    assert crm.compatibility is Compatibility.MODERN
    assert crm.limits == {"MaxDepth": "50"}
    assert crm.schemas == {"issue": "schemas/issue.json"}


def test_an_operation_with_its_mappings_and_options(crm: Definition) -> None:
    assert crm.provider is not None
    operation = crm.provider.operations["NewTicket"]

    assert (operation.type, operation.description) == ("Ticket::TicketCreate", "New")
    assert operation.entry["IncludeTicketData"] == "1"
    assert operation.outbound is None
    assert operation.inbound is not None
    assert operation.inbound.type == "Tie"
    assert operation.inbound.config == {"Source": "Ticket { Title = .summary }\n"}


def test_places_that_later_stages_point_at(crm: Definition) -> None:
    assert crm.provider is not None
    operation = crm.provider.operations["NewTicket"]
    assert operation.inbound is not None
    transport = crm.provider.transport

    def text(span: Any) -> str:
        return CRM[span.start : span.end]

    assert text(operation.span) == "NewTicket"
    assert text(operation.type_span) == "Ticket::TicketCreate"
    assert text(operation.inbound.type_span) == "Tie"
    assert text(operation.inbound.span_of(())) == "Config"
    assert text(operation.inbound.span_of(("OnFailedField",))) == "Config"
    assert text(operation.inbound.span_of(("Source",))).startswith("|\n")
    route = ("RouteOperationMapping", "NewTicket", "Route")
    assert text(transport.span_of(route)) == "'/orders/:OrderNo/ticket'"
    assert text(crm.span_of("Debugger", "DebugThreshold")) == "notice"
    source = operation.inbound.text("Source")
    assert source is not None
    assert source.value == "Ticket { Title = .summary }\n"


def test_transport_and_events_and_error_handling(crm: Definition) -> None:
    assert crm.provider is not None
    assert crm.requester is not None
    push = crm.requester.invokers["Push"]

    assert crm.provider.transport.type == "HTTP::REST"
    assert isinstance(crm.provider.transport.config, dict)
    assert crm.provider.transport.config["MaxLength"] == "100000"
    assert [(event.event, event.is_asynchronous) for event in push.events] == [
        ("TicketCreate", True),
        ("ArticleCreate", False),
    ]
    assert push.events[0].condition == {"ConditionLinking": "and", "Condition": {}}
    assert crm.requester.transport.type == ""
    assert crm.requester.error_handling.priority == ("Retry",)
    assert crm.requester.error_handling.handlers["Retry"].entry["RetryCountMax"] == "3"


def test_a_definition_of_nothing_but_the_least() -> None:
    definition = read_definition(
        Source("x.yml", "Debugger: {DebugThreshold: Errors}\nProvider: {Transport: {Other: 1}}\n")
    )

    assert definition.threshold is Level.ERROR
    assert definition.compatibility is Compatibility.STRICT
    assert definition.requester is None
    assert definition.provider is not None
    assert definition.provider.transport.type == ""
    assert definition.provider.operations == {}


def test_an_operation_that_is_no_mapping_is_one_without_type() -> None:
    text = (
        "Debugger: {DebugThreshold: error}\nProvider: {Operation: {A: , B: x}, Transport: {a: b}}\n"
    )
    definition = read_definition(Source("x.yml", text))

    assert definition.provider is not None
    assert {each.type for each in definition.provider.operations.values()} == {""}


def test_errors_and_remarks_come_in_file_order_and_errors_are_raised() -> None:
    text = CRM.replace("[POST]", "[POTS]").replace("RemoteSystem", "RemoteSystm")
    text = text.replace("Type: Tie", "Type: Tye").replace("100000", "1 MB")

    with pytest.raises(CompileError) as raised:
        read_definition(Source("crm.yml", text), KNOWN)

    findings = raised.value.diagnostics
    assert [finding.code for finding in findings] == [
        "unknown-key",
        "unknown-type",
        "not-a-number",
        "unknown-method",
    ]
    assert findings[0].severity is Severity.WARNING


def test_the_same_mistakes_are_warnings_in_a_strict_service() -> None:
    text = CRM.replace("[POST]", "[POTS]").replace("Type: Tie", "Type: Tye")
    text = text.replace("Compatibility: modern", "Compatibility: strict")

    checked = check_definition(Source("crm.yml", text), KNOWN)

    assert checked.definition is not None
    assert {finding.severity for finding in checked.findings} == {Severity.WARNING}


def test_types_are_not_compared_without_known_kinds() -> None:
    checked = check_definition(Source("crm.yml", CRM.replace("Type: Tie", "Type: Mine")))

    assert checked.findings == ()


def test_what_cannot_be_seen_is_escaped_in_messages() -> None:
    text = CRM.replace("[POST]", r'["PO\e[31mST\nhelp: \u202e"]')

    (finding,) = check_definition(Source("crm.yml", text), KNOWN).errors

    assert finding.message == r"`PO\x1b[31mST\nhelp: \u202e` is no request method"


def test_what_is_long_is_cut_in_messages() -> None:
    (finding,) = check_definition(Source("crm.yml", CRM.replace("[POST]", f"[{'X' * 999}]"))).errors

    assert len(finding.message) < 400


HEAD = "Crosstie: {Compatibility: modern}\nDebugger: {DebugThreshold: error}\n"


def rest(stages: str, table: str) -> str:
    return (
        f"{HEAD}Provider:\n  Operation: {{{stages}}}\n  Transport:\n    Type: HTTP::REST\n"
        f"    Config: {{RouteOperationMapping: {{{table}}}}}\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        rest(
            ", ".join(f"ticketget{n}: {{Type: a}}" for n in range(10_000)),
            ", ".join(f"ticketgte{n}: {{Route: /a}}" for n in range(10_000)),
        ),
        rest("A: {Type: a}", f"A: {{Route: /a, RequestMethod: [{'GTE, ' * 50_000}]}}"),
        rest("A: {Type: a}", ", ".join(f"A: {{Route: /{n}}}" for n in range(10_000))),
        HEAD + "\n".join(f"Providre{n}: x" for n in range(50_000)),
        "\n".join(f"a{n}: &provider{n} x" for n in range(10_000))
        + "\n".join(f"b{n}: *providre{n}" for n in range(10_000)),
        HEAD + f"Provider: {{Transport: {{Type: {'x' * 1_000_000}}}}}",
    ],
    ids=["routes", "methods", "repeated keys", "unknown keys", "unknown aliases", "a long type"],
)
def test_a_file_full_of_mistakes_is_checked_in_seconds(text: str) -> None:
    began = time.perf_counter()

    checked = check_definition(Source("bad.yml", text), KNOWN)

    assert time.perf_counter() - began < 8
    assert checked.errors
    assert len(checked.findings) <= 401
