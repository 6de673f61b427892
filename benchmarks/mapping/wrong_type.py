"""What a wrong-typed field costs: the run that reports it, against the run without it."""

import copy
from typing import Any

import dsl
from benchmarks.mapping import ours, timing
from benchmarks.mapping.inputs import BODIES
from dsl.values import decode_json


def cost(rounds: int) -> float:
    """Return how many times an issue whose due date is a number costs a sound one."""
    program = ours.programs()["b"]
    sound = decode_json(BODIES["b"])
    wrong = copy.deepcopy(sound)
    wrong["fields"]["duedate"] = 20240331
    _refused(program, wrong)
    runners = {
        "sound": timing.runner(program.run, sound),
        "wrong": timing.runner(lambda value: _refused(program, value), wrong),
    }
    return timing.ratio(timing.rounds(runners, rounds), "wrong", "sound")


def _refused(program: dsl.Program, value: Any) -> None:
    try:
        program.run(value)
    except dsl.MappingFault:
        return
    raise AssertionError("a due date that is a number was accepted")
