"""An HTTP request that leaves, and who carries it."""

from dataclasses import dataclass
from typing import Protocol

from engine.model.wire import WireResponse


@dataclass(frozen=True, slots=True)
class Tls:
    """How the certificate of a partner is checked, and which one we show. Paths may be empty."""

    verify_host_name: bool = True
    certificate: str = ""
    key: str = ""
    password: str = ""
    ca_file: str = ""
    ca_folder: str = ""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy for both schemes, with its credentials or without."""

    address: str
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class Connection:
    """How a partner is reached. Requests with equal ones share their sockets."""

    tls: Tls = Tls()
    proxy: Proxy | None = None


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """A request as it is to stand on the wire; Host and Content-Length are the sender's to add.

    `address` is scheme, host and port: ``https://partner.example:8443``. `target` is path and
    query, percent-encoded.
    """

    method: str
    address: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(eq=False)
class Unreachable(Exception):
    """No answer came: refused, not found, not trusted, or broken off. `reason` says which."""

    reason: str
    is_timeout: bool = False


class HttpClients(Protocol):
    """Carries requests over real sockets. Redirects are answers like any other."""

    async def exchange(
        self,
        request: OutgoingRequest,
        connection: Connection,
        *,
        step_seconds: float,
        deadline_seconds: float,
        max_body_bytes: int,
    ) -> WireResponse:
        """Return the response, read whole; header names are in lower case.

        `step_seconds` bounds connecting and every single read; `deadline_seconds` is a reading of
        the monotonic clock that bounds all together.
        Raises `Unreachable`, or `AnswerTooLong` once the body has more than `max_body_bytes`.
        """
