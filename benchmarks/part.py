"""What a part of `make bench` declares: one module in `benchmarks/parts/`, one `PART` in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Report: TypeAlias = Callable[[str], None]
"""Takes a line that tells how far the measurement is."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a part found: Markdown below its title, and whether every limit holds."""

    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the benchmarks. Its module's name is its name on the command line."""

    title: str
    """The heading of its section in the results."""
    run: Callable[[Report], Section]
