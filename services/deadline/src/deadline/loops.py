"""The loops of the timers and of the recount. While the database is unreachable they wait and try again."""

import asyncio
from collections.abc import Awaitable, Callable

from deadline.ticker import BATCH, Ticker
from shared.eventlog.outage import is_outage
from shared.process.logs import logger

TICK_SECONDS = 0.5
RECOUNT_SECONDS = 5.0


async def keep_ticking(ticker: Ticker) -> None:
    """Fire due timers; after a full batch continue without waiting."""
    while True:
        claimed = await _unless_outage(ticker.tick)
        if claimed < BATCH:
            await asyncio.sleep(TICK_SECONDS)


async def keep_recounting(ticker: Ticker) -> None:
    """Count open clocks again soon after a notice was loaded."""
    while True:
        await _unless_outage(ticker.recount)
        await asyncio.sleep(RECOUNT_SECONDS)


async def _unless_outage(step: Callable[[], Awaitable[int]]) -> int:
    """Run one step; return 0 while the database is unreachable. Any other error is raised and ends the carrier."""
    try:
        return await step()
    except Exception as error:
        if not is_outage(error):
            raise
        logger().warning("ticker.waiting", error=repr(error))
        return 0
