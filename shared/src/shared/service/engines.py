"""The engines of a service's database roles: pools that discard a connection known by the driver to be closed.

A query before each use (`pool_pre_ping`) costs three round trips. The driver notices a server that ended by itself. If a
server falls silent, the first user gets `StoreUnavailable` and the pool opens a new connection.
"""

from sqlalchemy import PoolProxiedConnection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from shared.process.settings import async_dsn

POOL_SIZE = 10
OVERFLOW_MAX = 10
CONNECTIONS_MAX = POOL_SIZE + OVERFLOW_MAX


def open_engine(dsn: str) -> AsyncEngine:
    """An engine for a role's address; it connects at its first use."""
    engine = create_async_engine(async_dsn(dsn), pool_size=POOL_SIZE, max_overflow=OVERFLOW_MAX)
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(_: DBAPIConnection, entry: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    """Raise `DisconnectionError` for a closed connection: the pool opens another in its place."""
    driver = entry.driver_connection
    if driver is not None and driver.is_closed():
        raise DisconnectionError("the server closed this connection")
