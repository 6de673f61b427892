"""Data as the reference's dumper writes them."""

from decimal import Decimal

from engine.model.perl_dump import perl_dump


def test_a_structure_is_written_with_sorted_keys_and_an_indent() -> None:
    value = {"b": [1, "1", Decimal("1.5"), None, [], {}], "a": {"it's": "a\\b"}, "c": 12345678901}

    assert perl_dump(value) == (
        "$VAR1 = {\n"
        "  'a' => {\n"
        "    'it\\'s' => 'a\\\\b'\n"
        "  },\n"
        "  'b' => [\n"
        "    1,\n"
        "    '1',\n"
        "    '1.5',\n"
        "    undef,\n"
        "    [],\n"
        "    {}\n"
        "  ],\n"
        "  'c' => '12345678901'\n"
        "};\n"
    )


def test_booleans_are_the_numbers_they_stand_for() -> None:
    assert perl_dump([True, False]) == "$VAR1 = [\n  1,\n  0\n];\n"
