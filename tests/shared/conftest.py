"""The stores that the contract suite runs on."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.memory_store import MemoryStore
from shared.pg_store import PgLog, PgStore
from support.databases import Cluster
from support.stores import SERVICE, OneTransactionEach, Stores


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
