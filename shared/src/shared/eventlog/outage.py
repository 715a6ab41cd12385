"""Tells a database that is away (wait, try again) from a statement that is wrong (do not)."""

import asyncpg
from sqlalchemy.exc import DBAPIError

from shared.eventlog.store import StoreUnavailable

UNREACHABLE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the driver lost its place when the server went away under it
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,
)

_SQLSTATES = ("08", "53", "57P")
"""Connection exceptions; no room or connection left; operator intervention: shut down, crashed, starting up."""


def is_outage(error: BaseException) -> bool:
    """True if nothing but the way to the database, or the database's being up, is the matter."""
    if isinstance(error, ValueError):
        return False  # the driver's refusal to encode a value, which it calls an InterfaceError too
    if isinstance(error, (StoreUnavailable, TimeoutError, *UNREACHABLE)):
        return True
    if isinstance(error, DBAPIError):
        sqlstate = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or sqlstate.startswith(_SQLSTATES)
    return False
