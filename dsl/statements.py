"""What a statement of a text block binds for those after it; checker and interpreter share it."""

from collections.abc import Iterator, Sequence

from dsl.nodes import TextFor, TextIf, TextPart, TextSet


def names_set(part: TextPart) -> Iterator[str]:
    """Yield the names that a part may bind; those bound in a loop end with its turn."""
    match part:
        case TextSet():
            yield part.name
        case TextFor():
            yield from _names_in(part.otherwise)
        case TextIf():
            for branch in part.branches:
                yield from _names_in(branch.parts)
            yield from _names_in(part.otherwise)
        case _:
            pass


def _names_in(parts: Sequence[TextPart]) -> Iterator[str]:
    for part in parts:
        yield from names_set(part)
