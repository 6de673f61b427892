"""How work that takes a while tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Somebody who watches."""

    def begin(self, what: str, total: int) -> None:
        """Hear that a step begins, and of how many parts it is."""

    def advance(self, parts: int) -> None:
        """Hear that so many parts more are done."""
