"""Distinguishes a database outage (wait, try again) from a wrong statement (do not try again)."""

import asyncpg
from sqlalchemy.exc import DBAPIError

from shared.eventlog.store import StoreUnavailable

UNREACHABLE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the driver's state when the server ends during a statement
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,
)

_SQLSTATES = ("08", "53", "57P")
"""SQLSTATE classes: connection exceptions; insufficient resources; operator intervention (shut down, crashed, starting up)."""


def is_outage(error: BaseException) -> bool:
    """Whether the error means that the database is unreachable, and not that the statement is wrong."""
    if isinstance(error, ValueError):
        return False  # a value that the driver cannot encode is an InterfaceError too
    if isinstance(error, (StoreUnavailable, TimeoutError, *UNREACHABLE)):
        return True
    if isinstance(error, DBAPIError):
        sqlstate = getattr(error.orig, "sqlstate", None) or ""
        return error.connection_invalidated or sqlstate.startswith(_SQLSTATES)
    return False
