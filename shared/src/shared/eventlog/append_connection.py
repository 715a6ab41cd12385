"""A connection that is held for appending: no pool and no transaction of Python's around the hot path."""

from collections.abc import Sequence
from typing import cast

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.append import Pending, Verdict, append


class Line:
    """One connection of the engine, opened when it is first needed and again after it was lost."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._opened: asyncpg.Connection | None = None

    async def append(self, group: Sequence[Pending]) -> list[Verdict]:
        """Append a group in one statement, durable when it returns."""
        return await append(await self._driver(), group)

    async def drop(self) -> None:
        """Give the connection back, closed: what stands in it is not known."""
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
