"""Encoding functions for whole documents: JSON, XML, CSV and YAML, read and written as text."""

from typing import Any, Final

import msgspec

from dsl.functions._csv import read_objects, read_rows, write_rows
from dsl.functions._function import Example, Function, Parameter
from dsl.functions._limits import MAX_DEPTH, check_text, check_tree, tree_fuel
from dsl.functions._numbers import Number, count_of
from dsl.functions._text import utf8
from dsl.functions._xml import read_xml, write_xml
from dsl.functions._yaml import write_yaml
from dsl.values import MISSING, DataError, Failure, decode_json, encode_json

_MAX_INDENT: Final = 8


def _json_text(value: Any, indent: Number) -> str:
    width = count_of(indent)
    if width > _MAX_INDENT:
        raise Failure(f"an indent of at most {_MAX_INDENT}", "a wider one")
    if value is MISSING:
        raise Failure("a value", "missing", "x ?? null")
    check_tree(value)
    try:
        data = encode_json(value)
    except DataError as error:
        raise Failure("a value that JSON can hold", "another", message=str(error)) from error
    written = (msgspec.json.format(data, indent=width) if width else data).decode()
    check_text(len(written))
    return written


def _parse_json(text: str) -> Any:
    try:
        return decode_json(utf8(text), max_depth=MAX_DEPTH)
    except DataError as error:
        raise Failure("JSON", "other text", message=str(error)) from error


def _xml_text(value: dict[str, Any], pretty: bool) -> str:  # noqa: FBT001
    return write_xml(value, pretty=pretty)


def _parse_xml(text: str, lists: list[Any] | None) -> dict[str, Any]:
    return read_xml(text, lists or [])


def _csv_text(rows: list[Any], separator: str, header: bool) -> str:  # noqa: FBT001
    return write_rows(rows, separator, header=header)


def _parse_csv(text: str, separator: str, header: bool) -> list[Any]:  # noqa: FBT001
    return read_objects(text, separator) if header else list(read_rows(text, separator))


_TEXT: Final = Parameter("x", "text")
_VALUE: Final = Parameter("x", "any", accepts_absent=True)
_CSV: Final = (
    Parameter("separator", "text", default=","),
    Parameter("header", "boolean", default=True),
)

FUNCTIONS: Final = (
    Function(
        name="json_text",
        family="encoding",
        summary="The value as JSON; numbers keep their digits, dates are ISO texts, bytes base64.",
        parameters=(_VALUE, Parameter("indent", "integer", default=0)),
        result="text",
        call=_json_text,
        fuel=tree_fuel,
        examples=(
            Example('json_text({a = [1, 2.50, null, "é"]})', '"{\\"a\\":[1,2.50,null,\\"é\\"]}"'),
            Example("json_text([1], indent = 2)", '"[\\n  1\\n]"'),
            Example("json_text(null)", '"null"'),
        ),
    ),
    Function(
        name="parse_json",
        family="encoding",
        summary="The value in a JSON text, numbers exact, at most 100 levels deep.",
        parameters=(_TEXT,),
        result="any",
        call=_parse_json,
        examples=(
            Example('parse_json("{\\"a\\": [1, 2.50]}")', "{a = [1, 2.50]}"),
            Example('parse_json("12345678901234567890")', "12345678901234567890"),
            Example("parse_json(\"{'a': 1}\")", fails="not JSON"),
        ),
    ),
    Function(
        name="xml_text",
        family="encoding",
        summary="An object with the root element as its only key as XML, without a declaration.",
        parameters=(Parameter("x", "object"), Parameter("pretty", "boolean", default=False)),
        result="text",
        call=_xml_text,
        fuel=tree_fuel,
        examples=(
            Example(
                'xml_text({t = {"@id" = 7, name = "A & B", tag = ["x", "y"]}})',
                '"<t id=\\"7\\"><name>A &amp; B</name><tag>x</tag><tag>y</tag></t>"',
            ),
            Example('xml_text({a = {"@b" = 1, "#text" = "c"}})', '"<a b=\\"1\\">c</a>"'),
            Example("xml_text({a = 1, b = 2})", fails="its only key"),
        ),
    ),
    Function(
        name="parse_xml",
        family="encoding",
        summary="XML as an object: @name for attributes, #text beside them, `lists` always lists.",
        parameters=(_TEXT, Parameter("lists", "list", default=None)),
        result="object",
        call=_parse_xml,
        examples=(
            Example(
                'parse_xml("<t id=\\"7\\"><tag>x</tag><tag>y</tag><e/></t>")',
                '{t = {"@id" = "7", tag = ["x", "y"], e = null}}',
            ),
            Example('parse_xml("<t><tag>x</tag></t>", lists = ["tag"])', '{t = {tag = ["x"]}}'),
            Example('parse_xml("<!DOCTYPE t><t/>")', fails="without a DOCTYPE"),
            Example('parse_xml("<t>")', fails="well-formed XML"),
        ),
    ),
    Function(
        name="csv_text",
        family="encoding",
        summary="Objects, with their keys as the first row, or lists as CSV; lines end with CR LF.",
        parameters=(Parameter("x", "list"), *_CSV),
        result="text",
        call=_csv_text,
        fuel=tree_fuel,
        examples=(
            Example(
                'csv_text([{a = 1, b = "x,y"}, {a = null}])', '"a,b\\r\\n1,\\"x,y\\"\\r\\n,\\r\\n"'
            ),
            Example('csv_text([["a", true]], separator = ";")', '"a;true\\r\\n"'),
            Example("csv_text([{a = [1]}])", fails="written as text"),
        ),
    ),
    Function(
        name="parse_csv",
        family="encoding",
        summary="The rows of CSV as objects named by the first row, or as lists; all cells text.",
        parameters=(_TEXT, *_CSV),
        result="list",
        call=_parse_csv,
        examples=(
            Example('parse_csv("a,b\\n1,\\"x,y\\"\\n")', '[{a = "1", b = "x,y"}]'),
            Example('parse_csv("1;2", separator = ";", header = false)', '[["1", "2"]]'),
            Example('parse_csv("a,b\\n1")', fails="2 cells in each row"),
        ),
    ),
    Function(
        name="yaml_text",
        family="encoding",
        summary="The value as YAML; texts that look like numbers, dates or Booleans are quoted.",
        parameters=(_VALUE,),
        result="text",
        call=write_yaml,
        fuel=tree_fuel,
        examples=(
            Example('yaml_text({a = [1, "1", "no"]})', "\"a:\\n  - 1\\n  - '1'\\n  - 'no'\\n\""),
            Example("yaml_text([])", '"[]\\n"'),
            Example('yaml_text("x")', '"x\\n"'),
        ),
    ),
)
