"""Find customer users."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, OperationKind
from engine.model.dependencies import Dependencies
from engine.model.exchange import Exchange
from engine.model.message import Message
from engine.model.people import CustomerSearch
from engine.model.perl_scalar import is_string, is_true
from engine.operations._agent_only import required_agent
from engine.operations._credentials import parameters_of
from engine.operations._customer_view import USER_COLUMNS
from engine.operations._refusals import Refusals
from engine.operations._scalar import as_items, id_of, is_filled_object, text

_REFUSALS = Refusals("CustomerUserSearch")
_LIMIT = 500
_ANYWHERE = "Search"


@dataclass(frozen=True, slots=True)
class CustomerUserSearch:
    """Answers ``{"CustomerUser": ["lena", "otto"]}``, logins in their order, or ``{}``.

    ``{"CustomerUser": {"UserLastname": "L*", "UserCustomerID": ["ACME", "OTHER"]}, "Limit": 50}``:
    every key must match, by one of its values, `*` stands for any text, case does not count. The
    key `Search` looks for a text in login, names, address and company. `Valid` 0 finds customer
    users that are not valid as well. At most 500 are answered. For agents only.
    Name and parameters are those of the public add-on GIExtension, codes and texts follow
    ticket-operations reference 10; nothing found is no error, as in TicketSearch.
    """

    dependencies: Dependencies

    async def run(self, message: Message, exchange: Exchange) -> Message:
        """Return the logins that were found, or raise `Refusal`."""
        data = parameters_of(message)
        await required_agent(data, self.dependencies.accounts, exchange, _REFUSALS)
        search = _search(data)
        logins = await self.dependencies.tickets.read(lambda desk: desk.customer_logins(search))
        return Message({"CustomerUser": list(logins)} if logins else {})


def _search(data: Mapping[str, Value]) -> CustomerSearch:
    wanted = data.get("CustomerUser")
    if not is_filled_object(wanted):
        raise _REFUSALS.missing("CustomerUser parameter is missing or not valid!")
    for key, value in wanted.items():
        is_known = key in USER_COLUMNS or (key == _ANYWHERE and is_string(value))
        if not is_known or not _patterns(value):
            raise _REFUSALS.invalid(f"CustomerUser->{key} parameter is invalid!")
    limit = data.get("Limit")
    if is_true(limit) and id_of(limit) is None:
        raise _REFUSALS.invalid("Limit parameter is invalid!")
    valid = data.get("Valid")
    return CustomerSearch(
        patterns={
            USER_COLUMNS[key]: _patterns(value) for key, value in wanted.items() if key != _ANYWHERE
        },
        anywhere=text(wanted.get(_ANYWHERE)).strip(),
        only_valid=valid is None or is_true(valid),
        limit=min(id_of(limit) or _LIMIT, _LIMIT),
    )


def _patterns(value: Value) -> list[str]:
    """Return the alternatives of a key; none when one of them is no text."""
    items = as_items(value)
    if not all(is_string(item) for item in items):
        return []
    return [found for item in items if (found := text(item).strip())]


def build(_config: Mapping[str, Value], dependencies: Dependencies) -> CustomerUserSearch:
    """Return the operation; it has nothing to configure."""
    return CustomerUserSearch(dependencies)


OPERATION = OperationKind(
    name="CustomerUser::CustomerUserSearch",
    summary="Find customer users by login, name, address, company and other details.",
    build=build,
    faults=(
        "CustomerUserSearch.MissingParameter",
        "CustomerUserSearch.InvalidParameter",
        "CustomerUserSearch.AuthFail",
    ),
    examples=(
        Example(
            "no credentials",
            given={"CustomerUser": {"UserLogin": "l*"}},
            gives={
                "Error": {
                    "ErrorCode": "CustomerUserSearch.MissingParameter",
                    "ErrorMessage": (
                        "CustomerUserSearch: UserLogin, CustomerUserLogin or SessionID is required!"
                    ),
                }
            },
        ),
    ),
)
