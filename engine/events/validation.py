"""Checks of object data that conditions name by class, as fields of type `Module` do.

A class of the reference is Perl and cannot run here; one that ships with it has its like below.
Source: generic-interface reference 10.4, ticket-operations reference 12.5.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from dsl.values import Value

Validator: TypeAlias = Callable[[Mapping[str, Value]], bool]
"""Says whether flat object data pass."""


def is_in_postmaster_queue(data: Mapping[str, Value]) -> bool:
    """Tell whether the ticket lies in the queue `Postmaster`, as the demonstration class does."""
    return data.get("Queue") == "Postmaster"


VALIDATORS: Final[Mapping[str, Validator]] = MappingProxyType(
    {"Kernel::GenericInterface::Event::Validation::ValidateDemo": is_in_postmaster_queue}
)
"""The checks there are, by the full name of the class."""
