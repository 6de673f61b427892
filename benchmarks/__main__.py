"""`make bench`: runs the parts named, or all, and writes each one's section of the results."""

import argparse
import importlib
import pkgutil
import platform
import sys
from pathlib import Path

from benchmarks import parts
from benchmarks.part import Part, Section
from benchmarks.results import with_section

_RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Measure, write the results, and end with 1 when a limit does not hold."""
    names = [module.name for module in pkgutil.iter_modules(parts.__path__)]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(names))
    chosen = parser.parse_args().parts or names
    for name in chosen:
        if name not in names:
            parser.error(f"there is no part {name}; there are {', '.join(names)}")
    sections = [_measure(name) for name in chosen]
    if not all(section.holds for section in sections):
        raise SystemExit(1)


def _measure(name: str) -> Section:
    part: Part = importlib.import_module(f"benchmarks.parts.{name}").PART
    section = part.run(_report)
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}."
    body = f"{machine}\n\n{section.text}"
    before = _RESULTS.read_text(encoding="utf-8") if _RESULTS.exists() else ""
    _RESULTS.write_text(with_section(before, part.title, body), encoding="utf-8")
    sys.stdout.write(f"## {part.title}\n\n{body}\n\n")
    return section


def _report(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
