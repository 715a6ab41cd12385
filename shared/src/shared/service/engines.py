"""The engines of a service's database roles: pools that discard a connection known by the driver to be closed.

A query before each use (`pool_pre_ping`) costs three round trips. The driver notices a server that ended by itself. If a
server falls silent, the first user gets `StoreUnavailable` and the pool opens a new connection.
"""

import socket

from sqlalchemy import PoolProxiedConnection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from shared.process.json_columns import JSON_COLUMNS
from shared.process.settings import async_dsn

POOL_SIZE = 10
OVERFLOW_MAX = 10
CONNECTIONS_MAX = POOL_SIZE + OVERFLOW_MAX

IDLE_SECONDS, INTERVAL_SECONDS, PROBES = 5, 2, 3
GONE_SECONDS = IDLE_SECONDS + INTERVAL_SECONDS * PROBES
"""A machine that is silent so long is gone. By default it takes two hours, for which its locks would be kept."""
NOTICED_BY_SERVER = {
    "tcp_keepalives_idle": str(IDLE_SECONDS),
    "tcp_keepalives_interval": str(INTERVAL_SECONDS),
    "tcp_keepalives_count": str(PROBES),
    "tcp_user_timeout": str(1000 * GONE_SECONDS),
}
NOTICED_HERE = (
    (socket.TCP_KEEPIDLE, IDLE_SECONDS),
    (socket.TCP_KEEPINTVL, INTERVAL_SECONDS),
    (socket.TCP_KEEPCNT, PROBES),
    (socket.TCP_USER_TIMEOUT, 1000 * GONE_SECONDS),
)


def open_engine(dsn: str) -> AsyncEngine:
    """An engine for a role's address; it connects at its first use."""
    engine = create_async_engine(
        async_dsn(dsn),
        pool_size=POOL_SIZE,
        max_overflow=OVERFLOW_MAX,
        **JSON_COLUMNS,
        connect_args={"server_settings": NOTICED_BY_SERVER},
    )
    event.listen(engine.sync_engine, "connect", _keep_alive)
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _keep_alive(_: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    """Let this side notice a silent machine as soon as the server does; asyncpg has no option for it."""
    sock = entry.driver_connection._transport.get_extra_info("socket")  # type: ignore[union-attr]  # noqa: SLF001  # see above
    if sock.family in {socket.AF_INET, socket.AF_INET6}:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, seconds in NOTICED_HERE:
            sock.setsockopt(socket.IPPROTO_TCP, option, seconds)


def _refuse_closed(_: DBAPIConnection, entry: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    """Raise `DisconnectionError` for a closed connection: the pool opens another in its place."""
    driver = entry.driver_connection
    if driver is not None and driver.is_closed():
        raise DisconnectionError("the server closed this connection")
