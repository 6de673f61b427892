"""What the calls in a rewritten template file ask for, and what is wrong in a file."""

from dataclasses import dataclass, field
from typing import TypeAlias

from dsl import nodes
from dsl.source import Span


@dataclass(frozen=True, slots=True)
class Work:
    """Work out a Tie expression over the names ``a0``, ``a1``, which stand for what is given.

    `paths` are the input paths of the names, as far as they are some. `of_texts` and `of_count`
    take the place of `node` where texts or lists are added, or a text is multiplied.
    """

    node: nodes.Expression
    paths: tuple[str, ...]
    of_texts: nodes.Expression | None = None
    of_count: nodes.Expression | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """Write what is given as text, or what `work` makes of it."""

    node: nodes.Name
    path: str
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Give back what decides something; it must be there."""

    node: nodes.Name
    path: str


@dataclass(frozen=True, slots=True)
class Turns:
    """Give the elements of a list, or the keys of an object; `width` of them at once."""

    node: nodes.Name
    path: str
    width: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Give a text that stands in a loop or a macro; `fuel` is what comes with it."""

    text: str
    fuel: int = 0


Ask: TypeAlias = Work | Write | Judge | Turns | Piece


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in a template file that cannot be: its line, and the words of its diagnostic."""

    line: int
    code: str
    words: dict[str, str] = field(default_factory=dict)


def argument(number: int, span: Span) -> nodes.Name:
    """Return the name that stands for what is given in a place."""
    return nodes.Name(span, f"a{number}")
