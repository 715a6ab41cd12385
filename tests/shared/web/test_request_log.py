"""Each request has one id, one trace and one line; no path, which may name a request or hold a secret, stands anywhere."""

import uuid

import httpx
import pytest
import structlog
from fastapi import FastAPI
from opentelemetry import trace
from prometheus_client import CollectorRegistry

from shared.process.tracing import current_trace
from shared.web.request_log import Gateway, RequestLog, RequestMetrics

pytestmark = pytest.mark.unit
GATEWAY = "10.0.0.2"
GIVEN = "b34b5c1e-71f5-4a05-8f5b-3f6c1bd7a111"


@pytest.fixture
def registry():
    """A registry of its own."""
    return CollectorRegistry()


@pytest.fixture
def app(registry):
    """A page that answers, one that fails, a probe, and one that tells its trace."""
    app = FastAPI()

    @app.get("/{agency}/track/{code}")
    async def track(agency: str, code: str) -> str:
        return agency + code

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    @app.get("/readyz")
    async def readyz() -> str:
        return "ok"

    @app.get("/trace")
    async def traced() -> str:
        return str(current_trace())

    app.add_middleware(RequestLog, metrics=RequestMetrics(registry))
    app.add_middleware(Gateway, trusted_hosts=GATEWAY)
    return app


def client_at(app, address):
    """A client that calls from an address."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://intake")


@pytest.fixture
def client(app):
    """A client of the gateway."""
    return client_at(app, GATEWAY)


@pytest.fixture
def lines():
    """The log lines of a test."""
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        yield lines


async def test_one_line_a_request(client, lines):
    """A line tells method, template, status and milliseconds, and the id that the answer carries too."""
    answer = await client.get("/qionghai/track/K7QD?name=someone", headers={"X-Request-Id": GIVEN})

    (line,) = lines
    assert answer.headers["X-Request-Id"] == GIVEN
    assert isinstance(line.pop("milliseconds"), int)
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "GET",
        "route": "/{agency}/track/{code}",
        "status": 200,
        "request_id": GIVEN,
    }


async def test_probes_write_no_line(client, lines):
    """Health endpoints are asked every few seconds: they are counted, not logged."""
    await client.get("/readyz")

    assert lines == []


@pytest.mark.parametrize(
    ("address", "given"), [("10.0.0.99", GIVEN), (GATEWAY, "1\n2"), (GATEWAY, "K7QD-1111")]
)
async def test_id_of_a_stranger_is_not_taken(app, lines, address, given):
    """An id that does not come from the gateway, or is none, is replaced."""
    answer = await client_at(app, address).get("/broken", headers={"X-Request-Id": given})

    assert lines[0]["request_id"] != given
    assert uuid.UUID(lines[0]["request_id"])
    assert answer.status_code == lines[0]["status"] == 500


async def test_trace_of_a_stranger_is_not_taken(client):
    """A visitor's `traceparent` becomes no correlation id: the trace begins here."""
    chosen = "0af7651916cd43dd8448eb211c80319c"

    answer = await client.get("/trace", headers={"traceparent": f"00-{chosen}-b7ad6b7169203331-01"})

    assert chosen not in answer.text.replace("-", "")
    assert not trace.get_current_span().get_span_context().is_valid


def answers(registry):
    """(method, route, status) → how many."""
    return {
        (sample.labels["method"], sample.labels["route"], sample.labels["status"]): sample.value
        for family in registry.collect()
        for sample in family.samples
        if sample.name == "lantai_http_requests_total"
    }


async def test_answers_are_counted_by_template(client, registry):
    """Two agencies and two codes are one series."""
    for path in ("/qionghai/track/K7QD", "/tongliao/track/M3XZ"):
        await client.get(path)

    assert answers(registry) == {("GET", "/{agency}/track/{code}", "200"): 2}
    labels = {"method": "GET", "route": "/{agency}/track/{code}"}
    assert registry.get_sample_value("lantai_http_request_seconds_count", labels) == 2


async def test_failures_are_counted(client, registry):
    """An error that no handler answers counts once, as 500."""
    await client.get("/broken")

    assert answers(registry) == {("GET", "/broken", "500"): 1}


async def test_what_a_stranger_invents_is_no_label(client, registry):
    """Addresses without a page, and made-up methods, are one series."""
    for number in range(9):
        await client.request(f"PROBE{number}", f"/no-page-{number}")

    assert answers(registry) == {("other", "none", "404"): 9}
