"""What an administrator can ask of stored services that cannot be done."""

from dataclasses import dataclass


@dataclass(eq=False)
class ServiceError(Exception):
    """A request about services that cannot be met.

    `code` is kebab-case: ``service-unknown``, ``service-name``, ``service-name-taken``,
    ``service-conflict``, ``version-unknown``, ``export-secrets``. `help` is what to do, or empty.
    """

    code: str
    message: str
    help: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.help}" if self.help else self.message
