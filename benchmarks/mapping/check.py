"""No figure without equality: what every engine gives is compared before it is timed."""

from collections.abc import Sequence
from typing import Any

from benchmarks.mapping import equality, xslt
from benchmarks.mapping.engine import Column, Engine, InProcess
from benchmarks.mapping.inputs import TASKS


class UnequalError(Exception):
    """An engine gives another output than our floor; the message says which and where."""


def check(
    floor: InProcess, tie: InProcess, float_floor: InProcess, rivals: Sequence[Engine]
) -> None:
    """Raise `UnequalError` unless Tie gives exactly what our floor gives, the others to 1e-9."""
    for task in TASKS:
        for column in Column:
            wanted, given = floor.output(task, column), tie.output(task, column)
            if not equality.same_bytes(wanted, given):
                raise UnequalError(f"Tie, {task}: {equality.difference(wanted, given)}")
            _compare(wanted, float_floor, task, column)
            loose = float_floor.output(task, column)
            for rival in rivals:
                if rival.offers(task, column):
                    _compare(loose, rival, task, column)


def _compare(wanted: Any, engine: Engine, task: str, column: Column) -> None:
    given = engine.output(task, column)
    if isinstance(given, xslt.Leaves):
        wanted, given = xslt.Leaves(xslt.document(wanted)).items, given.items
    found = equality.difference(wanted, given)
    if found is not None:
        raise UnequalError(f"{engine.name}, {task} {column.value}: {found}")
