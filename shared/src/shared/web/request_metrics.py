"""Rate, errors and latency of a service's answers for Prometheus, by route template. Plain ASGI, so streaming works."""

from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.access.csrf import SAFE_METHODS

METHODS: Final = SAFE_METHODS | {"POST"}
NO_ROUTE: Final = "none"
FAILED: Final = 500
SECONDS_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def route_of(scope: Scope) -> str:
    """The template of the route that matched, `/{agency}/apply`, or NO_ROUTE; a path itself may name a request or hold a secret."""
    template: str = getattr(scope.get("route"), "path", "")
    return template or NO_ROUTE


class RequestMetrics:
    """Counts answers, and the seconds until each began. A stream counts when it begins, an error that was not answered as 500."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, answered = perf_counter(), False

        async def send_counted(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                self._count(scope, message["status"], perf_counter() - began)
            await send(message)

        try:
            return await self._app(scope, receive, send_counted)
        except Exception:
            if not answered:
                self._count(scope, FAILED, perf_counter() - began)
            raise

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._answers.labels(method, route_of(scope), str(status)).inc()
        self._seconds.labels(method, route_of(scope)).observe(seconds)
