"""Where the credentials of a request may stand, beside its payload."""

from enum import Enum


class HeaderCredentials(Enum):
    """Kinds of request headers that say who asks. The values are the words of service files.

    The payload and the headers `X-OTRS-Header-…` always count; these do where a service says so.
    """

    BASIC = "basic"
    """`Authorization: Basic`: login and password of an agent, or of a customer user."""
    BEARER = "bearer"
    """`Authorization: Bearer`: an API key, or the id of a session."""
    API_KEY = "api-key"
    """`X-API-Key`: an API key."""


EVERY_HEADER: frozenset[HeaderCredentials] = frozenset(HeaderCredentials)
NO_HEADER: frozenset[HeaderCredentials] = frozenset()
