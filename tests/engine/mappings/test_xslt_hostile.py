"""Stylesheets that would read, write, reach or never end. Source: security design 5.1 and 5.2."""

import asyncio
import resource
from pathlib import Path
from typing import Any

import pytest
from rest_driver import ListTracer, exchange, setup
from stylesheets import DOUBLING, ENDLESS, READING, WRITING, sheet

import dsl
from engine.mappings import _xslt_protocol as protocol
from engine.mappings._xslt_helper import helper
from engine.mappings.xslt import MAPPING
from engine.model.fault import Blame, Fault
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.model.stage import Pending

UNBOUNDED = sheet(
    '<xsl:template match="/"><R><xsl:call-template name="t"/></R></xsl:template>'
    '<xsl:template name="t"><a><xsl:if test="false()"><xsl:call-template name="t"/></xsl:if>1'
    "</a></xsl:template>"
)
"""A template that calls itself, though never when it runs."""
NEXT = sheet('<xsl:template match="/"><R><a>1</a></R></xsl:template>')


def run(template: str, data: Any, tracer: Any = None) -> Any:
    mapper = MAPPING.build(setup({"Template": template}))
    answer = mapper.apply(Message(data), {"ProviderRequestInput": data}, exchange(tracer))
    if isinstance(answer, Pending):
        answer = asyncio.run(answer.work())
    assert answer is not None
    return answer.body


@pytest.mark.parametrize("name", ENDLESS)
def test_work_without_end_is_stopped_and_the_next_document_is_served(name: str) -> None:
    template, data = ENDLESS[name]
    tracer = ListTracer()

    with pytest.raises(Fault) as failed:
        run(template, data(), tracer)

    assert failed.value.message == "Could not map data"
    assert failed.value.code in ("mapping.xslt-limit", "mapping.xslt-failed")
    assert failed.value.blame is Blame.SERVICE
    assert tracer.lines() == [["error", "Could not map data"]]
    assert run(NEXT, {"k": 1}) == {"a": "1"}


@pytest.mark.parametrize("name", ENDLESS)
def test_work_without_a_bound_never_runs_in_the_server(name: str) -> None:
    template, data = ENDLESS[name]
    body = data()
    mapper = MAPPING.build(setup({"Template": template}))

    answer = mapper.apply(Message(body), {"ProviderRequestInput": body}, exchange())

    assert isinstance(answer, Pending)


def test_the_helper_process_is_under_limits_of_the_system() -> None:
    assert run(UNBOUNDED, {"k": 1}) == {"a": "1"}

    process = helper()._process
    assert process is not None
    assert resource.prlimit(process.pid, resource.RLIMIT_AS)[1] < 200 << 20
    assert resource.prlimit(process.pid, resource.RLIMIT_FSIZE) == (0, 0)
    assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (0, 0)
    assert protocol.CPU_SECONDS < protocol.WALL_SECONDS < 2.0


def test_the_helper_process_stays_between_documents() -> None:
    assert run(UNBOUNDED, {"k": 1}) == {"a": "1"}
    first = helper()._process
    assert run(UNBOUNDED, {"k": 1}) == {"a": "1"}
    assert helper()._process is first


@pytest.mark.parametrize("name", READING)
def test_nothing_is_read(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(sheet("<xsl:template match='/'><R>CANARY</R></xsl:template>"))
    template = READING[name].replace("@FILE@", str(secret))
    tracer = ListTracer()

    with pytest.raises(Fault) as failed:
        run(template, {"k": 1}, tracer)

    assert failed.value.code == "mapping.xslt-template"
    assert "CANARY" not in str(tracer.entries)


@pytest.mark.parametrize("name", WRITING)
def test_nothing_is_written(name: str, tmp_path: Path) -> None:
    target = tmp_path / "out.xml"

    with pytest.raises(Fault):
        run(WRITING[name].replace("@FILE@", str(target)), {"k": 1})

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [*READING, *WRITING])
def test_a_modern_service_with_such_a_stylesheet_is_not_stored(name: str) -> None:
    template = {**READING, **WRITING}[name]

    with pytest.raises(dsl.CompileError) as refused:
        MAPPING.build(setup({"Template": template}, Compatibility.MODERN))

    assert refused.value.diagnostics[0].code == "broken-stylesheet"


def test_what_is_written_as_a_doctype_is_not_read_back() -> None:
    template = sheet(
        '<xsl:output doctype-system="file:///etc/passwd"/>'
        '<xsl:template match="/"><xsl:text disable-output-escaping="yes">&lt;!DOCTYPE a ['
        '&lt;!ENTITY e "x">]></xsl:text><R/></xsl:template>'
    )

    with pytest.raises(Fault, match="Could not convert data from XML to Perl after mapping"):
        run(template, {"k": 1})


def test_text_that_grows_without_end_takes_no_memory_of_the_server() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(Fault, match="Could not map data"):
        run(DOUBLING, {"k": "x" * 1_000})

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
