"""Read-your-writes: wait until a service's own projections show a number.

The process that folds them knows what they show; a stand-by process asks the database, with one query for all waiting
pages: if each of a hundred pages asked, the folds that they wait for would be delayed.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.checkpoints import projections_show

LOOK_SECONDS = 0.05
"""Seconds between queries while no fold brings the number."""


class ReadYourWrites:
    """Waits until this service's projections show a number of its own lanes."""

    def __init__(self, service: str, engine: AsyncEngine) -> None:
        self._service = service
        self._engine = engine
        self.names: tuple[str, ...] = ()
        self._folded: dict[str, int] = {}
        self._moved = asyncio.Event()
        self._looks: dict[str, asyncio.Task[int]] = {}

    def moved(self, folded: Mapping[str, int]) -> None:
        """Wake waiting pages: this process folded its own lanes (agency) up to these numbers."""
        self._folded.update(folded)
        self._moved.set()
        self._moved = asyncio.Event()

    async def show(self, agency: str, seq: int, seconds: float) -> bool:
        """Wait, at most `seconds`, until all projections show number `seq`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        asks = not self._folded  # a stand-by process is not told of folds
        while self._folded.get(agency, 0) < seq:
            moved = self._moved  # taken before the query, so that no fold is missed
            if asks and await self._look(agency) >= seq:
                return True
            if loop.time() > until:
                return False
            asks = not await _comes(moved)
        return True

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


async def _comes(moved: asyncio.Event) -> bool:
    """Wait for a fold, `LOOK_SECONDS` at most; whether one came."""
    with suppress(TimeoutError):
        return await asyncio.wait_for(moved.wait(), LOOK_SECONDS)
    return False
