"""Answers are counted by route template: no path, which may name a request or hold a secret, becomes a label."""

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from shared.web.request_metrics import RequestMetrics

pytestmark = pytest.mark.unit


@pytest.fixture
def registry():
    """A registry of its own."""
    return CollectorRegistry()


@pytest.fixture
def client(registry):
    """A client of a page that answers and of one that fails."""
    app = FastAPI()

    @app.get("/{agency}/track/{code}")
    async def track(agency: str, code: str) -> str:
        return agency + code

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError

    app.add_middleware(RequestMetrics, registry=registry)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://intake")


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
