"""People as they are declared, in a desk file or on the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

EVERY_PERMISSION: Final = "rw"
PERMISSIONS: Final = ("ro", "move_into", "create", "note", "owner", "priority", EVERY_PERMISSION)
"""The permission keys of agents; `rw` implies every other (reference, 2.7)."""
CUSTOMER_PERMISSIONS: Final = ("ro", EVERY_PERMISSION)
"""The permission keys of customer users and companies (reference, 2.8)."""


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """An agent. What is None or not named stays as it is.

    A new agent without a name is called as the login says; without a password there is no log-in.
    """

    login: str
    password: str | None = field(default=None, repr=False)
    title: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The permission keys in each named group; they replace those the agent had there."""
    roles: tuple[str, ...] = ()
    preferences: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_administrator: bool = False
    """Adds `rw` in every group there is."""


@dataclass(frozen=True, slots=True)
class CustomerEntry:
    """A customer user. What is None or not named stays as it is."""

    login: str
    password: str | None = field(default=None, repr=False)
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    company: str | None = None
    """The customer id; a company of that id is made when there is none."""
    companies: tuple[str, ...] = ()
    """Further customer ids whose tickets the customer user may see."""
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """`title`, `phone`, `fax`, `mobile`, `street`, `zip`, `city`, `country`, `comments`."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


DETAILS: Final = (
    "title",
    "phone",
    "fax",
    "mobile",
    "street",
    "zip",
    "city",
    "country",
    "comments",
)
"""The optional columns of a customer user."""
