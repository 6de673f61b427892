"""A request and a response as they stand on the wire."""

import msgspec


class WireRequest(msgspec.Struct, frozen=True):
    """An HTTP request, read whole.

    `path` is raw and still percent-encoded, without the query; `query` is raw, without the `?`.
    Header names are in lower case, in the order received; values are latin-1 text.
    """

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    remote_address: str = ""
    is_too_long: bool = False
    """True when the body passed the transport's limit: it was not read, and `body` is empty."""

    def let_go(self) -> None:
        """Forget the body: it has been read, and the data that it held takes as much memory."""
        msgspec.structs.force_setattr(self, "body", b"")

    def header(self, name: str) -> str | None:
        """Return the first header of that lower-case name, or None."""
        for key, value in self.headers:
            if key == name:
                return value
        return None


class WireResponse(msgspec.Struct, frozen=True):
    """An HTTP response, whole. Content-Length and Date are the server's to add."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
