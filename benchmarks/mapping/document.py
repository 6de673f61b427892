"""The section of the results that speaks of mappings."""

from collections.abc import Iterable

from benchmarks.mapping import ours
from benchmarks.mapping.engine import Column
from benchmarks.mapping.figures import Figures
from benchmarks.mapping.inputs import TASKS, TITLES
from benchmarks.mapping.limits import Limit

_INTRODUCTION = """\
Medians of interleaved rounds, CPU time. *map*: a value into a value, compiled; *call*: bytes into
bytes. The *float floor* is Python by hand over the standard json: floats, dates cut out of text
unchecked. *Our floor* is Python by hand that decides as Tie does: exact decimals, checked dates,
absent fields left out. Before any timing Tie's outputs are compared with our floor's byte by byte,
all others to 1e-9; null in another engine counts as a field that Tie leaves out."""


_ARTICLE = {ours.FLOAT_FLOOR: "the float floor", ours.EXACT_FLOOR: "our floor"}


def document(figures: Figures, rows: Iterable[Limit]) -> str:
    """Return the tables in Markdown."""
    tasks = "; ".join(f"{task} {TITLES[task]}" for task in TASKS)
    return "\n".join(
        [
            _INTRODUCTION,
            "",
            f"Tasks: {tasks}.",
            "",
            *_table(figures, ours.FLOAT_FLOOR),
            "",
            *_table(figures, ours.EXACT_FLOOR),
            "",
            "XSLT reads and writes XML, jq and Jinja2 take text: their call is the fairer column.",
            "",
            "| what | measured | must | goal | verdict |",
            "|---|--:|--:|--:|---|",
            *(_row(row) for row in rows),
        ]
    )


def _table(figures: Figures, floor: str) -> list[str]:
    columns = [(column, task) for column in Column for task in TASKS]
    head = " | ".join(f"{column.value} {task}" for column, task in columns)
    return [
        f"| times {_ARTICLE[floor]} | {head} |",
        f"|---|{'--:|' * len(columns)}",
        *(
            f"| {each.name} {each.version}".rstrip()
            + " | "
            + " | ".join(number(figures.ratio(each.name, floor, t, c)) for c, t in columns)
            + " |"
            for each in figures.engines
        ),
    ]


def _row(row: Limit) -> str:
    sign = "≥" if row.least else "≤"
    must = f"{sign} {number(row.must)}{row.unit}"
    goal = "" if row.goal is None else f"{sign} {number(row.goal)}{row.unit}"
    return f"| {row.what} | {number(row.figure)}{row.unit} | {must} | {goal} | {row.verdict} |"


def number(figure: float | None) -> str:
    """Return three digits of a figure, and a dash for none."""
    if figure is None:
        return "–"
    if figure >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.3g}"
