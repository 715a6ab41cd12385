"""One process of a service for tests: runtime, carrier and a projection that counts effects, on real servers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from shared.process.settings import Settings
from shared.service.carrier import Carrier
from shared.service.runtime import Runtime
from support.servers.carrier import Echo, EffectProjection, running

LANE = "qionghai"


@dataclass
class ServiceProcess:
    """One process of a service."""

    runtime: Runtime
    carrier: Carrier
    projection: EffectProjection
    registry: CollectorRegistry
    superuser_dsn: str

    async def effects(self, agency: str = LANE) -> list[tuple[int, int]]:
        """What took effect in its projection."""
        return await self.projection.effects(self.runtime.carrier_engine, agency)


@pytest.fixture
async def process_of(service_database, broker) -> AsyncIterator:
    """`process_of(service, source)`: a process of a service, with a projection of the source's events; not running yet."""
    made, databases = [], {}

    async def make(service: str, source: str, *reactions: Echo) -> ServiceProcess:
        projection = EffectProjection(source)
        if service not in databases:
            databases[service] = await service_database(service, projections=[projection])
        database = databases[service]
        settings = Settings(
            service=service,
            listen_port=0,
            database_app_dsn=database.app_dsn,
            database_carrier_dsn=database.carrier_dsn,
            nats_url=broker.server.url,
            nats_user=service,
            nats_password=SecretStr(broker.server.passwords[service]),
            pass_public_key="",
        )
        runtime = Runtime(settings)
        runtime.projections = (projection,)
        runtime.read_your_writes.names = (projection.name,) if source == service else ()
        registry = CollectorRegistry()
        carrier = Carrier(runtime, [projection], reactions, registry)
        made.append(ServiceProcess(runtime, carrier, projection, registry, database.superuser_dsn))
        return made[-1]

    yield make
    for process in made:
        await process.carrier.close()
        await process.runtime.close()


@asynccontextmanager
async def carrying(*processes: ServiceProcess) -> AsyncIterator[list]:
    """Run carriers while the block runs."""
    async with running(*(process.carrier.run(()) for process in processes)) as tasks:
        yield tasks
