"""What cannot be done with secrets."""

from dataclasses import dataclass


@dataclass(eq=False)
class SecretError(Exception):
    """A request about secrets that cannot be met. It never holds a value.

    `code` is kebab-case: ``secret-name``, ``secret-value``, ``secret-unknown``, ``secret-key``,
    ``secret-key-missing``, ``secret-unreadable``. `help` is what to do, or empty.
    """

    code: str
    message: str
    help: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.help}" if self.help else self.message
