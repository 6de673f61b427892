"""Sends recorded conversations at a running server with the tool of the shared folder."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from shared_cases import shared_folder


def differences_of(url: str, group: str, folder: Path) -> dict[str, Any]:
    """Return for each record of a group what differs, empty where nothing does.

    `folder` is for the tool's report.
    """
    report = folder / "report.json"
    tool = shared_folder() / "tools/replay_golden.py"
    file = shared_folder() / f"cases/golden/{group}.json"
    subprocess.run(
        [sys.executable, str(tool), url, str(file)],
        env={**os.environ, "OUT": str(report)},
        check=False,
        capture_output=True,
        timeout=300,
    )
    return {each["id"]: each["why"] for each in json.loads(report.read_text())}
