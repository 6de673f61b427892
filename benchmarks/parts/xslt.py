"""Mapping XSLT against bare lxml."""

from benchmarks import xslt
from benchmarks.part import Part, Report, Section


def _run(report: Report) -> Section:
    report("stylesheets")
    figures = xslt.measure()
    return Section(xslt.table(figures), all(figure.holds for figure in figures))


PART = Part(title="Mapping XSLT", run=_run)
