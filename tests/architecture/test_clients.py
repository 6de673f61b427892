"""The clients that the tests drive: what their lock files hold, and who cannot be installed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from shared_cases import ROOT

CLIENTS = ROOT / "tests/clients"
FOLDERS = sorted(file.parent for file in CLIENTS.glob("*/requirements.in"))
EVERY = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def test_there_are_six() -> None:
    assert [folder.name for folder in FOLDERS] == [
        "otobo-5.0.0", "otobo-znuny-1.4.1", "pyotrs-0.12.7", "pyotrs-1.5.3", "pyznuny-1.1.0",
        "znuny-5.0.0",
    ]  # fmt: skip


@EVERY
def test_a_folder_is_named_for_the_release_that_it_pins(folder: Path) -> None:
    package, _, version = folder.name.rpartition("-")
    lines = (folder / "requirements.in").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not line.startswith("#")] == [f"{package}=={version}"]


@EVERY
def test_every_package_of_a_lock_has_its_hashes_and_no_lock_names_a_host(folder: Path) -> None:
    lock = (folder / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"(?m)^(?=[a-z0-9])", lock)[1:]

    assert f"{folder.name.rpartition('-')[0]}=={folder.name.rpartition('-')[2]} " in lock
    assert [each for each in packages if "--hash=sha256:" not in each] == []
    assert "://" not in lock
    assert "index-url" not in lock


def test_a_client_that_wants_another_python_is_left_out_with_the_reason(tmp_path: Path) -> None:
    source = tmp_path / "clients/old-1.0"
    source.mkdir(parents=True)
    (source / "requirements.in").write_text("# python >=2.7,<3\nold==1.0\n")
    (source / "requirements.lock").write_text("old==1.0 --hash=sha256:00\n")
    targets = tmp_path / "targets"

    install = [sys.executable, CLIENTS / "install.py", tmp_path / "clients", targets]
    subprocess.run(install, check=True)

    reason = (targets / "old-1.0/not-installed.txt").read_text()
    assert reason == "old-1.0 wants Python <3,>=2.7"


def test_a_client_that_cannot_be_installed_ends_the_run(tmp_path: Path) -> None:
    source = tmp_path / "clients/none-1.0"
    source.mkdir(parents=True)
    (source / "requirements.in").write_text("none==1.0\n")
    (source / "requirements.lock").write_text("none @ file:///nowhere\n")

    install = [sys.executable, CLIENTS / "install.py", tmp_path / "clients", tmp_path / "targets"]
    ended = subprocess.run(install, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "none-1.0 was not installed" in ended.stderr
    assert not (tmp_path / "targets/none-1.0/requirements.lock").exists()
