"""The names of the kinds there are, as a check compares them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownKinds:
    """The types that service files may name. `options` are the keys that operations add."""

    operations: frozenset[str]
    mappings: frozenset[str]
    transports: frozenset[str]
    options: frozenset[str] = frozenset()
