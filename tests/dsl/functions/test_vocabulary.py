"""The vocabulary is what the language promises: no name is forgotten, and none is extra."""

import pytest

from dsl.functions._discover import collect, discover
from dsl.functions._function import REQUIRED, Function
from dsl.kinds import TYPE_WORDS

FAMILIES = {
    "text": """concat trim trim_start trim_end lower upper casefold capitalize title replace split
        join lines words length slice truncate truncate_bytes pad_start pad_end repeat reverse
        starts_with ends_with contains index_of strip_prefix strip_suffix slug normalize indent
        dedent wrap html_escape html_unescape html_to_text markdown_escape xml_escape""",
    "regex": "matches capture captures replace_regex split_regex",
    "number": """number integer decimal float round floor ceiling abs sign min max clamp power
        modulo format_number parse_number percent""",
    "list": """count first last take skip nth reverse sort unique flatten zip chunk window includes
        index_of compact sum average median min_by max_by group count_by index_by partition any
        all range""",
    "object": """keys values entries from_entries merge pick omit rename_keys map_keys map_values
        get has path set_path""",
    "date": """date time datetime local_datetime parse_date format_date iso year month day weekday
        week""",
    "encoding": """base64_encode base64_decode base64_decode_text hex_encode hex_decode url_encode
        url_decode query_encode query_decode json_text parse_json xml_text parse_xml csv_text
        parse_csv yaml_text""",
    "type": "text boolean type_of is_text is_number is_list is_object blank coalesce fail",
}
FUNCTIONS = discover()
TYPES = {*TYPE_WORDS, "function"}


def test_vocabulary_is_exactly_the_listed_families() -> None:
    listed = {name for names in FAMILIES.values() for name in names.split()}

    ours = {name for name, function in FUNCTIONS.items() if function.family in FAMILIES}

    assert ours == listed


@pytest.mark.parametrize("family", FAMILIES)
def test_each_function_stands_in_a_family_that_lists_it(family: str) -> None:
    declared = {name for name, function in FUNCTIONS.items() if function.family == family}

    assert declared <= set(FAMILIES[family].split())


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_each_declaration_is_complete(function: Function) -> None:
    assert function.summary.endswith(".")
    assert "\n" not in function.summary
    assert len(function.examples) >= 2
    assert all(bool(example.gives) != bool(example.fails) for example in function.examples)
    assert all(function.name in example.expression for example in function.examples)
    assert set(function.result.split("|")) <= TYPES
    for parameter in function.parameters:
        assert set(parameter.type.split("|")) <= TYPES


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_required_parameters_come_first_and_variadic_ones_last(function: Function) -> None:
    fixed = [parameter for parameter in function.parameters if not parameter.variadic]
    is_required = [parameter.default is REQUIRED for parameter in fixed]

    assert is_required == sorted(is_required, reverse=True)
    assert function.parameters[: len(fixed)] == tuple(fixed)
    assert len({parameter.name for parameter in function.parameters}) == len(function.parameters)


def test_discover_reads_the_modules_once() -> None:
    assert discover() is FUNCTIONS


def test_a_name_declared_twice_is_refused() -> None:
    from dsl.functions import text

    with pytest.raises(ValueError, match=r"dsl\.functions\.text declares trim a second time"):
        collect(iter([text, text]))


def test_a_signature_reads_as_one_would_write_it() -> None:
    assert FUNCTIONS["truncate"].signature == 'truncate(x: text, length: integer, end: text = "")'
    assert FUNCTIONS["concat"].signature == "concat(x: sequence, ...more: sequence)"
    assert FUNCTIONS["get"].signature == "get(x: object, key: text, default: any = missing)"
