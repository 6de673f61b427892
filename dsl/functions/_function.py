"""What a function of Tie declares about itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from dsl.values import Value


class _Required:
    """The type of `REQUIRED`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = _Required()
"""Stands as the default of a parameter that must be given."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter.

    `type` is one of ``any text number integer boolean list object bytes date time datetime
    local_datetime duration sequence regex function``; several are joined with ``|``. `sequence` is
    a list or text, `regex` a text or `r"..."`, `function` a lambda of one argument. The caller has
    checked the type before `call` runs, and never passes missing or null unless `accepts_absent`.
    A default is passed as it is and need not be of the type: None often means "not given".
    A variadic parameter is the last one and takes all further arguments.
    """

    name: str
    type: str
    default: Any = REQUIRED
    accepts_absent: bool = False
    variadic: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A Tie expression and the value it gives, itself written in Tie; `fails` is part of a message.

    Shown in the reference and run as a test: ``Example('upper("aé")', '"AÉ"')``.
    """

    expression: str
    gives: str = ""
    fails: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """One entry of the vocabulary: call, pipe, Jinja filter; a Jinja test if it yields a Boolean.

    `call` takes the arguments by position in the order of `parameters`, defaults filled in, and
    returns a value or `MISSING`, or raises `Failure`. A lambda arrives as a callable of one value.
    `result` is a type word as in `Parameter`. `fuel` gives the work of a call from its arguments
    for functions whose result can be larger than what went in; None means "about its input". One
    unit is one element, or sixteen characters of text that is made.
    """

    name: str
    family: str
    summary: str
    parameters: tuple[Parameter, ...]
    result: str
    call: Callable[..., Any]
    examples: tuple[Example, ...]
    fuel: Callable[..., int] | None = None

    @property
    def signature(self) -> str:
        """The function's head as one would write it, ``round(x: number, places: integer = 0)``."""
        return f"{self.name}({', '.join(_parameter(p) for p in self.parameters)})"


def _parameter(parameter: Parameter) -> str:
    head = f"{'...' if parameter.variadic else ''}{parameter.name}: {parameter.type}"
    if parameter.default is REQUIRED or parameter.variadic:
        return head
    return f"{head} = {_shown(parameter.default)}"


def _shown(default: Value) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    return (
        f'"{default}"' if isinstance(default, str) else "null" if default is None else str(default)
    )
