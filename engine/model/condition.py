"""Conditions on a text: terms with wildcards, joined by and, or, not.

Matching knows no upper and lower case. Source: ticket-operations reference 7.3.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A text with wildcards between its pieces: ``("get", "")`` begins with get.

    One piece alone is the whole text.
    """

    pieces: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether anything matches, because there is nothing but wildcards."""
        return len(self.pieces) > 1 and not any(self.pieces)


@dataclass(frozen=True, slots=True)
class Not:
    """Matches what `part` does not."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Matches what every part does."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Matches what at least one part does."""

    parts: "tuple[Condition, ...]"


Condition = Term | Not | AllOf | AnyOf
