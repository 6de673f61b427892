"""The difference of two texts of a service, for people."""

import difflib

from dsl.diagnostics import CompileError
from engine.configuration.secret_mask import masked_text

_ONLY_SECRETS = "only secrets differ, which are not shown\n"


def text_diff(before: str, after: str, before_name: str, after_name: str) -> str:
    """Return a unified diff with secrets blotted out, empty for equal texts."""
    if before == after:
        return ""
    lines = difflib.unified_diff(
        _lines(before), _lines(after), before_name, after_name, lineterm=""
    )
    return "".join(f"{line}\n" for line in lines) or _ONLY_SECRETS


def _lines(text: str) -> list[str]:
    try:
        return masked_text(text).splitlines()
    except CompileError:
        # Stored by an older version that read more than this one does: better nothing than secrets.
        return ["(a text that is not read any more)"]
