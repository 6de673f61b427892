"""Mapping XSLT beyond the recorded cases: modern services, filters, lists, findings, two places."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from rest_driver import ListTracer, exchange, setup
from stylesheets import IDENTITY, at_root, sheet

import dsl
from engine.compiler import check_service
from engine.kinds import SetupError
from engine.mappings._xslt_key_filter import read_filter
from engine.mappings.xslt import MAPPING
from engine.model.fault import Blame, Fault
from engine.model.message import Message
from engine.model.service import Compatibility
from engine.model.stage import Pending

MODERN, STRICT = Compatibility.MODERN, Compatibility.STRICT
UNBOUNDED = IDENTITY.replace("<xsl:copy>", '<xsl:copy><xsl:if test="/..">'
                             "<xsl:apply-templates select=\".\"/></xsl:if>")  # fmt: skip
"""The identity as a stylesheet for the helper process."""


def mapped(
    config: Any, data: Any, compatibility: Any = MODERN, tracer: Any = None, **include: Any
) -> Any:
    mapper = MAPPING.build(setup(config, compatibility))
    include = include or {"ProviderRequestInput": data}
    answer = mapper.apply(Message(data), include, exchange(tracer))
    if isinstance(answer, Pending):
        answer = asyncio.run(answer.work())
    assert answer is not None
    return answer.body


@pytest.mark.parametrize("template", [IDENTITY, UNBOUNDED], ids=["server", "helper"])
@pytest.mark.parametrize(
    ("data", "strict", "modern"),
    [
        ({"a": ""}, {"a": {}}, {"a": ""}),
        ({"a": None}, {"a": {}}, {"a": ""}),
        ({"a": "  "}, {"a": {}}, {"a": "  "}),
        ({"a": True, "b": False}, None, {"a": "true", "b": "false"}),
        ({"a": "x\r\ny"}, {"a": "x\ny"}, {"a": "x\r\ny"}),
        ({"a": Decimal("1.50")}, {"a": "1.5"}, {"a": "1.50"}),
        ({"a": Decimal("1E+3")}, {"a": "1000"}, {"a": "1000"}),
        ({"a": "<b>&amp;]]>"}, {"a": "<b>&amp;]]>"}, {"a": "<b>&amp;]]>"}),
        ({"a": [["1", "2"], ["3"]]},) + ({"a": [["1", "2"], {"anon": "3"}]},) * 2,
    ],
)
def test_values_go_there_and_back(template: str, data: Any, strict: Any, modern: Any) -> None:
    assert mapped({"Template": template}, data, MODERN) == modern
    if strict is None:
        with pytest.raises(Fault, match="Could not convert data from Perl to XML before mapping"):
            mapped({"Template": template}, data, STRICT)
    else:
        assert mapped({"Template": template}, data, STRICT) == strict


def test_empty_data_meet_the_template_in_modern_services_only() -> None:
    config = {"Template": at_root("<a>1</a>")}

    assert mapped(config, {}, STRICT, x={}) == {}
    assert mapped(config, {}, MODERN) == {"a": "1"}


def test_text_is_trimmed_and_xsl_text_only_in_strict_services() -> None:
    config = {"Template": at_root("<a>\n  x\n  <xsl:text>, </xsl:text>y </a>")}

    assert mapped(config, {"k": 1}, STRICT) == {"a": "x,y"}
    assert mapped(config, {"k": 1}, MODERN) == {"a": "x, y"}


def test_line_ends_of_windows_keep_a_strict_template_from_being_trimmed() -> None:
    config = {"Template": at_root("<a>\r\n  x\r\n</a>").replace("\n", "\r\n")}

    assert mapped(config, {"k": 1}, STRICT)["a"].strip() == "x"
    assert mapped(config, {"k": 1}, STRICT)["a"] != "x"


@pytest.mark.parametrize("forced", ["b c", ["b", "c"]])
def test_forced_names_are_lists(forced: Any) -> None:
    config = {"Template": IDENTITY, "ForceArray": forced}

    body = mapped(config, {"a": "1", "b": "2", "c": {"b": ""}})

    assert body == {"a": "1", "b": ["2"], "c": [{"b": [""]}]}


def test_attributes_become_keys_where_the_service_asks_for_them() -> None:
    template = at_root('<a x="1">t</a><b y="2"/><c z="3"><d/></c>')

    kept = mapped({"Template": template, "KeepAttributes": "1"}, {"k": 1})

    assert kept == {"a": {"x": "1", "content": "t"}, "b": {"y": "2"}, "c": {"z": "3", "d": ""}}
    assert mapped({"Template": template}, {"k": 1}) == {"a": "t", "b": "", "c": {"d": ""}}


@pytest.mark.parametrize(
    ("content", "gives"),
    [
        ("<m>before<b>bold</b>after</m>", {"m": {"b": "bold", "content": ["before", "after"]}}),
        ("<m>one<b/></m>", {"m": {"b": "", "content": "one"}}),
        ("<m>a<xsl:comment>c</xsl:comment>b</m>", {"m": "ab"}),
        ('<n:a xmlns:n="urn:n">1</n:a>', {"n:a": "1"}),
        ('<a xmlns="urn:n">1</a>', {"a": "1"}),
        ("<a>1</a><b/><a>2</a>", {"a": ["1", "2"], "b": ""}),
    ],
)
def test_a_result_is_read_as_data(content: str, gives: Any) -> None:
    assert mapped({"Template": at_root(content)}, {"k": 1}) == gives


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (sheet('<xsl:template match="/"/>'), "Could not write mapped data"),
        (
            sheet('<xsl:template match="/"><a/><b/></xsl:template>'),
            "Could not convert data from XML to Perl after mapping",
        ),
        (
            sheet('<xsl:template match="/">text<a/></xsl:template>'),
            "Could not convert data from XML to Perl after mapping",
        ),
        (
            at_root('<xsl:message terminate="yes">no</xsl:message>'),
            "Could not map data",
        ),
    ],
)
def test_an_output_without_data_is_a_fault_of_the_service(template: str, message: str) -> None:
    tracer = ListTracer()

    with pytest.raises(Fault) as failed:
        mapped({"Template": template}, {"k": 1}, tracer=tracer)

    assert (failed.value.message, failed.value.blame) == (message, Blame.SERVICE)
    assert tracer.lines() == [["error", message]]


@pytest.mark.parametrize("key", ["a b", "1", "<x>", "a:b", "a><b", "a ", "a/", "a\n", "\ud7ff:"])
def test_a_key_that_is_no_name_is_named_and_values_are_not(key: str) -> None:
    tracer = ListTracer()

    with pytest.raises(Fault) as failed:
        mapped({"Template": IDENTITY}, {key: "CANARY"}, tracer=tracer)

    assert failed.value.message == "Could not load data after conversion from Perl to XML"
    assert failed.value.blame is Blame.CALLER
    [(_, _, reason)] = tracer.entries
    assert reason == f"the key `{key}` is no name of an XML element"


def test_a_key_cannot_close_an_element_that_another_opened() -> None:
    with pytest.raises(Fault, match="Could not load data"):
        mapped({"Template": IDENTITY}, {"a": {"a>x</a><a": 1}})


FILTERED = [
    ([("^jira:", "")], {"jira:x": {"jira:y": "1"}}, {"x": {"y": "1"}}),
    ([("^", "_")], {"16x16": "1"}, {"_16x16": "1"}),
    (
        [(r"^(?<number>\d+) (?<text>.+?)$", "_$+{text}_$+{number}")],
        {"16 name": "1"},
        {"_name_16": "1"},
    ),
    ([(r"^(\D*)ID$", "$1Number")], {"TicketID": "4"}, {"TicketNumber": "4"}),
    ([("a", "b")], {"aaa": "1"}, {"baa": "1"}),
    ([("^(a)(b)$", "${2}0$1")], {"ab": "1"}, {"b0a": "1"}),
    ([("^a", "a"), ("b$", "y")], {"ab": "1"}, {"ab": "1"}),
    ([("^ab", "x"), ("b$", "y")], {"ab": "1"}, {"x": "1"}),
    ([(r"\d$", "")], {"k1": "one", "k2": "two"}, {"k": "two"}),
    ([("^a$", "b"), ("^b$", "c")], {"a": "1"}, {"c": "1"}),
    ([("^a$", "$$1 $9")], {"a": "1"}, {"$1 ": "1"}),
    ([("x y#z", "k")], {"x y#z": "1"}, {"k": "1"}),
    ([("(?i)KEY", "k")], {"Key": [{"key": "1"}]}, {"k": [{"k": "1"}]}),
]


@pytest.mark.parametrize(("rules", "data", "gives"), FILTERED)
def test_keys_are_rewritten_by_the_table(rules: Any, data: Any, gives: Any) -> None:
    listed = [{"Search": search, "Replace": replacement} for search, replacement in rules]

    found = read_filter({"PreRegExFilter": listed}, "PreRegExFilter")

    assert found is not None
    assert found.apply(data) == gives


def test_a_key_pattern_that_backtracks_without_end_is_stopped() -> None:
    rules = [{"Search": "^(a|a)+b", "Replace": ""}]

    with pytest.raises(Fault) as failed:
        mapped({"Template": IDENTITY, "PreRegExFilter": rules}, {"a" * 60: 1})

    assert failed.value.code == "mapping.pattern-timeout"


@pytest.mark.parametrize(
    ("config", "message", "path"),
    [
        (
            {"PreRegExFilter": [{"Search": "(", "Replace": ""}]},
            "Got pattern ( in PreRegExFilter which cannot be read: missing )",
            ("PreRegExFilter", "0", "Search"),
        ),
        ({"PostRegExFilter": "x"}, "PostRegExFilter is a list of rules", ("PostRegExFilter",)),
        ({"DataInclude": {"a": 1}}, "DataInclude is a list of names", ("DataInclude",)),
        ({"Template": ["x"]}, "Template is a text, the stylesheet", ("Template",)),
    ],
)
def test_a_finding_says_where_it_is(config: Any, message: str, path: tuple[str, ...]) -> None:
    with pytest.raises(SetupError) as refused:
        MAPPING.build(setup({"Template": IDENTITY, **config}))

    assert (refused.value.message, refused.value.path) == (message, path)


SERVICE = """\
Crosstie: {{Compatibility: {compatibility}}}
Debugger: {{DebugThreshold: error}}
Provider:
  Transport:
    Type: HTTP::REST
    Config: {{RouteOperationMapping: {{Op: {{Route: /x}}}}}}
  Operation:
    Op:
      Type: Test::Test
      MappingInbound:
        Type: XSLT
        Config:
          Template: |
            <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
              <xsl:template match="/">
                {line}
              </xsl:template>
            </xsl:stylesheet>
