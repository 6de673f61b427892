"""Clients of others, unmodified, each in a process of its own.

They are installed by `make test` (`tests/clients/install.py`) into `.venv/clients/`, driven by the
scripts in `tests/clients/`, and tell what they got as JSON on standard output.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from shared_cases import ROOT

INSTALLED = ROOT / ".venv/clients"
SCRIPTS = ROOT / "tests/clients"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class RealClient:
    """A release of a client, and the script that uses it."""

    folder: str
    """Its name and version: ``pyotrs-1.5.3``."""
    script: str

    @property
    def package(self) -> str:
        """Return the name it is imported by."""
        return self.folder.rpartition("-")[0].replace("-", "_")

    def run(self, phase: str, *arguments: str) -> dict[str, Any]:
        """Return what the client said in one phase of its script.

        Skips the test where it is not installed, or cannot be on this Python.
        """
        home = INSTALLED / self.folder
        reason = home / "not-installed.txt"
        if reason.is_file():
            pytest.skip(reason.read_text(encoding="utf-8"))
        if not (home / "requirements.lock").is_file():
            pytest.skip(f"{self.folder} is not installed: `make test` does it")
        # With -S nothing of the project's own environment is there to be imported by mistake.
        done = subprocess.run(
            [sys.executable, "-S", str(SCRIPTS / self.script), phase, *arguments],
            env={**os.environ, "PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report


def client_file(folder: Path, client: RealClient) -> Path:
    """Return a folder for what a client keeps between calls."""
    kept = folder / client.folder
    kept.mkdir(exist_ok=True)
    return kept
