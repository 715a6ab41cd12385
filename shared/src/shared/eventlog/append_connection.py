"""A connection held for appending, without a pool and without a SQLAlchemy transaction in the hot path."""

from collections.abc import Sequence
from typing import cast

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.append import Pending, Verdict, append


class AppendConnection:
    """One connection of the engine, opened at its first use and again after a loss."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._opened: asyncpg.Connection | None = None

    async def append(self, group: Sequence[Pending]) -> list[Verdict]:
        """Append a group in one statement, durable when it returns."""
        return await append(await self._driver(), group)

    async def drop(self) -> None:
        """Close the connection and return it to the pool; its state is unknown after an error."""
        connection, self._connection, self._opened = self._connection, None, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()

    async def _driver(self) -> asyncpg.Connection:
        if self._opened is None or self._opened.is_closed():
            await self.drop()
            connection = await self._engine.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            raw = await self._connection.get_raw_connection()
            self._opened = cast("asyncpg.Connection", raw.driver_connection)
        return self._opened
