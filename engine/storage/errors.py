"""What can be wrong with a store."""

from dataclasses import dataclass


@dataclass(eq=False)
class StoreError(Exception):
    """A store that this version cannot work with. `help` says what to do, or is empty."""

    message: str
    help: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.help}" if self.help else self.message


@dataclass(eq=False)
class StoreFailure(Exception):
    """A piece of work that the database refused: a rule of the schema, a statement of ours."""

    message: str

    def __str__(self) -> str:
        return self.message


class StoreUnavailable(StoreFailure):
    """The database cannot work now: a full disk, a lock that never came, a lost server.

    Nothing was written, nobody here made a mistake, and the same may succeed later.
    """
