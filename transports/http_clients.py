"""Requests that leave, over the sockets of httpx: pooled, bounded, and without hidden behaviour.

httpx's transports are used without its client. A client keeps cookies for whoever asks next, reads
the environment, and writes whole addresses to a log.
"""

import asyncio
import os
import re
import ssl
from collections.abc import AsyncIterable
from typing import Any, Final

import httpx

from engine.model.http_out import Connection, OutgoingRequest, Tls, Unreachable
from engine.model.remote import AnswerTooLong
from engine.model.wire import WireResponse

TRANSPORT = None
"""No type of transport that service files could name: those that are share these sockets."""

_LIMITS: Final = httpx.Limits(
    max_connections=100, max_keepalive_connections=20, keepalive_expiry=15.0
)
_ERRNO = re.compile(r"\[Errno -?\d+\] ")


class HttpxClients:
    """One pool of sockets for each way of reaching partners, made when it is first used."""

    def __init__(self) -> None:
        self._transports: dict[Connection, httpx.AsyncHTTPTransport] = {}

    async def exchange(
        self,
        request: OutgoingRequest,
        connection: Connection,
        *,
        step_seconds: float,
        deadline_seconds: float,
        max_body_bytes: int,
    ) -> WireResponse:
        """Return the response; raises `Unreachable` or `AnswerTooLong`."""
        sent = _request(request, connection, step_seconds)
        try:
            transport = self._transport(connection)
            async with asyncio.timeout_at(deadline_seconds):
                response = await transport.handle_async_request(sent)
                try:
                    body = await _read(response, max_body_bytes)
                finally:
                    await response.aclose()
        except (httpx.TimeoutException, TimeoutError) as error:
            raise Unreachable("read timeout", is_timeout=True) from error
        except httpx.ProxyError as error:
            raise Unreachable(f"The proxy refused: {error}") from error
        except httpx.ConnectError as error:
            raise Unreachable(_no_connection(sent.url, error)) from error
        except (httpx.TransportError, httpx.InvalidURL, OSError) as error:
            # `ssl.SSLError` is an `OSError` too: a certificate file that cannot be read.
            raise Unreachable(str(error) or "the partner closed the connection") from error
        headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
        return WireResponse(response.status_code, headers, body)

    async def close(self) -> None:
        """Close every socket. The next exchange opens new ones."""
        transports, self._transports = self._transports, {}
        for transport in transports.values():
            await transport.aclose()

    def _transport(self, connection: Connection) -> httpx.AsyncHTTPTransport:
        found = self._transports.get(connection)
        if found is None:
            found = self._transports[connection] = _opened(connection)
        return found


def _opened(connection: Connection) -> httpx.AsyncHTTPTransport:
    """Return a new pool. Every socket towards a partner or proxy comes from a pool made here.

    So this is the one place for a check of the addresses that are really dialled.
    """
    proxy = connection.proxy
    told = None
    if proxy is not None:
        auth = (proxy.user, proxy.password) if proxy.user and proxy.password else None
        told = httpx.Proxy(proxy.address, auth=auth)
    return httpx.AsyncHTTPTransport(
        verify=_context(connection.tls), trust_env=False, limits=_LIMITS, proxy=told
    )


def _context(tls: Tls) -> ssl.SSLContext:
    """Return what checks certificates: the system's anchors, and from TLS 1.2 on."""
    context = ssl.create_default_context(cafile=tls.ca_file or None, capath=tls.ca_folder or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = tls.verify_host_name
    if tls.certificate:
        # Without a password OpenSSL would ask for it at the terminal.
        context.load_cert_chain(tls.certificate, tls.key or None, lambda: tls.password)
    return context


def _request(
    request: OutgoingRequest, connection: Connection, step_seconds: float
) -> httpx.Request:
    extensions: dict[str, Any] = {}
    if connection.proxy is None:
        # The target as it is: httpx would rewrite what it finds unusual. Not towards a proxy, for
        # there it would replace the whole address, and the target of CONNECT.
        extensions["target"] = request.target.encode("ascii")
    extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), step_seconds)
    return httpx.Request(
        request.method,
        f"{request.address}{request.target}",
        headers=[
            *((name.encode("latin-1"), value.encode("latin-1")) for name, value in request.headers),
            (b"Content-Length", str(len(request.body)).encode()),
        ],
        content=request.body,
        extensions=extensions,
    )


async def _read(response: httpx.Response, max_body_bytes: int) -> bytes:
    """Return the body as it came: nothing is unpacked, so that it cannot grow."""
    body = bytearray()
    stream = response.stream
    assert isinstance(stream, AsyncIterable)  # noqa: S101 - an asynchronous transport made it
    async for chunk in stream:
        if len(body) + len(chunk) > max_body_bytes:
            raise AnswerTooLong
        body += chunk
    return bytes(body)


def _no_connection(url: httpx.URL, error: httpx.ConnectError) -> str:
    """Return the words in which the reference's client tells of a failed connection."""
    port = url.port or (443 if url.scheme == "https" else 80)
    reason = _ERRNO.sub("", _cause(error))
    return f"Can't connect to {url.host}:{port} ({reason})\n\n{reason}"


def _cause(error: BaseException) -> str:
    """Return what the system said: wrappers around it count attempts."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ConnectionError) and seen.errno:
            return os.strerror(seen.errno)  # asyncio has words of its own, the address in them
        if isinstance(seen, OSError) and seen.strerror:
            return seen.strerror
        seen = seen.__cause__ or seen.__context__
    return str(error)
