"""Spell a text block with statements from its tree alone."""

from collections.abc import Iterator
from typing import Protocol

from dsl import nodes
from dsl.formatting.spelling import spell_piece


class Spelling(Protocol):
    """Writes what stands in braces, on one line."""

    def expression(self, node: nodes.Expression) -> str:
        """Return an expression."""

    def loop(self, node: nodes.TextFor) -> str:
        """Return a loop without its body, from `for` on."""


def spell_template(node: nodes.TextTemplate, spelling: Spelling) -> str:
    """Return the block on one line, its line ends escaped.

    Where the statements at its end stand on a line of their own, as `cuts_line_end` says, the line
    end before them is a real one.
    """
    pieces = list(_pieces(node.parts, spelling))
    if node.cuts_line_end:
        last = max(
            (i for i, piece in enumerate(pieces) if not piece.startswith("{%")), default=None
        )
        if last is not None:
            pieces[last] = pieces[last].removesuffix("\\n") + "\n"
    return '"""' + "".join(pieces) + '"""'


def _pieces(parts: tuple[nodes.TextPart, ...], spelling: Spelling) -> Iterator[str]:
    for part in parts:
        match part:
            case str():
                yield spell_piece(part)
            case nodes.TextFor():
                yield f"{{% {spelling.loop(part)} %}}"
                yield from _pieces(part.parts, spelling)
                yield from _otherwise(part.otherwise, spelling)
                yield "{% endfor %}"
            case nodes.TextIf():
                for place, branch in enumerate(part.branches):
                    word = "elif" if place else "if"
                    yield f"{{% {word} {spelling.expression(branch.condition)} %}}"
                    yield from _pieces(branch.parts, spelling)
                yield from _otherwise(part.otherwise, spelling)
                yield "{% endif %}"
            case nodes.TextSet():
                yield f"{{% set {part.name} = {spelling.expression(part.value)} %}}"
            case _:
                yield f"{{{{ {spelling.expression(part)} }}}}"


def _otherwise(parts: tuple[nodes.TextPart, ...], spelling: Spelling) -> Iterator[str]:
    if parts:
        yield "{% else %}"
        yield from _pieces(parts, spelling)
