"""The stores that the contract suite runs on; one service that follows another's log, on a real database."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.feed import Feed
from shared.delivery.subscription import ProjectionSubscription
from shared.eventlog.memory import MemoryStore
from shared.eventlog.postgres import PgLog, PgStore
from support.servers.carrier import EffectProjection
from support.servers.databases import Cluster, MakeServiceDatabase, ServiceDatabase
from support.servers.stores import SERVICE, OneTransactionEach, Stores


@pytest.fixture(
    params=[
        pytest.param("memory", marks=pytest.mark.unit),
        pytest.param("postgres", marks=pytest.mark.contract),
        pytest.param("transaction", marks=pytest.mark.contract),
        pytest.param("container", marks=pytest.mark.container),
    ]
)
def adapter(request: pytest.FixtureRequest) -> tuple[str, Cluster | None]:
    """Which adapter, and where its databases are made."""
    clusters = {"memory": None, "container": "container_cluster"}
    fixture = clusters.get(request.param, "postgres_cluster")
    return request.param, request.getfixturevalue(fixture) if fixture else None


@pytest.fixture
async def stores(
    adapter: tuple[str, Cluster | None], engines: Callable[[str], AsyncEngine]
) -> AsyncIterator[Stores]:
    """An empty log behind the adapter."""
    kind, cluster = adapter
    if cluster is None:
        memory = MemoryStore(SERVICE)
        yield Stores(memory, memory)
        return
    database = await cluster.service(SERVICE)
    carrier = engines(database.carrier_dsn)
    log = PgLog(SERVICE, carrier)
    if kind == "transaction":
        yield Stores(OneTransactionEach(SERVICE, carrier), log)
    else:
        store = PgStore(SERVICE, engines(database.app_dsn))
        yield Stores(store, log)
        await store.close()
    await cluster.drop_clones()


@pytest.fixture
def source() -> MemoryStore:
    """Intake's log."""
    return MemoryStore("intake")


@pytest.fixture
def projection() -> EffectProjection:
    """Review's projection of intake's events."""
    return EffectProjection("intake")


@pytest.fixture
async def database(service_database: MakeServiceDatabase, projection: EffectProjection) -> ServiceDatabase:
    """Review's database."""
    return await service_database("review", projections=[projection])


@pytest.fixture
def carrier(database: ServiceDatabase, engines: Callable[[str], AsyncEngine]) -> AsyncEngine:
    """Review's carrier role."""
    return engines(database.carrier_dsn)


@pytest.fixture
def feed(source: MemoryStore, carrier: AsyncEngine, projection: EffectProjection) -> Feed:
    """Review's feed of intake, which keeps the projection."""
    return Feed("intake", source, carrier, [ProjectionSubscription(projection)], lambda _: None)
