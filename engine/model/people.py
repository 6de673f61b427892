"""People of the desk: agents, customer users and their companies, and who of them acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class Agent:
    """A user of the agent side. `preferences` holds `UserEmail` and the like."""

    id: int
    login: str
    title: str | None
    first_name: str
    last_name: str
    is_valid: bool
    preferences: Mapping[str, str]
    create_time: datetime
    change_time: datetime

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class CustomerUser:
    """A customer user. `details` holds the optional columns of the row by their column names."""

    id: int
    login: str
    email: str
    customer_id: str
    first_name: str
    last_name: str
    is_valid: bool
    details: Mapping[str, str | None]
    create_time: datetime
    change_time: datetime


@dataclass(frozen=True, slots=True)
class CustomerCompany:
    """The company of customer users. `details` holds the optional columns by their names."""

    id: str
    name: str
    is_valid: bool
    details: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class CustomerSearch:
    """Which customer users are wanted: those that match every entry of `patterns`.

    A key is the name of a column of `customer_user`; its patterns are alternatives, with `*` for
    any text and without regard to case. `anywhere` is searched for in login, names, address and
    company; empty for no such search.
    """

    patterns: Mapping[str, Sequence[str]]
    anywhere: str
    only_valid: bool
    limit: int


class PrincipalKind(Enum):
    """Who acts. The values are the reference's `UserType`."""

    AGENT = "User"
    CUSTOMER = "Customer"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: an agent by numeric id, or a customer by login."""

    kind: PrincipalKind
    login: str
    user_id: int
    """The acting user id: the agent's own, or `CustomerPanelUserID` for a customer (2.2)."""
