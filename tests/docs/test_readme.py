"""What the README shows is what happens."""

import json
import re
from pathlib import Path

import pytest
from shared_cases import ROOT
from typer.testing import CliRunner

import dsl
from dsl.testing import run_examples
from engine.cli.main import build

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:\w*)\n(.*?)```", README, re.DOTALL)
SAMPLE = next(block for block in BLOCKS if block.startswith("mapping issue_to_ticket"))


def test_the_mapping_compiles_and_passes_its_example() -> None:
    program = dsl.compile(SAMPLE, name="issue.tie")

    [result] = run_examples(program)
    assert result.passed
    assert program.warnings == ()


def test_the_failed_run_is_drawn_as_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [shown] = [block for block in BLOCKS if block.startswith("$ crosstie map")]
    monkeypatch.chdir(tmp_path)
    Path("issue.tie").write_text(SAMPLE)
    issue = {"key": "A-1", "fields": {"summary": "Door", "labels": None, "comments": []}}
    Path("issue.json").write_text(json.dumps(issue))

    result = CliRunner().invoke(build(), ["map", "issue.tie", "issue.json"])

    assert result.exit_code == 1
    assert result.stderr.strip() == shown.partition("\n")[2].strip()


def test_the_service_shown_is_part_of_the_example_service() -> None:
    [shown] = [block for block in BLOCKS if "TicketFromIssue:" in block]
    example = (ROOT / "examples/services/Jira.yml").read_text(encoding="utf-8")
    lines = [re.sub(r"\s+", " ", line.strip()) for line in example.splitlines()]

    mapping = [re.sub(r"\s+", " ", line.strip()) for line in shown.partition("|\n")[2].splitlines()]
    assert [line for line in mapping if "Queue" in line and line not in lines] == []


def test_the_program_in_python_gives_what_the_comment_says() -> None:
    program = dsl.compile('Title = "[{{ .key }}] {{ .summary }}"')

    assert program.run({"key": "A-1", "summary": "Door"}) == {"Title": "[A-1] Door"}
    assert "# {'Title': '[A-1] Door'}" in README


def test_the_commands_named_are_those_there_are() -> None:
    named = set(re.findall(r"crosstie (\w+)", README)) - {"COMMAND"}
    there = {command.name for command in build().registered_commands}
    there |= {group.name for group in build().registered_groups}

    assert there <= named | {"user", "customer", "key"}
    assert named - there == set()
