"""Adds the headers that keep foreign code and foreign frames out of every page."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

_COMMON = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_PAGE = (b"cache-control", b"no-store")
# The addresses of static files carry a digest of their content.
_STATIC = (b"cache-control", b"public, max-age=86400")


class SafeHeaders:
    """Pure ASGI middleware around the console."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the app and add to the headers of its response."""
        is_static = "/static/" in scope.get("path", "")

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                cache = _STATIC if is_static and message["status"] == 200 else _PAGE
                message["headers"] = [*message.get("headers", ()), *_COMMON, cache]
            await send(message)

        await self.app(scope, receive, send_safely)
