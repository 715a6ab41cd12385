"""A lane from a number on, page by page; the next page is on its way while the caller works on this one."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

from shared.eventlog.store import LogReader
from shared.message import Recorded


async def lane_pages(
    log: LogReader, agency: str, after: int, size: int
) -> AsyncGenerator[Sequence[Recorded], None]:
    """Pages of at most `size` rows behind `after`, until the lane has no more."""
    page = await log.read(agency, after, size)
    while page:
        coming = asyncio.create_task(log.read(agency, page[-1].seq, size))
        await asyncio.sleep(0)  # lets the question go out before the caller's work begins
        try:
            yield page
        except GeneratorExit:
            coming.cancel()
            raise
        page = await coming
