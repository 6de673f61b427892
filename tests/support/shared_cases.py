"""Recorded cases beside the project: read where they lie, skipped where they are absent."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_folder() -> Path:
    """Return the folder of design, references and cases, whether it exists or not."""
    return Path(os.environ.get("CROSSTIE_SHARED", ROOT.parent / "shared"))


def cases(relative_path: str) -> Any:
    """Return a case file below `cases/`, or skip what is being collected."""
    path = shared_folder() / "cases" / relative_path
    if not path.is_file():
        pytest.skip(f"no {relative_path}: the shared cases are not here", allow_module_level=True)
    return json.loads(path.read_text(encoding="utf-8"))
