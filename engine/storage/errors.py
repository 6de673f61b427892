"""What can be wrong with a store as a whole."""

from dataclasses import dataclass


@dataclass(eq=False)
class StoreError(Exception):
    """A store that this version cannot work with. `help` says what to do, or is empty."""

    message: str
    help: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.help}" if self.help else self.message
