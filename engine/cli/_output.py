"""How commands speak: results to standard output in the asked form, findings to standard error."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Final, NoReturn

import msgspec
import yaml
from rich.console import Console
from rich.table import Table

import dsl
from dsl.values import Value, encode_json


class Format(Enum):
    """The forms of a result."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"


_UNBROKEN: Final = 100_000


def show_rows(rows: Sequence[Mapping[str, object]], form: Format) -> None:
    """Print rows of the same keys as a table, or as a list of objects."""
    if form is not Format.TABLE:
        show_value([{key: _plain(cell) for key, cell in row.items()} for row in rows], form)
        return
    if not rows:
        say("nothing found")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in rows[0]:
        table.add_column(key.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(
            *(printable("" if cell is None else str(_plain(cell))) for cell in row.values())
        )
    width = None if sys.stdout.isatty() else _UNBROKEN  # programs read lines: no cell may wrap
    Console(width=width, markup=False, highlight=False).print(table)


def show_value(value: Value, form: Format) -> None:
    """Print one value as JSON (also for `table`) or YAML."""
    if form is Format.YAML:
        text = yaml.dump(
            _simple(value), Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False
        )
        sys.stdout.write(text)
        return
    sys.stdout.write(pretty_json(value) + "\n")


def pretty_json(value: Value) -> str:
    """Return JSON with two-space indentation; numbers stay exact."""
    return msgspec.json.format(encode_json(value), indent=2).decode()


def write(text: str) -> None:
    """Print text as it is, with a line end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say(text: str) -> None:
    """Tell the user something that is not the result, on standard error."""
    sys.stderr.write(text + "\n")


def draw_all(findings: Iterable[dsl.Diagnostic]) -> None:
    """Draw diagnostics to standard error."""
    for finding in findings:
        sys.stderr.write(dsl.draw(finding) + "\n")


def fail(message: str, help: str = "", code: int = 1) -> NoReturn:
    """End the command: one line that says what is wrong, one that says what to do."""
    say(f"error: {message}")
    if help:
        say(f" = help: {help}")
    raise SystemExit(code)


def printable(text: str) -> str:
    """Return the text with control characters escaped, so that data cannot steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\u{ord(c):04x}" for c in text)


def _plain(cell: object) -> Value:
    if isinstance(cell, Enum):
        return str(cell.value)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if cell is None or isinstance(cell, str | int | bool | Decimal | list | dict):
        return cell
    return str(cell)


def _simple(value: Value) -> object:
    """Return the value with exact decimals as YAML's own numbers."""
    if isinstance(value, dict):
        return {key: _simple(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_simple(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
