"""A service that names a secret that is not there is told so, at the place, with the remedy."""

from dataclasses import replace
from pathlib import Path

import pytest

import dsl
from dsl.source import Source
from engine.compiler import Compiled, Compiler, Identity
from engine.kinds import StageSetup, TransportKind
from engine.mapping_files import loader_for
from engine.model.secret import NoSecrets
from engine.model.service import Compatibility
from engine.model.stage import ServerTransport
from engine.registry import discover
from engine.runtime.broken import BrokenTransport

SERVICE = """\
Crosstie: {Compatibility: modern}
Debugger: {DebugThreshold: error}
Provider:
  Transport: {Type: ''}
Requester:
  Transport:
    Type: HTTP::REST
    Config:
      Host: https://kim:secret:crm.host@partner.example/api
      DefaultCommand: GET
      Timeout: '30'
      Authentication: {AuthType: BasicAuth, BasicAuthUser: u, BasicAuthPassword: secret:crm.pw}
"""


class Two(NoSecrets):
    """A store that holds these names."""

    def names(self) -> set[str]:
        return {"crm.host", "crm.pwd"}


class Changing(NoSecrets):
    """A store whose secrets change each time they are asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def resolve(self, text: str) -> str:
        self.asked += 1
        return f"value {self.asked}"


def compiled(text: str, secrets: NoSecrets | None) -> Compiled:
    compiler = Compiler(discover(), None, secrets=secrets)
    definition = compiler.read(Source("crm.yml", text))
    return compiler.compile(definition, Identity("crm"), loader_for(Path()))


def test_each_name_that_is_not_there_is_pointed_at() -> None:
    found = compiled(SERVICE, NoSecrets()).findings

    assert [(each.code, each.severity, each.message) for each in found] == [
        ("unknown-secret", dsl.Severity.ERROR, "there is no secret `crm.host`"),
        ("unknown-secret", dsl.Severity.ERROR, "there is no secret `crm.pw`"),
    ]


def test_the_finding_draws_the_place_and_says_what_to_type() -> None:
    [found] = compiled(SERVICE, Two()).findings

    assert dsl.draw(found) == (
        "error[unknown-secret]: there is no secret `crm.pw`\n"
        "  --> crm.yml:12:82\n"
        "   |\n"
        "12 |       Authentication: {AuthType: BasicAuth, BasicAuthUser: u,"
        " BasicAuthPassword: secret:crm.pw}\n"
        "   |                                                             "
        "                     ^^^^^^^^^^^^^ not in the secret store\n"
        "   |\n"
        "   = help: did you mean `crm.pwd`?\n"
        "   = help: `crosstie secret set crm.pw` takes its value from standard input\n"
    )


def test_a_strict_service_gets_a_hint() -> None:
    strict = SERVICE.replace("modern", "strict")

    [found] = compiled(strict, Two()).findings

    assert found.severity is dsl.Severity.HINT


def test_nobody_looks_without_a_store() -> None:
    assert compiled(SERVICE, None).findings == ()


def test_a_stage_resolves_what_it_is_about_to_use() -> None:
    setups: list[StageSetup] = []

    def server(setup: StageSetup) -> ServerTransport:
        setups.append(setup)
        return BrokenTransport("never asked")

    secrets = Changing()
    registry = replace(
        discover(),
        transports={"HTTP::REST": TransportKind("HTTP::REST", "Keeps its setup.", server)},
    )
    route = "{RouteOperationMapping: {Echo: {Route: /echo}}}"
    text = SERVICE.replace(
        "Transport: {Type: ''}",
        "Operation: {Echo: {Type: 'Test::Test'}}\n"
        f"  Transport: {{Type: HTTP::REST, Config: {route}}}",
    )
    compiler = Compiler(registry, None, secrets=secrets)
    compiler.compile(compiler.read(Source("crm.yml", text)), Identity("crm"), loader_for(Path()))

    [setup] = setups
    assert [setup.secrets.resolve("secret:crm.pw") for _ in range(2)] == ["value 1", "value 2"]
    assert StageSetup({}, Compatibility.MODERN, loader_for(Path())).secrets.names() == set()


@pytest.mark.parametrize(
    "text", ["secret:", "secret:a b", "Secret:a", "my secret:a", "https://secret:a"]
)
def test_other_texts_name_nothing(text: str) -> None:
    changed = SERVICE.replace("secret:crm.pw", f"'{text}'").replace("secret:crm.host", "x")

    assert compiled(changed, NoSecrets()).findings == ()
