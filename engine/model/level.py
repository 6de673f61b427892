"""The levels of a trace entry."""

from enum import IntEnum


class Level(IntEnum):
    """How much an entry matters, ascending. Source: generic-interface reference 9.1."""

    DEBUG = 1
    INFO = 2
    NOTICE = 3
    ERROR = 4

    @property
    def word(self) -> str:
        """The level as service files and traces write it: `debug`, `info`, `notice`, `error`."""
        return self.name.lower()
