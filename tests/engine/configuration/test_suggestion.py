"""The nearest name."""

import pytest

from engine.configuration.suggestion import did_you_mean


@pytest.mark.parametrize(
    ("name", "known", "nearest"),
    [
        ("Invokers", ["Invoker", "Transport"], "Invoker"),
        ("provider", ["Provider", "Requester"], "Provider"),
        ("get", ["GET", "PUT", "POST"], "GET"),
        ("Tpye", ["Type", "Config"], "Type"),
        ("Ticket::TicketGte", ["Ticket::TicketGet", "Session::SessionGet"], "Ticket::TicketGet"),
        ("Tickt::TicketGet", ["Ticket::TicketGet"], "Ticket::TicketGet"),
        ("HTTP::FTP", ["HTTP::REST", "HTTP::SOAP"], None),
        ("Encoding", ["Host", "Timeout"], None),
        ("x", ["y"], None),
        ("", ["y"], None),
        ("anything", [], None),
    ],
)
def test_only_a_close_name_is_offered(name: str, known: list[str], nearest: str | None) -> None:
    assert did_you_mean(name, known) == nearest
