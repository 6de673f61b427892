"""Looks for differences between fast path and closure tree for as long as one likes.

    make fuzz                     100,000 damaged inputs for each mapping, 20,000 drawn mappings
    make fuzz INPUTS=5000 DRAWN=0 SEED=7

Each difference is printed with the mapping and the input; the run ends with 1 if there was one. A
difference becomes a case of its own in `tests/dsl/test_fast_path.py` before it is mended.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))

from damaged_runs import run_damaged, run_drawn
from fast_path_oracle import DifferenceError
from repository_mappings import repository_mappings

_STEP = 5_000
"""Inputs, or drawn mappings times ten, between two lines of progress."""


def main() -> int:
    """Run as the command line says, and return how the process ends."""
    options = _options()
    differences = 0
    start = time.monotonic()
    for mapping in repository_mappings():
        seen: Counter[str] = Counter()
        for step in range(0, options.inputs, _STEP):
            count = min(_STEP, options.inputs - step)
            try:
                seen += run_damaged(mapping, count, options.seed + step)
            except DifferenceError as error:
                differences += 1
                print(f"\n{mapping.name}, seed {options.seed + step}:\n{error}\n")
            _progress(f"{mapping.name}: {step + count:,} inputs, {_shares(seen)}", start)
        print()
    clean: Counter[str] = Counter()
    damaged: Counter[str] = Counter()
    for seed in range(options.seed, options.seed + options.drawn):
        try:
            one, other = run_drawn(seed, inputs=10)
        except DifferenceError as error:
            differences += 1
            print(f"\ndrawn mapping, seed {seed}:\n{error}\n")
            continue
        clean += one
        damaged += other
        done = seed - options.seed + 1
        if done % (_STEP // 10) == 0 or done == options.drawn:
            shares = f"{_shares(clean)}; damaged: {_shares(damaged)}"
            _progress(f"drawn mappings: {done:,}, {shares}", start)
    print(f"\n{differences} differences")
    return 1 if differences else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--drawn", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    return options


def _progress(text: str, start: float) -> None:
    print(f"\r{time.monotonic() - start:6.0f} s  {text}", end="", flush=True)


def _shares(seen: Counter[str]) -> str:
    total = seen.total() or 1
    return ", ".join(f"{word} {count * 100 // total} %" for word, count in sorted(seen.items()))


if __name__ == "__main__":
    sys.exit(main())
