"""How far long work is, drawn where somebody looks on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class Bars:
    """A bar for each step."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._step: TaskID | None = None

    def begin(self, what: str, total: int) -> None:
        """Draw a bar for the next step."""
        if self._step is not None:
            self._progress.update(self._step, visible=False)
        self._step = self._progress.add_task(what, total=total)

    def advance(self, parts: int) -> None:
        """Let the bar grow."""
        if self._step is not None:
            self._progress.advance(self._step, parts)


@contextmanager
def bars() -> Iterator[Bars]:
    """Draw bars on standard error while the block runs, where that is a terminal."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with progress:
        yield Bars(progress)
