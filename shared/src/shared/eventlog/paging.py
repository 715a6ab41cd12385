"""Reads a lane page by page; the next page is fetched while the caller works on this one."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

from shared.eventlog.store import LogReader
from shared.message import Recorded


async def lane_pages(
    log: LogReader, agency: str, after: int, size: int
) -> AsyncGenerator[Sequence[Recorded], None]:
    """Yield pages of at most `size` rows with `seq > after`, until the lane ends."""
    page = await log.read(agency, after, size)
    while page:
        coming = asyncio.create_task(log.read(agency, page[-1].seq, size))
        await asyncio.sleep(0)  # sends the query before the caller's work begins
        try:
            yield page
        except GeneratorExit:
            coming.cancel()
            raise
        page = await coming
