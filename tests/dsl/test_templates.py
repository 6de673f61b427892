"""Template files: one vocabulary with the language, and no way out of it."""

import json
import re
import subprocess
import sys
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

import dsl
from dsl.functions._discover import discover
from dsl.functions._function import Example
from dsl.kinds import TESTS
from dsl.source import Source
from dsl.templates.file import MAX_CHARACTERS, read_template

HOSTILE = json.loads((Path(__file__).parent / "hostile_templates.json").read_text("utf-8"))
"""For each row of threats the templates that try it; each ends in a finding or a fault."""


def program(template: str, text: str = 'a = template from "t.j2"') -> dsl.Program:
    return dsl.compile(text, load=lambda _: template.encode())


def render(template: str, value: Any) -> Any:
    return program(template).run(value)["a"]


def outcome(template: str, value: Any) -> str:
    """Return the code of what stopped a template."""
    try:
        render(template, value)
    except dsl.CompileError as error:
        return error.diagnostics[0].code
    except dsl.MappingFault as fault:
        return fault.errors[0].code
    return "nothing"


# ---------------------------------------------------------------- one vocabulary


@pytest.mark.parametrize("name", discover())
def test_every_function_is_a_filter_and_a_function(name: str) -> None:
    for text in (f"{{{{ x | {name} }}}}", f"{{{{ {name}(x) }}}}"):
        _, slips = read_template(Source("t.j2", text))

        assert all(slip.code != "template-name" for slip in slips)


@pytest.mark.parametrize("name", discover())
def test_a_function_is_a_test_if_it_yields_a_boolean(name: str) -> None:
    _, slips = read_template(Source("t.j2", f"{{{{ x is {name} }}}}"))

    is_test = all(slip.code != "template-name" for slip in slips)
    assert is_test is (discover()[name].result == "boolean" or name in TESTS)


EXAMPLES = [
    example
    for function in discover().values()
    for example in function.examples
    if example.gives
    and "\\" not in example.expression
    and read_template(Source("t.j2", f"{{{{ {example.expression} }}}}"))[0]
]
"""Those that are expressions of Jinja too: no lambdas, patterns, ``{{ }}`` and escapes in text."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.expression)
def test_an_example_gives_the_same_in_a_template(example: Example) -> None:
    value = dsl.compile(f"result {example.gives}").run({}) if example.gives != "missing" else None
    expected = dsl.compile("result .x | json_text").run({"x": value})

    expression = re.sub(r"\bnull\b", "none", example.expression)
    found = render(f"{{{{ ({expression}) | default(none) | json_text }}}}", {})

    assert found == expected


def test_most_examples_are_tried() -> None:
    assert len(EXAMPLES) > 200


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.10", "1.10"),
        ("1.5E3", "1.5E+3"),
        ("true", "true"),
        ("12345678901234567890123", "12345678901234567890123"),
        ('"é"', "é"),
    ],
)
def test_values_are_written_as_in_the_language(value: str, text: str) -> None:
    body = f'{{"x": {value}}}'.encode()
    mapping = 'a = template from "t.j2"\nb = "{{ .x }}"\nc = """{% if true %}{{ .x }}{% endif %}"""'

    output = json.loads(program("{{ x }}", mapping).run_bytes(body))

    assert output == {"a": text, "b": text, "c": text}


# ---------------------------------------------------------------- scope


def test_a_template_sees_the_names_where_it_is_called() -> None:
    mapping = """
    fn line(item, n) = template from "t.j2"
    let items = .items
    lines = for item, n in items => template from "t.j2"
    more = for x, i in items => line(x, i)
    """
    output = program("{{ item.name }}{{ n + 1 }}", mapping).run({"items": [{"name": "a"}] * 2})

    assert output == {"lines": ["a1", "a2"], "more": ["a1", "a2"]}


def test_any_field_may_be_a_variable() -> None:
    names = [
        "answer",
        "variables",
        "self_",
        "context",
        "environment",
        "name",
        "title",
        "v0",
        "range",
    ]
    template = "".join(f"{{{{ {name} }}}}," for name in names)

    assert render(template, dict(zip(names, "abcdefghi", strict=True))) == "a,b,c,d,e,f,g,h,i,"


def test_a_name_that_only_a_template_reads_is_used() -> None:
    mapping = 'let total = 1\na = template from "t.j2"'

    assert program("{{ total }}", mapping).warnings == ()
    assert [one.code for one in program("", mapping).warnings] == ["unused-let"]


def test_a_library_function_whose_template_reads_the_input_is_refused() -> None:
    files = {"lib.tie": b'fn f(x) = template from "t.j2"', "t.j2": b"{{ x }}{{ y }}"}

    with pytest.raises(dsl.CompileError, match="open-import"):
        dsl.compile('use "lib.tie" (f)\na = f(1)', load=files.__getitem__)


def test_a_used_file_brings_its_templates() -> None:
    files = {"lib.tie": b'fn f(x) = template from "t.j2"', "t.j2": b"<{{ x }}>"}

    assert dsl.compile('use "lib.tie" (f)\na = f(1)', load=files.__getitem__).run({}) == {
        "a": "<1>"
    }


# ---------------------------------------------------------------- limits


def test_a_template_that_is_too_long_is_a_finding() -> None:
    assert outcome("x" * (MAX_CHARACTERS + 1), {}) == "template-too-long"


@pytest.mark.parametrize(
    "template",
    [
        "{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}",
        "{{ 1" + " + 1" * 3_000 + " }}",
        "{{ x" + ".x" * 3_000 + " }}",
        "{{ x" + " | text" * 3_000 + " }}",
        "{% if x %}" * 500 + "{% endif %}" * 500,
        "{% for x in y %}" * 30 + "{% endfor %}" * 30,
        "{% if x %}" + "{% elif x %}" * 4_000 + "{% endif %}",
        "{{ " + "not " * 3_000 + "x }}",
        "{{ " + "[" * 3_000 + "]" * 3_000 + " }}",
    ],
    ids=["parentheses", "sum", "path", "pipe", "if", "for", "elif", "not", "list"],
)
def test_a_template_that_is_too_deep_is_a_finding(template: str) -> None:
    assert outcome(template, {}) == "template-too-deep"


def test_a_number_beyond_reading_is_a_finding() -> None:
    assert outcome("{{ " + "9" * 5_000 + " }}", {}) == "template-syntax"


def test_a_file_that_is_not_text_is_a_finding() -> None:
    with pytest.raises(dsl.CompileError, match="file-not-text"):
        dsl.compile('a = template from "t.j2"', load=lambda _: b"\xff")


def test_a_loop_over_a_usual_input_ends() -> None:
    rows = [{"name": "a", "price": 1, "kind": "x", "ok": True} for _ in range(20_000)]
    template = "{% for r in rows if r.ok %}{{ r.name | upper }};{{ r.price * 2 }}\n{% endfor %}"

    assert len(render(template, {"rows": rows})) == 20_000 * 4


# ---------------------------------------------------------------- threats


@pytest.mark.parametrize(
    ("threat", "template"),
    [(threat, template) for threat, templates in HOSTILE.items() for template in templates],
)
def test_a_hostile_template_never_gives_output(threat: str, template: str) -> None:
    assert outcome(template, {"xs": list(range(1_000)), "s": "x" * 1_000}) in {
        "template-attribute", "template-name", "template-feature", "template-syntax",
        "template-arguments", "template-too-deep", "too-much-work", "wrong-value", "needs-value",
    }, threat  # fmt: skip


def test_hostile_templates_stay_within_200_mb() -> None:
    found = subprocess.run(
        [sys.executable, "-c", _UNDER_LIMIT], capture_output=True, text=True, check=False,
        input=json.dumps([one for templates in HOSTILE.values() for one in templates]),
    )  # fmt: skip

    assert (found.stdout.strip(), found.stderr) == ("all ended", "")


_UNDER_LIMIT = """
import json, resource, sys
from contextlib import suppress
import dsl

