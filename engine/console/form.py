"""Reads a form, after making sure that one of our own pages sent it."""

import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from engine.console.session import form_token

MAX_FORM_BYTES = 16_384
MAX_FIELDS = 50
TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field


async def read_form(request: Request, secret: str | None) -> Mapping[str, str]:
    """Return the fields of a form that carries the token for the secret of the sender's cookie.

    Raises `HTTPException`: 403 for a form of another origin or without the right token, 400, 413
    and 415 for what is no form of ours.
    """
    _check_origin(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413)
    text = body.decode("utf-8", "replace")
    try:
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError as error:
        raise HTTPException(400, f"This form has more than {MAX_FIELDS} fields.") from error
    given = fields.pop(TOKEN_FIELD, "")
    if not secret or not hmac.compare_digest(given.encode(), form_token(secret).encode()):
        raise HTTPException(
            403, "This form is out of date. Go back, load the page again, and retry."
        )
    return fields


def _check_origin(request: Request) -> None:
    """Refuse what a browser says another site sent.

    `Sec-Fetch-Site` is the browser's own word and outweighs `Origin`, whose host a proxy in front
    of us may not know.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        is_ours = site in ("same-origin", "none")
    else:
        origin = request.headers.get("origin")
        is_ours = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not is_ours:
        raise HTTPException(403, "This form was sent from another site.")
