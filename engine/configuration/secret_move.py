"""Moves the passwords of a service file out of it, and leaves their names."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from itertools import count

from engine.configuration.secret_mask import moved_text
from engine.model.secret import MAX_NAME_CHARACTERS, REFERENCE_PREFIX

_ROOM = 10
"""Characters that are kept for a number behind a name."""
_FOREIGN = re.compile(r"[^A-Za-z0-9_.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class MovedSecrets:
    """A service file that names its secrets, and their values by name."""

    text: str
    values: Mapping[str, str] = field(repr=False)


def moved_secrets(text: str, prefix: str, *, taken: Set[str]) -> MovedSecrets:
    """Return a service file without its passwords, and the passwords.

    A name is made of `prefix`, the service as a rule, and the key: ``Jira.BasicAuthPassword``, with
    a number where it is `taken`. Equal values behind equal keys are one secret. Raises
    `dsl.CompileError` for what is not YAML.
    """
    values: dict[str, str] = {}

    def move(key: str, value: str) -> str:
        wanted = _name(f"{prefix}.{key}")
        names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
        name = next(n for n in names if values.get(n) == value or n not in {*taken, *values})
        values[name] = value
        return f"{REFERENCE_PREFIX}{name}"

    return MovedSecrets(moved_text(text, move), values)


def _name(wanted: str) -> str:
    name = _FOREIGN.sub("-", wanted).lstrip("-._")
    return name[: MAX_NAME_CHARACTERS - _ROOM] or "secret"