def run(template):
    with suppress(dsl.CompileError, dsl.MappingFault):
        program = dsl.compile('a = template from "t.j2"', load=lambda _: template.encode())
        program.run({"xs": list(range(1000)), "s": "x" * 1000})
        raise AssertionError(template)

run("{{ gone }}")
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 200_000_000,) * 2)
for template in json.load(sys.stdin):
    run(template)
print("all ended")
"""


def test_an_input_list_does_not_change() -> None:
    value = {"xs": [1, 2]}

    assert outcome("{{ xs.append(3) }}", value) == "template-feature"
    assert render("{% set xs = xs + [3] %}{{ xs | join(',') }}", value) == "1,2,3"
    assert value == {"xs": [1, 2]}


def test_keys_with_signs_are_data() -> None:
    value = {"attributes": {"a b": 1, "c>": 2, "__class__": "x", "_id": 7}}

    assert render('{{ attributes["__class__"] }}{{ attributes["_id"] }}', value) == "x7"
    assert render("{% for key in attributes %}{{ key | xml_escape }};{% endfor %}", value) == (
        "a b;c&gt;;__class__;_id;"
    )


def test_the_name_of_a_file_reaches_no_code() -> None:
    name = "a{{ 1 }}'\"\n{% raw %}.j2"
    mapping = f"a = template from {json.dumps(name)}".replace("{{", "\\{{").replace("{%", "\\{%")

    assert dsl.compile(mapping, load=lambda _: b"{{ 1 }}").run({}) == {"a": "1"}


@pytest.mark.parametrize("rounds", [1, 50])
def test_a_program_runs_in_many_threads(rounds: int) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ready = program(
        "{% for x in xs %}{% set y = x * 2 %}{{ y }},{% endfor %}",
        'a = template from "t.j2"\n'
        'b = """{% for x in .xs %}{% set y = x * 2 %}{{ y }},{% endfor %}"""',
    )
    inputs = [{"xs": list(range(i, i + 50))} for i in range(8 * rounds)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ready.run, inputs))

    for value, output in zip(inputs, found, strict=True):
        expected = "".join(f"{x * 2}," for x in value["xs"])
        assert output == dict(zip("ab", repeat(expected, 2), strict=True))
