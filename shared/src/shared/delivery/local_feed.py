"""A service's own lanes: folded from its own log without the bus, woken by each append, so pages show their own writes.

Every woken lane has an equal share of a turn, so an import holds up no other agency.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping

from shared.delivery.feed import Feed
from shared.eventlog.outage import is_outage
from shared.eventlog.store import LanesReader

RETRY_SECONDS = 0.2


class LocalFeed:
    """The lanes that were appended to, and the last number of each that the feed was given."""

    def __init__(self, log: LanesReader, feed: Feed, folded: Callable[[Mapping[str, int]], None]) -> None:
        """`folded` is called whenever rows took effect, with the last number of each lane whose rows all did."""
        self._log = log
        self._feed = feed
        self._folded = folded
        self._woken = asyncio.Event()
        self._dirty: set[str] = set()
        self._reached: dict[str, int] = {}

    def wake(self, agencies: Iterable[str]) -> None:
        """Note that these lanes have new rows."""
        self._dirty.update(agencies)
        if self._dirty:
            self._woken.set()

    async def woken(self) -> set[str]:
        """Wait for a woken lane; return all that were woken since the last call."""
        await self._woken.wait()
        self._woken.clear()
        lanes, self._dirty = self._dirty, set()
        return lanes

    async def run(self) -> None:
        """Fold until cancelled, first the rows that an earlier process left; wait while the database is unreachable."""
        began = False
        while True:
            try:
                if not began:
                    self._reached = dict(await self._feed.reached())
                    self.wake(await self._log.heads())
                    began = True
                await self._fold(await self.woken())
            except Exception as error:
                if not is_outage(error):
                    raise
                began = False
                await asyncio.sleep(RETRY_SECONDS)

    async def _fold(self, lanes: set[str]) -> None:
        after = {agency: self._reached.get(agency, 0) for agency in sorted(lanes)}
        share = max(1, self._feed.pace.rows() // max(1, len(after)))
        rows = await self._log.read_lanes(after, share)
        broken = await self._feed.take(rows, from_log=True)
        last = {row.agency: row.seq for row in rows}
        self._folded({agency: seq for agency, seq in last.items() if agency not in broken})
        self._reached.update(last)
        self.wake({agency for agency in after if self._reached.get(agency, 0) == after[agency] + share})
