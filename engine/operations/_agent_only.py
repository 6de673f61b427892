"""Operations that are for agents alone.

Source: ticket-operations reference 10, the conventions for operations of our own.
"""

from collections.abc import Mapping

from dsl.values import Value
from engine.model.accounts import Accounts
from engine.model.exchange import Exchange
from engine.model.people import Principal, PrincipalKind
from engine.operations._credentials import required_principal
from engine.operations._refusals import Refusals


async def required_agent(
    data: Mapping[str, Value], accounts: Accounts, exchange: Exchange, refusals: Refusals
) -> Principal:
    """Return the agent who asks, or raise `Refusal`; customers are not let in."""
    principal = await required_principal(data, accounts, exchange, refusals)
    if principal.kind is not PrincipalKind.AGENT:
        raise refusals.because("AuthFail", "User needs to be an agent!")
    return principal
