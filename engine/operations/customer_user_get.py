"""Read customer users with their company."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.desk import DeskReader
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.operations._agent_only import required_agent
from engine.operations._credentials import parameters_of
from engine.operations._customer_view import customer_view
from engine.operations._refusals import Refusals
from engine.operations._scalar import text
from engine.operations._ticket_ids import wanted_ids

_REFUSALS = Refusals("CustomerUserGet")


@dataclass(frozen=True, slots=True)
class CustomerUserGet:
    """Answers ``{"CustomerUser": [{"UserLogin": "lena", "UserEmail": …}, …]}``. For agents only.

    `CustomerUserID` is a login, several between commas, or a list. Logins that nobody has are
    left out, unless nobody has any of them.
    Name and parameters are those of the public add-on GIExtension, codes and texts follow
    ticket-operations reference 10.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the customer users in the order asked for, or raise `Refusal`."""
        data = parameters_of(message)
        await required_agent(data, self.dependencies.accounts, exchange, _REFUSALS)
        key = "CustomerUserID"
        logins = wanted_ids(data.get(key), key, _REFUSALS)
        work = partial(_read, logins=[text(login) for login in logins])
        return Message({"CustomerUser": await self.dependencies.tickets.read(work)})


def _read(desk: DeskReader, *, logins: list[str]) -> list[Value]:
    found = [user for login in logins if (user := desk.customer_user(login)) is not None]
    if not found:
        raise _REFUSALS.invalid("CustomerUserID parameter is invalid!")
    return [customer_view(user, desk) for user in found]


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> CustomerUserGet:
    """Return the operation; it has nothing to configure."""
    return CustomerUserGet(dependencies)


OPERATION = OperationKind(
    name="CustomerUser::CustomerUserGet",
    summary="Read customer users: names, addresses, companies; never passwords.",
    build=build,
    faults=(
        "CustomerUserGet.MissingParameter",
        "CustomerUserGet.InvalidParameter",
        "CustomerUserGet.WrongStructure",
        "CustomerUserGet.AuthFail",
    ),
    examples=(
        Example(
            "no credentials",
            given={"CustomerUserID": "lena"},
            gives={
                "Error": {
                    "ErrorCode": "CustomerUserGet.MissingParameter",
                    "ErrorMessage": (
                        "CustomerUserGet: UserLogin, CustomerUserLogin or SessionID is required!"
                    ),
                }
            },
        ),
    ),
)
