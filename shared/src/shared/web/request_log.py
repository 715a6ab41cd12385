"""One trace, one id and one line for each request. Plain ASGI, so streaming works.

A line tells method, route template, status and milliseconds, with request id, trace id, agency and account: no path, no query, no
address and no name, because these tell what a citizen asks, or open it. Probes write no line.
"""

import re
from time import perf_counter
from typing import Final
from uuid import uuid4

import structlog
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from shared.process.logs import logger
from shared.process.tracing import TRACER
from shared.web.access.csrf import SAFE_METHODS

REQUEST_ID: Final = "X-Request-Id"
WELL_FORMED: Final = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
METHODS: Final = SAFE_METHODS | {"POST"}
PROBES: Final = frozenset({"/livez", "/readyz", "/carrierz", "/metrics"})
NO_ROUTE: Final = "none"
FAILED: Final = 500
SECONDS_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Gateway(ProxyHeadersMiddleware):
    """Believes the gateway, and nobody else, about the visitor's address and the id of the request."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]  # Starlette's types of the same protocol
        """Pass one request through."""
        peer = scope.get("client") or ("", 0)
        if scope["type"] == "http" and peer[0] not in self.trusted_hosts:
            name = REQUEST_ID.lower().encode()
            scope["headers"] = [header for header in scope["headers"] if header[0] != name]
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]  # the same


class RequestMetrics:
    """Rate, errors and latency for Prometheus, by route template."""

    def __init__(self, registry: CollectorRegistry) -> None:
        labels = ("method", "route")
        self._answers = Counter(
            "lantai_http_requests", "Answers by status", (*labels, "status"), registry=registry
        )
        self._seconds = Histogram(
            "lantai_http_request_seconds",
            "Seconds until an answer began",
            labels,
            registry=registry,
            buckets=SECONDS_BUCKETS,
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answer that began after `seconds`."""
        self._answers.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)


class RequestLog:
    """Traces, names, logs and counts requests. A stream counts when it begins; an error that no page answers, as 500."""

    def __init__(self, app: ASGIApp, metrics: RequestMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through. Its trace begins here: what a visitor sends as his own would stand in the evidence."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, answered = perf_counter(), False
        request_id = _request_id(scope)
        structlog.contextvars.bind_contextvars(request_id=request_id)
        structlog.contextvars.unbind_contextvars("account", "agency")

        async def send_named(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
                self._note(span, scope, message["status"], perf_counter() - began)
            await send(message)

        tracer = trace.get_tracer(TRACER)
        with tracer.start_as_current_span(
            "request", Context(), SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:  # an error's text may hold what somebody typed
            try:
                return await self._app(scope, receive, send_named)
            except Exception:
                if not answered:
                    self._note(span, scope, FAILED, perf_counter() - began)
                raise

    def _note(self, span: Span, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        route = route_of(scope)
        self._metrics.count(method, route, status, seconds)
        span.update_name(f"{method} {route}")
        span.set_attributes(
            {"http.request.method": method, "http.route": route, "http.response.status_code": status}
        )
        if route not in PROBES:
            logger().info(
                "request", method=method, route=route, status=status, milliseconds=round(1000 * seconds)
            )


def route_of(scope: Scope) -> str:
    """The template of the route that matched, `/{agency}/apply`, or NO_ROUTE; a path itself may name a request or hold a secret."""
    template: str = getattr(scope.get("route"), "path", "")
    return template or NO_ROUTE


def _request_id(scope: Scope) -> str:
    """The gateway's id of the request, or a new one; it is kept for the answer to a program error."""
    given = Headers(scope=scope).get(REQUEST_ID, "")
    request_id = given if WELL_FORMED.fullmatch(given) else str(uuid4())
    scope.setdefault("state", {})["request_id"] = request_id
    return request_id
