"""Engines on the databases of all services, for work that reads them together."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.topology import SERVICES
from shared.process.settings import async_dsn


@asynccontextmanager
async def service_engines(dsn: Callable[[str], str]) -> AsyncIterator[Mapping[str, AsyncEngine]]:
    """Open an engine on each service's database at `dsn`; dispose of them in the end."""
    async with AsyncExitStack() as opened:
        engines = {service: create_async_engine(async_dsn(dsn(service))) for service in SERVICES}
        for engine in engines.values():
            opened.push_async_callback(engine.dispose)
        yield engines
