"""Middleware for every request: security headers, an incident number, limits on bodies. Plain ASGI, so streaming works."""

import asyncio
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REQUEST_TIMEOUT = 408
PAYLOAD_TOO_LARGE = 413
BODY_SECONDS = 60.0
"""Seconds for sending a body, enough for a form over a slow connection."""


def security_headers(*, https: bool) -> Mapping[str, str]:
    """The headers of every answer: no inline style or script, no framing, no caching unless the route allows it."""
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cache-Control": "no-store",
    }
    return headers | ({"Strict-Transport-Security": "max-age=31536000"} if https else {})


class SecurityHeaders:
    """Adds the headers that an answer does not set itself, and gives the request its incident number."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str], incident: Callable[[], str]) -> None:
        self._app = app
        self._headers = headers
        self._incident = incident

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    present.setdefault(name, value)
            await send(message)

        if scope["type"] == "http":
            scope.setdefault("state", {})["incident"] = self._incident()
        await self._app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses (413) a body over `limit_bytes`, by what it declares and by what it sends, and (408) one over `seconds`.

    Starlette's own limiter answers with a plain English line; this one raises where the body is read, so that the
    refusal becomes a page like any other.
    """

    def __init__(self, app: ASGIApp, limit_bytes: int, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._limit_bytes = limit_bytes
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        limited = self._limited(scope, receive) if scope["type"] == "http" else receive
        await self._app(scope, limited, send)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        declared = Headers(scope=scope).get("content-length", "")
        expected_bytes = int(declared) if declared.isdecimal() else 0
        received_bytes, coming = 0, True
        until = asyncio.get_running_loop().time() + self._seconds

        async def receive_within_limits() -> Message:
            nonlocal received_bytes, coming
            if not coming:
                return (
                    await receive()
                )  # after the body only a disconnect follows; a stream may wait for it without limit
            message = await _by(until, receive) if expected_bytes <= self._limit_bytes else {}
            received_bytes += len(message.get("body", b""))
            if max(expected_bytes, received_bytes) > self._limit_bytes:
                raise HTTPException(PAYLOAD_TOO_LARGE)
            coming = message.get("more_body", False)
            return message

        return receive_within_limits


async def _by(until: float, receive: Receive) -> Message:
    try:
        async with asyncio.timeout_at(until):
            return await receive()
    except TimeoutError as error:
        raise HTTPException(REQUEST_TIMEOUT) from error
