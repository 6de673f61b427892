"""What an administrator can ask of accounts that cannot be done."""

from dataclasses import dataclass


@dataclass(eq=False)
class AccountError(Exception):
    """A request about accounts that cannot be met. `help` is what to do, or empty.

    `code` is kebab-case: ``account-exists``, ``account-unknown``, ``group-unknown``,
    ``role-unknown``, ``key-exists``, ``key-unknown``, ``name-unusable``, ``password-length``.
    """

    code: str
    message: str
    help: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.help}" if self.help else self.message
