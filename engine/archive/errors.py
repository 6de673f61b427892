"""What can be wrong with an archive, or with the place it is to go to."""

from dataclasses import dataclass


@dataclass(eq=False)
class ArchiveError(Exception):
    """A backup or a restore that cannot be done; nothing was changed. `help` may be empty."""

    message: str
    help: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.help}" if self.help else self.message


def damaged(what: str) -> ArchiveError:
    """Return the error of an archive that is not as it was written."""
    return ArchiveError(f"the archive is damaged: {what}", "take another backup, or another copy")
