"""Read-your-writes: wait until a service's own projections show a number. One query serves all waiting pages.

If each of a hundred pages asked the database, the folds that they wait for would be delayed.
"""

import asyncio
from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.checkpoints import projections_show

LOOK_SECONDS = 0.05
"""Seconds between queries in a stand-by process, which is not told of folds."""


class ReadYourWrites:
    """Waits until this service's projections show a number of its own lanes."""

    def __init__(self, service: str, engine: AsyncEngine) -> None:
        self._service = service
        self._engine = engine
        self.names: tuple[str, ...] = ()
        self._moved = asyncio.Event()
        self._looks: dict[str, asyncio.Task[int]] = {}

    def moved(self) -> None:
        """Wake waiting pages: this process folded rows."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def show(self, agency: str, seq: int, seconds: float) -> bool:
        """Wait, at most `seconds`, until all projections show number `seq`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            moved = self._moved  # taken before the query, so that no fold is missed
            if await self._look(agency) >= seq:
                return True
            if loop.time() > until:
                return False
            with suppress(TimeoutError):
                await asyncio.wait_for(moved.wait(), LOOK_SECONDS)

    async def _look(self, agency: str) -> int:
        """Query once for all pages that ask while the query runs."""
        look = self._looks.get(agency)
        if look is None:
            look = self._looks[agency] = asyncio.create_task(self._shown(agency))
            look.add_done_callback(lambda _: self._looks.pop(agency, None))
        return await asyncio.shield(look)

    async def _shown(self, agency: str) -> int:
        async with self._engine.connect() as connection:
            return await projections_show(connection, self.names, self._service, agency)
