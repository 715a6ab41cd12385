"""Reads lanes from the source's log in turns, while the bus brings more than can be taken message by message.

A page of the log costs a tenth of its messages. The heads of the source tell which lanes have new rows. A lane that was not behind
before comes first, the others follow in turns, so a lane with many rows holds up no other.
"""

import asyncio
from time import monotonic

from shared.delivery.feed import Feed
from shared.eventlog.store import StoreUnavailable
from shared.process.cancelling import raise_if_cancelled

POLL_SECONDS = 0.1
POLL_SECONDS_SHARED = 0.02
"""While a lane with few rows is at work: its next row must not wait."""
CALM_SECONDS = 1.0
CALM_ROWS = 100
"""Rows of `CALM_SECONDS` that are fewer than a message each is worth."""


class LogTurns:
    """The lanes of a feed that are behind the source's log; the next one comes first."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._heads: dict[str, int] = {}
        self._behind: dict[str, None] = {}
        self._polled_at = 0.0
        self._calm_since = 0.0
        self._arrived = 0

    async def until_calm(self) -> None:
        """Read until nothing is behind and the log has grown by few rows for a while, or until it cannot be read."""
        try:
            await self._begin()
            while self._behind or not self._is_calm():
                raise_if_cancelled()
                pause = POLL_SECONDS_SHARED if self._feed.pace.shared else POLL_SECONDS
                if monotonic() >= self._polled_at + pause:
                    await self._poll()
                await (self._read_page() if self._behind else asyncio.sleep(pause))
        except StoreUnavailable:
            return

    async def _begin(self) -> None:
        """Take the heads before the comparison, so that rows between the two are met by the next poll."""
        await self._poll()
        self._behind = dict.fromkeys(await self._feed.behind())

    async def _poll(self) -> None:
        heads = {agency: head.seq for agency, head in (await self._feed.log.heads()).items()}
        grown = {agency: seq - self._heads.get(agency, 0) for agency, seq in heads.items()}
        fresh = dict.fromkeys(
            agency for agency, rows in grown.items() if rows > 0 and agency not in self._behind
        )
        self._behind = fresh | self._behind
        self._heads, self._polled_at = heads, monotonic()
        self._arrived += sum(grown.values())
        if self._arrived > CALM_ROWS:
            self._arrived, self._calm_since = 0, self._polled_at

    def _is_calm(self) -> bool:
        return monotonic() > self._calm_since + CALM_SECONDS

    async def _read_page(self) -> None:
        agency = next(iter(self._behind))
        del self._behind[agency]
        if await self._feed.read_on(agency):
            self._behind[agency] = None
