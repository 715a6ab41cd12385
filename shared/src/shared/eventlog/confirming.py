"""Asks a source's log whether it has a row: a message of the bus, however well chained, may be forged.

A chain that agrees at one number agrees at all numbers before it, so one row confirms a batch.
"""

from collections.abc import Mapping, Sequence

from shared.eventlog.store import Head, LogReader, StoreUnavailable
from shared.message import Recorded
from shared.process.logs import logger


async def in_log(log: LogReader, agency: str, at: Head | Recorded, head: Head | None) -> bool:
    """Whether the log has number `at.seq` of a lane with the same chain; the lane's `head` saves the read of its last row.

    Raises `StoreUnavailable`.
    """
    if head is not None and at.seq == head.seq:
        return at.chain == head.chain
    found = await log.read(agency, at.seq - 1, 1)
    return [(row.seq, row.chain) for row in found] == [(at.seq, at.chain)]


async def unconfirmed(log: LogReader, lanes: Mapping[str, Sequence[Recorded]]) -> frozenset[str]:
    """The agencies whose last row the log does not have; all, if it cannot be read now. Rows are in order."""
    try:
        heads = await log.heads()
        return frozenset(
            [
                agency
                for agency, rows in lanes.items()
                if not await in_log(log, agency, rows[-1], heads.get(agency))
            ]
        )
    except StoreUnavailable as error:
        logger().warning("feed.source-away", error=str(error))
        return frozenset(lanes)
