"""How long a mapping takes to compile, and how long when it has been compiled before."""

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import dsl
from benchmarks.mapping import ours

LINES: Final = 50


@contextmanager
def from_cache(text: str) -> Iterator[Callable[[], dsl.Program]]:
    """Give a function that compiles what has been compiled before.

    The one place that knows how a cache is handed to the compiler.
    """
    with TemporaryDirectory() as folder:
        cache = dsl.FolderCache(Path(folder))
        dsl.compile(text, name="cached.tie", cache=cache)
        yield lambda: dsl.compile(text, name="cached.tie", cache=cache)


def sample() -> str:
    """Return a mapping of 50 lines: the tables and the ticket of task b."""
    ticket, _, _ = ours.source("b").partition("Article {")
    text = f"{ticket}Article {{\n  Subject = f.summary\n}}\n"
    if text.count("\n") != LINES:
        raise ValueError(f"the sample has {text.count(chr(10))} lines, not {LINES}")
    return text


def cold_milliseconds(rounds: int) -> float:
    """Return the median of compiling a text that was never seen, the grammar being loaded."""
    text = sample()
    dsl.compile(text)
    numbers = itertools.count()
    return _median_milliseconds(lambda: dsl.compile(f"{text}# {next(numbers)}\n"), rounds)


def cached_milliseconds(rounds: int) -> float:
    """Return the median of compiling the same text again."""
    with from_cache(sample()) as compile_again:
        return _median_milliseconds(compile_again, rounds)


def _median_milliseconds(run: Callable[[], object], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        spent.append((time.perf_counter() - start) * 1e3)
    return statistics.median(spent)
