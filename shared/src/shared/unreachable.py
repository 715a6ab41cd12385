"""Tells a database that is away (wait, try again) from a statement that is wrong (do not)."""

import asyncpg
from sqlalchemy.exc import DBAPIError

from shared.store import StoreUnavailable

UNREACHABLE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)

_SQLSTATES = ("08", "57P")
"""Connection exceptions; operator intervention: shut down, crashed, starting up."""


def is_unreachable(error: BaseException) -> bool:
    """True if nothing but the way to the database, or the database's being up, is the matter."""
    if isinstance(error, (StoreUnavailable, TimeoutError, *UNREACHABLE)):
        return True
    if isinstance(error, DBAPIError):
        sqlstate = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or sqlstate.startswith(_SQLSTATES)
    return False
