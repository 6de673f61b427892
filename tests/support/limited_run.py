"""Runs a mapping in a process of its own that may not take more than so much time and memory."""

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

CPU_SECONDS = 2
"""Of compiling and running together, beyond what the start of Python takes."""
MEMORY_BYTES = 200 * 1024 * 1024
"""Beyond what the loaded language takes."""


@dataclass(frozen=True)
class Ending:
    """How a run ended: `ok`, `fault` or `refused` with codes, or how the process died."""

    word: str
    codes: tuple[str, ...] = ()
    fallbacks: int = 0


def run_limited(text: str, value: Any = None) -> Ending:
    """Compile and run a mapping under the limits above."""
    # The child is this file: nothing of the test run is in its memory.
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps({"text": text, "value": value}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode < 0:
        return Ending(f"killed by signal {-done.returncode}")
    if done.returncode:
        return Ending(done.stderr.strip().splitlines()[-1])
    found = json.loads(done.stdout)
    return Ending(found["word"], tuple(found["codes"]), found["fallbacks"])


def _child() -> None:
    import resource  # not there on every system that can run the other tests
    from math import ceil
    from pathlib import Path

    import dsl
    from dsl.generating.evaluation import FastEvaluation

    dsl.compile("a = .x | upper").run({"x": "warm"})
    given = json.load(sys.stdin)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = ceil(used.ru_utime + used.ru_stime + CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    fallbacks = 0
    try:
        program = dsl.compile(given["text"])
        try:
            program.run(given["value"])
            word, codes = "ok", []
        except dsl.MappingFault as fault:
            word, codes = "fault", sorted({error.code for error in fault.errors})
        evaluation: Any = program._evaluation
        fallbacks = evaluation.fallbacks if isinstance(evaluation, FastEvaluation) else -1
    except dsl.CompileError as error:
        word, codes = "refused", sorted({finding.code for finding in error.diagnostics})
    json.dump({"word": word, "codes": codes, "fallbacks": fallbacks}, sys.stdout)


if __name__ == "__main__":
    _child()
