"""`crosstie map`: run one mapping."""

from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

import dsl
from dsl.functions._discover import discover
from dsl.source import Source
from dsl.values import DataError, Failure, Value, decode_json, encode_json
from engine.cli._context import guarded, read_file, read_input
from engine.cli._output import Format, draw_all, fail, say, show_value, write
from engine.cli._yaml import load_yaml
from engine.configuration.yaml_reader import read_yaml
from engine.mapping_files import loader_for


class Notation(Enum):
    """How a value is written down."""

    JSON = "json"
    XML = "xml"
    YAML = "yaml"


def declare(root: typer.Typer) -> None:
    """Add the command to the root."""

    @root.command("map")
    def map_(
        mapping: Annotated[Path, typer.Argument(help="A .tie file.", show_default=False)],
        document: Annotated[
            str, typer.Argument(help="The input's file, or - for standard input.")
        ] = "-",
        notation: Annotated[Notation, typer.Option("--from", help="The input is")] = Notation.JSON,
        to: Annotated[Notation, typer.Option("--to", help="The output is")] = Notation.JSON,
        config: Annotated[
            Path | None,
            typer.Option("--config", help="JSON or YAML that the mapping sees as $config."),
        ] = None,
    ) -> None:
        """Run one mapping on one document."""
        guarded(lambda: _run(mapping, document, notation, to, config))


def _run(
    mapping: Path, document: str, notation: Notation, to: Notation, config: Path | None
) -> None:
    text = read_file(mapping)
    program = dsl.compile(text, name=str(mapping), load=loader_for(mapping.parent))
    draw_all(program.warnings)
    given = read_input() if document == "-" else read_file(Path(document))
    values = _read(read_file(config), Notation.YAML, str(config)) if config else None
    shown = "standard input" if document == "-" else document
    try:
        result = program.run(
            _read(given, notation, shown), context={"config": values, "now": datetime.now(UTC)}
        )
    except dsl.MappingFault as fault:
        draw_all(fault.diagnostics())
        raise SystemExit(1) from fault
    if result is dsl.SKIPPED:
        say("the mapping skipped: there is no message")
        return
    _write(result, to)


def _read(text: str, notation: Notation, name: str) -> Value:
    try:
        value: Value
        if notation is Notation.JSON:
            value = decode_json(text.encode())
        elif notation is Notation.XML:
            value = _call("parse_xml", text)
        else:
            read_yaml(Source(name, text))  # holds the limits, and says what is wrong and where
            value = decode_json(encode_json(load_yaml(text)))
    except (DataError, Failure, yaml.YAMLError) as error:
        kind = notation.value.upper()
        fail(f"`{name}` is not {kind}: {error}", "--from says what the input is: json, xml or yaml")
    return value


def _call(function: str, value: Value) -> Any:
    """Call a function of the language with the defaults of its other parameters."""
    called = discover()[function]
    return called.call(value, *(parameter.default for parameter in called.parameters[1:]))


def _write(value: Value, notation: Notation) -> None:
    if notation is Notation.XML:
        try:
            write(_call("xml_text", value))
        except Failure as error:
            fail(f"the output cannot be written as XML: {error}", "XML needs one root element")
        return
    show_value(value, Format.YAML if notation is Notation.YAML else Format.JSON)
