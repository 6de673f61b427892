"""A small sender over real sockets, enough for tests against servers of their own."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from engine.model.remote import AnswerTooLong
from engine.model.wire import WireRequest, WireResponse


@dataclass(frozen=True, slots=True)
class HttpSender:
    """Sends to one address: ``http://127.0.0.1:PORT/otobo/nph-…/Webservice/Name``."""

    address: str

    async def send(
        self, request: WireRequest, *, deadline_seconds: float, max_body_bytes: int
    ) -> WireResponse:
        """Return the response; the deadline is kept by whoever calls."""
        parts = urlsplit(self.address)
        target = f"{parts.path}{request.path}"
        if request.query:
            target += f"?{request.query}"
        url = httpx.URL(
            scheme="http", host=parts.hostname, port=parts.port, raw_path=target.encode()
        )
        headers = [("accept-encoding", "identity"), *request.headers]
        chunks, length = [], 0
        try:
            async with (
                httpx.AsyncClient(verify=False, trust_env=False, timeout=None) as client,
                client.stream(
                    request.method, url, headers=headers, content=request.body
                ) as response,
            ):
                async for chunk in response.aiter_raw():
                    length += len(chunk)
                    if length > max_body_bytes:
                        raise AnswerTooLong
                    chunks.append(chunk)
        except httpx.TransportError as error:
            raise ConnectionError(str(error)) from error
        found = tuple((name.lower(), value) for name, value in response.headers.multi_items())
        return WireResponse(response.status_code, found, b"".join(chunks))
