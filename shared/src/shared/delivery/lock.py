"""The active process of a service is the one whose database session holds the advisory lock.

The server ends the session when its holder is silent for `SILENT_SECONDS`, or when its machine is (service/engines.py): a frozen
holder does not keep the lock.
"""

import asyncio
from typing import Self

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.outage import is_outage
from shared.process.ending import end_process

LOCK_SECONDS = 1.0
SILENT_SECONDS = 15
"""A holder whose event loop is held up for less keeps the lock: it asks every `LOCK_SECONDS`."""
EXIT_SUPERSEDED = 73
TAKE_LOCK = text("select pg_try_advisory_lock(hashtext('lantai.carrier'))")


class CarrierLock:
    """The session that holds the advisory lock; a process that loses it to another restarts as stand-by."""

    def __init__(self, engine: AsyncEngine, silent_seconds: int = SILENT_SECONDS) -> None:
        self._engine = engine
        self._end_when_silent = text(f"set idle_session_timeout = '{silent_seconds}s'")
        self._connection: AsyncConnection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._drop()

    async def taken(self) -> None:
        """Wait until this process holds the lock."""
        while not await self._try():  # noqa: ASYNC110  # the holder is another process: no event tells
            await asyncio.sleep(LOCK_SECONDS)

    async def held(self) -> None:
        """Watch the session until cancelled. Take the lock again after a database outage; end the process if another holds it."""
        while True:
            await asyncio.sleep(LOCK_SECONDS)
            if await self._alive():
                continue
            while (ours := await self._try()) is None:  # noqa: ASYNC110  # the same
                await asyncio.sleep(LOCK_SECONDS)
            if not ours:
                end_process(EXIT_SUPERSEDED, "carrier.superseded")

    async def _try(self) -> bool | None:
        """True: ours; False: another's; None: the database is away."""
        try:
            if self._connection is None:
                connection = await self._engine.connect()
                self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await self._connection.execute(self._end_when_silent)
            return bool((await self._connection.execute(TAKE_LOCK)).scalar_one())
        except Exception as error:
            await self._drop()
            if is_outage(error):
                return None
            raise

    async def _alive(self) -> bool:
        try:
            if self._connection is not None:
                await self._connection.execute(text("select 1"))
        except Exception as error:
            await self._drop()
            if not is_outage(error):
                raise
        return self._connection is not None

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
