"""Mapping XSLT: data as XML, transformed by a stylesheet of the service file, and back to data.

Where the two levels of compatibility differ, a strict service does as generic-interface reference 7
describes, to the letter (12.4 no. 9 and 26); a modern one

- maps empty data, too, and gives `""` for an empty element,
- writes Booleans as `true` and `false`, and numbers as they are,
- keeps blanks inside `xsl:text`, and carriage returns of data.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import dsl
from dsl.source import Source, Span
from dsl.values import Value
from engine.kinds import Example, MappingKind, SetupError, StageSetup
from engine.mappings._wrapper import Data, MapData, WrappedMapper, wrapped
from engine.mappings._xslt_cost import DEEPEST, longest_document
from engine.mappings._xslt_key_filter import read_filter
from engine.mappings._xslt_mapping import FLAT, BrokenStylesheet, Runner, XsltMapping
from engine.mappings._xslt_template import Stylesheet, TemplateError, read_stylesheet
from engine.mappings._xslt_xml import XmlReader, XmlWriter
from engine.model.exchange import Exchange
from engine.model.fault import Blame
from engine.model.perl_scalar import is_string, is_true, text_of
from engine.model.service import Compatibility


@dataclass(frozen=True, slots=True)
class RemarkedMapper(WrappedMapper):
    """The mapper of a strict service whose stylesheet cannot run."""

    remarks: tuple[dsl.Diagnostic, ...] = ()


def build(setup: StageSetup) -> WrappedMapper:
    """Return the mapper of a `Config`; raises `SetupError`.

    For a stylesheet that cannot run a modern service raises `dsl.CompileError`. A strict one is
    stored with it, as the reference does, and fails with every message.
    """
    is_strict = setup.compatibility is Compatibility.STRICT
    findings: list[dsl.Diagnostic] = []
    mapper = wrapped(
        setup, lambda config: _started(config, setup, findings), maps_empty=not is_strict
    )
    if not findings:
        return mapper
    if not is_strict:
        raise dsl.CompileError(tuple(findings))
    return RemarkedMapper(mapper.map_data, mapper.blame, mapper.maps_empty, tuple(findings))


def _started(
    config: Mapping[str, Value], setup: StageSetup, findings: list[dsl.Diagnostic]
) -> MapData:
    template = config.get("Template")
    if template is None or template == "":
        return _unchanged
    if not is_string(template):
        raise SetupError("Template is a text, the stylesheet", path=("Template",))
    is_strict = setup.compatibility is Compatibility.STRICT
    before, after = read_filter(config, "PreRegExFilter"), read_filter(config, "PostRegExFilter")
    include, forced = _names(config, "DataInclude"), _names(config, "ForceArray")
    try:
        stylesheet = read_stylesheet(text_of(template), is_strict=is_strict)
    except TemplateError as error:
        finding = _finding(error, Source(setup.name, text_of(template)))
        findings.append(finding)
        return BrokenStylesheet(error.summary, dsl.draw(setup.place(finding)))
    return XsltMapping(
        runner=_runner(stylesheet),
        include=include,
        before=before,
        after=after,
        writer=XmlWriter(is_strict),
        reader=XmlReader(
            is_strict,
            frozenset(forced),
            keeps_attributes=is_true(config.get("KeepAttributes")),
        ),
        is_strict=is_strict,
        blame=Blame.CALLER if setup.name.endswith("MappingInbound") else Blame.SERVICE,
    )


def _unchanged(data: Data, include: Mapping[str, Value], exchange: Exchange) -> Value:
    """Without a template the reference ignores everything else, too."""
    return data


def _runner(stylesheet: Stylesheet) -> Runner:
    text = stylesheet.text()
    return Runner(
        transformation=stylesheet.transformation,
        text=text,
        key=hashlib.sha256(text).digest(),
        longest=longest_document(stylesheet.bare, DEEPEST),
        # Two levels are those of the root and of the text.
        longest_flat=longest_document(stylesheet.bare, FLAT + 2),
    )


def _names(config: Mapping[str, Value], key: str) -> tuple[str, ...]:
    """Return the names below a key: a list, or a text with blanks between them."""
    value = config.get(key)
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(str(item) for item in value)
    raise SetupError(f"{key} is a list of names", path=(key,))


def _finding(error: TemplateError, source: Source) -> dsl.Diagnostic:
    """Return what is wrong with a template, at its line."""
    line = min(max(error.line, 1), source.line_count)
    text = source.line(line)
    start = source.offset(line, 1) + len(text) - len(text.lstrip())
    span = Span(start, max(start + len(text.strip()), start))
    helps = (error.help,) if error.help else ()
    message = f"the template is no stylesheet that can run: {error.reason}"
    return dsl.Diagnostic("broken-stylesheet", message, source, span, helps=helps)


_STYLESHEET: Final = """\
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/RootElement">
    <Out>
      <Ticket><Title><xsl:value-of select="summary"/></Title></Ticket>
      <xsl:for-each select="labels">
        <DynamicField><Name>Label</Name><Value><xsl:value-of select="."/></Value></DynamicField>
      </xsl:for-each>
    </Out>
  </xsl:template>
</xsl:stylesheet>
"""

MAPPING = MappingKind(
    name="XSLT",
    summary="Map by an XSLT 1.0 stylesheet, with the data as XML below RootElement.",
    build=build,
    examples=(
        Example(
            "an element for each item",
            given={"summary": "Door", "labels": ["red", "big"]},
            gives={
                "Ticket": {"Title": "Door"},
                "DynamicField": [
                    {"Name": "Label", "Value": "red"},
                    {"Name": "Label", "Value": "big"},
                ],
            },
            config={"Template": _STYLESHEET},
        ),
        Example(
            "a list of one, by name",
            given={"summary": "Door", "labels": ["red"]},
            gives={
                "Ticket": {"Title": "Door"},
                "DynamicField": [{"Name": "Label", "Value": "red"}],
            },
            config={"Template": _STYLESHEET, "ForceArray": "DynamicField"},
        ),
    ),
)
