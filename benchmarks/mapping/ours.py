"""Tie and the two floors as engines."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import dsl
from benchmarks.mapping import exact_floor, float_floor, inputs
from benchmarks.mapping.engine import InProcess, json_engine
from dsl.values import decode_json, encode_json

TIE: Final = "Tie"
EXACT_FLOOR: Final = "our floor"
FLOAT_FLOOR: Final = "float floor"

_FOLDER: Final = Path(__file__).with_name("tie")


def source(task: str) -> str:
    """Return the text of a task's mapping."""
    return (_FOLDER / f"{task}.tie").read_text(encoding="utf-8")


def programs() -> dict[str, dsl.Program]:
    """Return the compiled mapping of each task."""
    return {task: dsl.compile(source(task), name=f"{task}.tie") for task in inputs.TASKS}


def tie() -> InProcess:
    """Return Tie as an engine."""
    compiled = programs()
    return _exact(
        TIE,
        {task: program.run for task, program in compiled.items()},
        {task: program.run_bytes for task, program in compiled.items()},
    )


def our_floor() -> InProcess:
    """Return the mappings by hand, as careful as Tie."""
    calls = {task: _call(function) for task, function in exact_floor.MAPS.items()}
    return _exact(EXACT_FLOOR, exact_floor.MAPS, calls)


def standard_floor() -> InProcess:
    """Return the mappings by hand, in floats, over the standard json."""
    return json_engine(FLOAT_FLOOR, "", float_floor.MAPS)


def _call(function: Callable[[Any], Any]) -> Callable[[bytes], bytes]:
    return lambda body: encode_json(function(decode_json(body)))


def _exact(
    name: str, maps: dict[str, Callable[[Any], Any]], calls: dict[str, Callable[[bytes], bytes]]
) -> InProcess:
    values = {task: decode_json(body) for task, body in inputs.BODIES.items()}
    return InProcess(name, "", maps, calls, values, inputs.BODIES, decode_json)
