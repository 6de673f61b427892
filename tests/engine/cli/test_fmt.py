"""`crosstie fmt`, as a person types it: what is written, what is only told, and exit codes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from shared_cases import ROOT
from typer.testing import CliRunner, Result

from engine.cli.main import build

Fmt = Callable[..., Result]
LOOSE = "a=1\nlonger =.b|trim # why\n"
TIDY = "a      = 1\nlonger = .b | trim  # why\n"
SERVICE = """\
# A service, with its own way to write YAML.
Provider:
    Operation:
        One:   {Type: Test::Test}
        Two:
            Type: Test::Test
            MappingInbound:
                Type: Tie
                Config:
                    Source: |

                        A {
                        b=1
                        }

            MappingOutbound: &out
                Type:   Tie   # kept
                Config:
                    Source: |-
                      ....x
                    Other: |
                      a=1
        Three: {Type: Test::Test, MappingInbound: *out, MappingOutbound: {Type: Simple}}
"""


@pytest.fixture
def fmt() -> Fmt:
    """Return the command."""

    def run(*words: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(build(), ["fmt", *words], input=input, catch_exceptions=False)

    return run


def test_a_mapping_is_rewritten_once(fmt: Fmt, tmp_path: Path) -> None:
    file = tmp_path / "a.tie"
    file.write_text(LOOSE)

    first, second = fmt(str(file)), fmt(str(file))

    assert file.read_text() == TIDY
    assert (first.exit_code, first.stdout, first.stderr) == (0, "", "1 changed, 0 unchanged\n")
    assert second.stderr == "0 changed, 1 unchanged\n"


def test_check_names_the_files_and_writes_nothing(fmt: Fmt, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    loose, tidy = tmp_path / "sub/loose.tie", tmp_path / "tidy.tie"
    loose.write_text(LOOSE)
    tidy.write_text(TIDY)

    both, one = fmt("--check", str(tmp_path)), fmt("--check", str(tidy))

    assert (both.exit_code, both.stdout) == (1, f"{loose}\n")
    assert both.stderr == "1 would change, 1 unchanged\n"
    assert (one.exit_code, one.stdout) == (0, "")
    assert loose.read_text() == LOOSE


def test_diff_shows_the_lines_and_writes_nothing(fmt: Fmt, tmp_path: Path) -> None:
    file = tmp_path / "a.tie"
    file.write_text("a=1\nb = 2")

    result = fmt("--diff", str(file))

    assert result.exit_code == 0
    assert result.stdout == (
        f"--- {file}\n+++ {file}\n@@ -1,2 +1,2 @@\n-a=1\n-b = 2\n\\ No newline at end of file\n"
        "+a = 1\n+b = 2\n"
    )
    assert file.read_text() == "a=1\nb = 2"


def test_standard_input_goes_to_standard_output(fmt: Fmt) -> None:
    told = fmt("-", input=LOOSE)
    checked = fmt("--check", "-", input=LOOSE)

    assert (told.exit_code, told.stdout, told.stderr) == (0, TIDY, "")
    assert (checked.exit_code, checked.stdout) == (1, "-\n")
    assert fmt("-", input=b"\xff").exit_code == 1


def test_a_slip_is_shown_and_the_other_files_are_written(fmt: Fmt, tmp_path: Path) -> None:
    bad, good = tmp_path / "a.tie", tmp_path / "b.tie"
    bad.write_text("a = (")
    good.write_text(LOOSE)

    result = fmt(str(tmp_path))

    assert result.exit_code == 1
    assert f"--> {bad}:1:5" in result.stderr
    assert result.stderr.endswith("1 changed, 0 unchanged, 1 failed\n")
    assert (bad.read_text(), good.read_text()) == ("a = (", TIDY)


def test_only_the_mappings_of_a_service_file_change(fmt: Fmt, tmp_path: Path) -> None:
    file = tmp_path / "s.yml"
    file.write_text(SERVICE.replace("....x", "a=.b"))

    assert fmt(str(file)).exit_code == 0

    wanted = SERVICE.replace(
        "Source: |\n\n                        A {\n                        b=1\n",
        "Source: |\n                        A {\n                          b = 1\n",
    )
    assert file.read_text() == wanted.replace("....x", "a = .b")


def test_a_slip_inside_a_service_file_is_shown_there(fmt: Fmt, tmp_path: Path) -> None:
    file = tmp_path / "s.yml"
    file.write_text(SERVICE.replace("b=1", "b=("))

    result = fmt(str(file))

    assert result.exit_code == 1
    assert f"--> {file}:13:27" in result.stderr


def test_a_folder_may_hold_yaml_of_any_kind(fmt: Fmt, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("{{ no: yaml")

    assert fmt(str(tmp_path)).stderr == "0 changed, 1 unchanged\n"


def test_other_files_are_wrong_usage(fmt: Fmt, tmp_path: Path) -> None:
    assert fmt(str(tmp_path / "a.txt")).exit_code == 2
    assert fmt(str(tmp_path / "none.tie")).exit_code == 1
    assert fmt().exit_code == 2


def test_the_mappings_of_the_repository_are_in_the_style(fmt: Fmt) -> None:
    result = fmt("--check", str(ROOT / "stdlib_mappings"), str(ROOT / "examples"))

    assert (result.exit_code, result.stdout) == (0, "")
