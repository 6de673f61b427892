"""What an installed wheel carries: code and everything that is read beside it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from shared_cases import ROOT

PACKAGES = ("engine", "dsl", "transports", "stdlib_mappings", "grammar")


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the wheel and return the names in it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_every_file_of_the_packages_is_carried(carried: set[str]) -> None:
    files = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()

    assert {"grammar/tie.lark", "stdlib_mappings/__init__.py"} <= set(files)
    assert [name for name in files if Path(ROOT, name).exists() and name not in carried] == []


def test_nothing_else_is_importable(carried: set[str]) -> None:
    roots = {name.split("/")[0] for name in carried if ".dist-info" not in name}

    assert roots == set(PACKAGES)
