"""The health endpoints tell pages from carrier, and answer in time although the database is silent."""

import os
import signal
import socket
import time

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy import text

from deploy.servers.ports import free_port
from shared.process.settings import Settings
from shared.service.carrier import Carrier
from shared.service.health import health_routes
from shared.service.metrics import Metrics, metrics_route
from shared.service.runtime import Runtime

pytestmark = pytest.mark.contract
IN_TIME_SECONDS = 3
DEAF = "postgresql://somebody:secret@127.0.0.1:{port}/intake"


@pytest.fixture
def deaf_dsn():
    """The address of a server that takes connections and never says a word, as a frozen one does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield DEAF.format(port=server.getsockname()[1])


@pytest.fixture
async def client_of():
    """`client_of(app_dsn, carrier_dsn)`: a client of the endpoints of intake, without a bus."""
    runtimes = []

    def make(app_dsn, carrier_dsn):
        settings = Settings(
            service="intake",
            listen_port=0,
            database_app_dsn=app_dsn,
            database_carrier_dsn=carrier_dsn,
            nats_url=f"nats://127.0.0.1:{free_port()}",
            pass_public_key="",
        )
        runtime, registry = Runtime(settings), CollectorRegistry()
        runtimes.append(runtime)
        carrier, app = Carrier(runtime, (), (), registry), FastAPI()
        app.include_router(health_routes(runtime, carrier))
        app.include_router(metrics_route(Metrics(runtime, carrier, registry, ())))
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://intake")
        client.engine = runtime.app_engine
        return client

    yield make
    for runtime in runtimes:
        await runtime.close()


async def test_bus_that_is_away_is_the_carriers_illness_alone(client_of, service_database):
    """While the database answers pages are ready; the carrier, whose bus is away, is not well."""
    database = await service_database("intake")
    client = client_of(database.app_dsn, database.carrier_dsn)

    pages, carrier = await client.get("/readyz"), await client.get("/carrierz")

    assert (pages.status_code, pages.json()) == (
        200,
        {"ready": True, "database": True, "old_projections": {}},
    )
    assert carrier.status_code == 503
    assert (carrier.json()["database"], carrier.json()["bus"]) == (True, False)


@pytest.mark.parametrize(("path", "status"), [("/readyz", 503), ("/carrierz", 503), ("/metrics", 200)])
async def test_silent_database_is_not_waited_for(client_of, deaf_dsn, path, status):
    """Every endpoint answers within three seconds while a connection to the database hangs."""
    client = client_of(deaf_dsn, deaf_dsn)
    began = time.monotonic()

    answer = await client.get(path)

    assert time.monotonic() - began < IN_TIME_SECONDS
    assert answer.status_code == status


@pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="a process of that server cannot be frozen from here"
)
async def test_database_that_freezes_and_thaws(client_of, service_database):
    """Pages are not ready while the process behind a pooled connection is frozen, and ready when it goes on."""
    database = await service_database("intake")
    client = client_of(database.app_dsn, database.carrier_dsn)
    async with client.engine.connect() as connection:
        pid = (await connection.execute(text("select pg_backend_pid()"))).scalar_one()
    os.kill(pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        frozen = await client.get("/readyz")
        took = time.monotonic() - began
    finally:
        os.kill(pid, signal.SIGCONT)

    assert took < IN_TIME_SECONDS
    assert frozen.status_code == 503
    assert (await client.get("/readyz")).status_code == 200
