"""By which routes a remote service is asked for each type of operation."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from dsl.values import Value
from engine.configuration.definition import Configured, Definition, OperationDefinition
from engine.ticket_backends._route import BODY_METHODS, RemoteRoute

RouteTable = Mapping[str, tuple[RemoteRoute, ...]]
"""Routes by type of operation, the best first."""

STOCK_ROUTES: Final[RouteTable] = MappingProxyType(
    {
        "Session::SessionCreate": (RemoteRoute("POST", "/Session"),),
        "Session::SessionGet": (RemoteRoute("GET", "/Session/:SessionID"),),
        "Ticket::TicketCreate": (RemoteRoute("POST", "/Ticket"),),
        "Ticket::TicketGet": (
            RemoteRoute("GET", "/Ticket/:TicketID"),
            RemoteRoute("GET", "/TicketList"),
        ),
        "Ticket::TicketHistoryGet": (RemoteRoute("GET", "/TicketHistory/:TicketID"),),
        "Ticket::TicketSearch": (RemoteRoute("GET", "/Ticket"),),
        "Ticket::TicketUpdate": (RemoteRoute("PATCH", "/Ticket/:TicketID"),),
    }
)
"""Those of GenericTicketConnectorREST, the service that OTRS, OTOBO and Znuny are shipped with."""


def routes_of(definition: Definition) -> RouteTable:
    """Return the routes that a remote's own service file has.

    Operations with a mapping are left out: what they take and give is not the operation's own.
    Source: generic-interface reference 3.2.
    """
    provider = definition.provider
    if provider is None:
        return {}
    found: dict[str, list[RemoteRoute]] = {}
    for operation in provider.operations.values():
        route = _route(operation, provider.transport.config)
        if route is not None:
            found.setdefault(operation.type, []).append(route)
    return MappingProxyType({kind: _best_first(routes) for kind, routes in found.items()})


def _route(operation: OperationDefinition, config: Value) -> RemoteRoute | None:
    if not (_is_plain(operation.inbound) and _is_plain(operation.outbound)):
        return None
    mapping = config.get("RouteOperationMapping") if isinstance(config, dict) else None
    entry = mapping.get(operation.name) if isinstance(mapping, dict) else None
    path = entry.get("Route") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(path, str):
        return None
    route = RemoteRoute(_method(entry.get("RequestMethod")), path)
    return route if route.is_plain else None


def _is_plain(mapping: Configured | None) -> bool:
    """Say whether data pass unchanged: without a mapping, or by a Simple one that has no Config.

    Source: generic-interface reference 6.1.
    """
    return mapping is None or (mapping.type == "Simple" and mapping.config is None)


def _method(listed: Value) -> str:
    """Return the method to use among those of a route: one with a body where there is one."""
    methods = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    if not methods:
        return BODY_METHODS[0]  # a route without methods answers all of them
    return next((each for each in BODY_METHODS if each in methods), methods[0])


def _best_first(routes: Iterable[RemoteRoute]) -> tuple[RemoteRoute, ...]:
    """Sort routes with a body first: it carries data exactly, and no password in an address."""
    return tuple(sorted(routes, key=lambda route: not route.carries_body))
