"""The wording of every diagnostic of the language, code by code.

A word in angle brackets, such as ``<name>``, is filled in where the finding is made. Each table
holds the codes of one phase; a code stands in one table only.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dsl.diagnostics import Diagnostic
from dsl.source import Source, Span
from dsl.wordings.clauses import CLAUSES
from dsl.wordings.grammar import GRAMMAR
from dsl.wordings.meaning import MEANING
from dsl.wordings.statements import STATEMENTS
from dsl.wordings.syntax import SYNTAX
from dsl.wordings.templates import TEMPLATES
from dsl.wordings.wording import Wording

_PLACEHOLDER: Final = re.compile(r"<(\w+)>")


def diagnostic(code: str, source: Source, span: Span, /, **words: str) -> Diagnostic:
    """Return the finding `code` at `span`, with its placeholders filled from `words`."""
    wording = WORDINGS[code]

    def fill(text: str) -> str:
        return _PLACEHOLDER.sub(lambda hit: words.get(hit[1], hit[0]), text)

    return Diagnostic(
        code,
        fill(wording.message),
        source,
        span,
        fill(wording.label),
        tuple(map(fill, wording.notes)),
        tuple(map(fill, wording.helps)),
        wording.severity,
    )


WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType(
    dict(SYNTAX)
    | dict(STATEMENTS)
    | dict(GRAMMAR)
    | dict(CLAUSES)
    | dict(MEANING)
    | dict(TEMPLATES)
)
"""Every wording by its code: those of the lexer, of the parser and of the checker."""
