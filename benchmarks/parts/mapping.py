"""Mappings in Tie against Python by hand and against other mapping languages."""

from pathlib import Path
from typing import Final

from benchmarks.mapping.document import document
from benchmarks.mapping.figures import measure
from benchmarks.mapping.limits import limits
from benchmarks.mapping.picture import picture
from benchmarks.part import Part, Report, Section

PICTURE: Final = Path(__file__).parents[2] / "docs" / "pictures" / "mapping-speed.svg"


def _run(report: Report) -> Section:
    figures = measure(report)
    rows = limits(figures)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture(figures), encoding="utf-8")
    return Section(document(figures, rows), all(row.holds for row in rows))


PART = Part(title="Mappings", run=_run)