"""


@pytest.mark.parametrize("compatibility", ["modern", "strict"])
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<R></Q>", "it is not well-formed: Opening and ending tag mismatch: R line 3 and Q"),
        ("<R><xsl:value-of/></R>", "xsl:value-of : select is missing"),
        ("<R><xsl:value-of select=\"document('x')\"/></R>", "it reads another document"),
    ],
)
def test_a_broken_stylesheet_is_pointed_at_in_the_service_file(
    compatibility: str, line: str, reason: str
) -> None:
    text = SERVICE.format(compatibility=compatibility, line=line)

    def load(name: str) -> bytes:
        raise FileNotFoundError(name)

    findings = check_service(text, name="s.yml", load=load)

    [finding] = [each for each in findings if each.code == "broken-stylesheet"]
    assert finding.severity is dsl.Severity.ERROR
    assert reason in finding.message
    assert finding.source.text[finding.span.start : finding.span.end] == line


def test_what_libxslt_would_find_too_late_is_found_when_a_modern_service_is_stored() -> None:
    for content in ("<xsl:bogus/>", '<xsl:if test="a b"/>'):
        config = {"Template": at_root(content)}
        with pytest.raises(dsl.CompileError):
            MAPPING.build(setup(config, MODERN))
        MAPPING.build(setup(config, STRICT))


@pytest.mark.parametrize("uri", ["http://otobo.org", "http://otrs.org"])
@pytest.mark.parametrize("line", ["", '<xsl:import href="/opt/x/OTRSFunctions.xsl"/>'])
def test_the_functions_of_the_library_are_built_in(uri: str, line: str) -> None:
    template = (
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
        f' xmlns:o="{uri}">{line}<xsl:template match="/RootElement"><R>'
        '<a><xsl:value-of select="o:date-xsd-to-iso(d)"/></a>'
        '<b><xsl:value-of select="o:date-iso-to-xsd(e)"/></b></R></xsl:template></xsl:stylesheet>'
    )

    body = mapped({"Template": template}, {"d": "2020-01-02T03:04:05Z", "e": "2020-01-02 03:04:05"})

    assert body == {"a": "2020-01-02 03:04:05", "b": "2020-01-02T03:04:05Z"}


def test_a_list_among_the_included_sets_is_repeated() -> None:
    config = {"Template": IDENTITY, "DataInclude": ["A", "B", "C"]}

    body = mapped(config, {"k": "1"}, A=[{"x": "1"}, {"x": "2"}], B={"y": "3"}, C=None)

    assert body == {"k": "1", "DataInclude": {"A": [{"x": "1"}, {"x": "2"}], "B": {"y": "3"}}}


def test_the_input_is_not_changed() -> None:
    data = {"a 1": "1", "b": [{"c": ""}]}
    rules = [{"Search": " ", "Replace": ""}]

    mapped({"Template": IDENTITY, "PreRegExFilter": rules, "DataInclude": ["A"]}, data, A={"x": 1})

    assert data == {"a 1": "1", "b": [{"c": ""}]}


@pytest.mark.parametrize("example", MAPPING.examples, ids=lambda example: example.title)
@pytest.mark.parametrize("compatibility", list(Compatibility))
def test_its_examples_hold(example: Any, compatibility: Compatibility) -> None:
    assert mapped(example.config, example.given, compatibility) == example.gives
