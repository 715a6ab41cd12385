"""The vaults that the contract suites run on: in memory, in PostgreSQL, and the latter in a container."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.privacy.postgres_vault import PgVault
from shared.privacy.vault import MemoryVault, Secrets
from support.servers.databases import Cluster
from support.servers.vaults import INTAKES, REVIEWS, Vaults


@pytest.fixture(
    params=[
        pytest.param("memory", marks=pytest.mark.unit),
        pytest.param("postgres", marks=pytest.mark.contract),
        pytest.param("container", marks=pytest.mark.container),
    ]
)
def cluster(request: pytest.FixtureRequest) -> Cluster | None:
    """Where the keys lie; None: in memory."""
    return None if request.param == "memory" else request.getfixturevalue(f"{request.param}_cluster")


@pytest.fixture
async def vaults(cluster: Cluster | None, engines: Callable[[str], AsyncEngine]) -> AsyncIterator[Vaults]:
    """Empty vaults over the same keys."""
    if cluster is None:
        intake = MemoryVault("intake", INTAKES)
        yield Vaults(intake, intake.for_service("review", REVIEWS))
        return
    database = await cluster.keys()
    yield Vaults(
        PgVault(engines(database.intake_dsn), Secrets(INTAKES)),
        PgVault(engines(database.review_dsn), Secrets(REVIEWS)),
    )
    await cluster.drop_clones()
