"""Operations that answer a list of reference data: each is a name and the rows it shows.

Operations of our own, with the conventions of ticket-operations reference 10. The public add-ons
that have such lists answer them as objects whose keys are ids, under a name of their own each;
XML has no elements named by numbers, so these are lists of objects, in the form of the FAQ
add-on's lists: ``{"Priority": [{"ID": 3, "Name": "3 normal", "Valid": 1}, …]}``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskReader
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import Principal, PrincipalKind
from engine.model.perl_scalar import is_true
from engine.operations._credentials import parameters_of, required_principal
from engine.operations._refusals import Refusals


class Row(Protocol):
    """What every row of reference data has."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def is_valid(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks for a list, and with which parameters."""

    data: Mapping[str, Value]
    principal: Principal
    refusals: Refusals

    @property
    def is_customer(self) -> bool:
        """Whether a customer asks, who is shown what is meant for customers."""
        return self.principal.kind is PrincipalKind.CUSTOMER

    def wants(self, row: Row) -> bool:
        """Say whether a row is wanted: valid ones, and with `Valid` 0 agents get the others too."""
        valid = self.data.get("Valid")
        return row.is_valid or (not self.is_customer and valid is not None and not is_true(valid))


Rows = Callable[[Question, DeskReader], list[Value]]


"""Returns the rows of a list as answers show them; raises `Refusal`."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Answers ``{key: [row, …]}``, and ``{}`` when there is no row."""

    dependencies: Dependencies
    refusals: Refusals
    key: str
    rows: Rows

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the list, or raise `Refusal`."""
        data = parameters_of(message)
        principal = await required_principal(
            data, self.dependencies.accounts, exchange, self.refusals
        )
        question = Question(data, principal, self.refusals)
        rows = await self.dependencies.tickets.read(partial(self.rows, question))
        return Message({self.key: rows} if rows else {})


def shown(row: Row) -> dict[str, Value]:
    """Return what every list shows of a row."""
    return {"ID": row.id, "Name": row.name, "Valid": int(row.is_valid)}


def look_up(
    name: str, *, key: str, summary: str, rows: Rows, further_reasons: tuple[str, ...] = ()
) -> OperationKind:
    """Return the declaration of a list: `name` is its type, `key` the member of its answer.

    `further_reasons` are those of refusals beyond missing and invalid parameters.
    """
    operation = name.rpartition("::")[2]
    refusals = Refusals(operation)

    def build(_config: Mapping[str, Value], dependencies: Dependencies) -> LookUp:
        return LookUp(dependencies, refusals, key, rows)

    reasons = ("MissingParameter", "InvalidParameter", "AuthFail", *further_reasons)
    refusal = refusals.missing("UserLogin, CustomerUserLogin or SessionID is required!")
    error: dict[str, Value] = {"ErrorCode": refusal.code, "ErrorMessage": refusal.message}
    return OperationKind(
        name=name,
        summary=summary,
        build=build,
        faults=tuple(f"{operation}.{reason}" for reason in reasons),
        examples=(Example("no credentials", given={"Valid": 1}, gives={"Error": error}),),
    )
