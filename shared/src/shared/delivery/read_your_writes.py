"""Read-your-writes: whether a service's own projections show a number yet. However many pages wait, one looks for all.

Who waits takes nothing from who folds: a hundred pages that each asked the database would keep the folds from it.
"""

import asyncio
from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.checkpoints import projections_show

LOOK_SECONDS = 0.05
"""How often a process looks that is not told of folds, since another one carries."""


class ReadYourWrites:
    """What this service's projections show of its own lanes."""

    def __init__(self, service: str, engine: AsyncEngine) -> None:
        self._service = service
        self._engine = engine
        self.names: tuple[str, ...] = ()
        self._moved = asyncio.Event()
        self._looks: dict[str, asyncio.Task[int]] = {}

    def moved(self) -> None:
        """They were folded into here: who waits looks again."""
        self._moved.set()
        self._moved = asyncio.Event()

    async def show(self, agency: str, seq: int, seconds: float) -> bool:
        """Wait, so many seconds at most, until all of them show number `seq`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            moved = self._moved  # before looking, so that no fold is missed
            if await self._look(agency) >= seq:
                return True
            if loop.time() > until:
                return False
            with suppress(TimeoutError):
                await asyncio.wait_for(moved.wait(), LOOK_SECONDS)

    async def _look(self, agency: str) -> int:
        """Together with whoever asks while it is under way."""
        look = self._looks.get(agency)
        if look is None:
            look = self._looks[agency] = asyncio.create_task(self._shown(agency))
            look.add_done_callback(lambda _: self._looks.pop(agency, None))
        return await asyncio.shield(look)

    async def _shown(self, agency: str) -> int:
        async with self._engine.connect() as connection:
            return await projections_show(connection, self.names, self._service, agency)
