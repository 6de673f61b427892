"""Reads `backends.yml`: the ticket systems that services may name as their backend.

```yaml
Backends:
  otobo:
    Address: https://desk.example/otobo/nph-genericinterface.pl/Webservice/GenericTicketConnectorREST
    Service: otobo-service.yml   # the service as the remote exports it; without it the stock routes
    MaxAnswerBytes: 48000000
```
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from dsl.diagnostics import CompileError
from dsl.source import Source
from engine.configuration.check import read_definition
from engine.configuration.yaml_nodes import YamlEntry, YamlMap, YamlText
from engine.configuration.yaml_reader import read_yaml
from engine.desk.entry_reader import DeskFindings, EntryReader
from engine.ticket_backends.remote import DEFAULT_ANSWER_BYTES
from engine.ticket_backends.route_table import STOCK_ROUTES, RouteTable, routes_of

FILE_NAME: Final = "backends.yml"
_BYTES: Final = re.compile(r"[1-9][0-9]{0,11}", re.ASCII)

Load = Callable[[str], bytes]
"""Reads a file beside this one; raises `FileNotFoundError`."""


@dataclass(frozen=True, slots=True)
class DeclaredBackend:
    """A backend as it is declared: nothing has been asked of it yet."""

    name: str
    address: str
    routes: RouteTable
    max_answer_bytes: int


def read_backends(source: Source, load: Load) -> tuple[DeclaredBackend, ...]:
    """Return what a file declares; raises `CompileError` with everything that is wrong in it."""
    document = read_yaml(source)
    findings = DeskFindings(source)
    root = document.root
    if isinstance(root, YamlText) and root.value is None:
        return ()
    if not isinstance(root, YamlMap):
        findings.wrong_kind(root, root.span, "a file of backends", "a mapping")
        findings.check()
        raise AssertionError("a wrong kind is a mistake")
    if document.repeated_keys:
        raise CompileError(document.repeated_keys)
    reader = EntryReader(root, root.span, "a file of backends", findings)
    declared = [_backend(entry, findings, load) for entry in reader.entries("Backends")]
    reader.finish()
    findings.check()
    return tuple(each for each in declared if each is not None)


def _backend(entry: YamlEntry, findings: DeskFindings, load: Load) -> DeclaredBackend | None:
    if not isinstance(entry.node, YamlMap):
        findings.wrong_kind(entry.node, entry.key.span, f"`{entry.name}`", "a mapping")
        return None
    reader = EntryReader(entry.node, entry.key.span, "a backend", findings)
    backend = DeclaredBackend(
        name=entry.name,
        address=_address(reader),
        routes=_routes(reader, load),
        max_answer_bytes=_answer_bytes(reader),
    )
    reader.finish()
    return backend


def _address(reader: EntryReader) -> str:
    address = reader.required("Address")
    node = reader.node("Address")
    if node is not None and address and not _is_address(address):
        reader.findings.mistake(
            "broken-address",
            "`Address` is that of a service: http or https, a host, the path up to its name",
            node.span,
            label="not such an address",
            helps=("https://HOST/otobo/nph-genericinterface.pl/Webservice/NAME",),
        )
    return address.rstrip("/")


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_whole = bool(parts.hostname) and not parts.query and not parts.fragment
    return parts.scheme in ("http", "https") and is_whole and address.isascii()


def _routes(reader: EntryReader, load: Load) -> RouteTable:
    node = reader.node("Service")
    if node is None or not node.raw:
        return STOCK_ROUTES
    try:
        text = load(node.raw).decode("utf-8-sig")
        return routes_of(read_definition(Source(node.raw, text)))
    except (FileNotFoundError, UnicodeDecodeError):
        problem, remedy = "is no text file in the data folder", "export the service there"
    except CompileError:
        problem, remedy = "is no service file", f"crosstie check {node.raw}"
    reader.findings.mistake(
        "unreadable-service",
        f"`Service`: `{node.raw}` {problem}",
        node.span,
        label="not read",
        helps=(remedy,),
    )
    return {}


def _answer_bytes(reader: EntryReader) -> int:
    node = reader.node("MaxAnswerBytes")
    if node is None:
        return DEFAULT_ANSWER_BYTES
    if not _BYTES.fullmatch(node.raw):
        reader.findings.mistake(
            "not-a-number",
            f"`MaxAnswerBytes` is a whole number of bytes, not `{node.raw}`",
            node.span,
            label="not a number of bytes",
            helps=(f"MaxAnswerBytes: {DEFAULT_ANSWER_BYTES}",),
        )
        return DEFAULT_ANSWER_BYTES
    return int(node.raw)
