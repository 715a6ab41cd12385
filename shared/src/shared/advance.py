"""Exactly-once effect: rows of a lane, however often and in whatever order they come, take effect once and in order.

In one transaction: lock the cursor row; skip what it is past; check number, leaf and chain of the rest against it;
apply; move the cursor. A gap or a chain that does not fit makes no effect: the caller reads the source's own log.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.evidence import faults, genesis
from shared.follower import ADVANCE, CURSOR, Follower
from shared.message import Recorded
from shared.store import Head


@dataclass(frozen=True, slots=True, order=True)
class Lane:
    """The unit of order: a service's events in one agency."""

    service: str
    agency: str


class LaneBroken(Exception):
    """The rows do not follow the cursor: a gap, an altered row, or a fork of the chain."""

    def __init__(self, lane: Lane, seq: int, what: str) -> None:
        super().__init__(f"{lane.service}/{lane.agency} at {seq}: {what}")
        self.lane = lane
        self.seq = seq
        self.what = what


async def position(connection: AsyncConnection, key: str, lane: Lane) -> Head:
    """Where a follower stands in a lane; locks its row until the transaction ends."""
    row = (await connection.execute(CURSOR, {"f": key, "s": lane.service, "a": lane.agency})).one_or_none()
    return Head(row.seq, row.chain) if row else Head(0, genesis(lane.service, lane.agency))


async def advance(
    engine: AsyncEngine, follower: Follower, lane: Lane, rows: Sequence[Recorded]
) -> list[tuple[str, int]]:
    """Make `rows` of `lane` take effect; what was appended on the way. Raises `LaneBroken`."""
    ordered = sorted({row.seq: row for row in rows}.values(), key=lambda row: row.seq)
    appended: list[tuple[str, int]] = []
    for part in follower.slices(ordered):
        async with engine.begin() as connection:
            appended.extend(await advance_in(connection, follower, lane, part))
    return appended


async def advance_in(
    connection: AsyncConnection, follower: Follower, lane: Lane, rows: Sequence[Recorded]
) -> Sequence[tuple[str, int]]:
    """One slice, in the caller's transaction."""
    key = await follower.cursor_key(connection)
    head = await position(connection, key, lane)
    fresh = [row for row in rows if row.seq > head.seq]
    if not fresh:
        return ()
    for seq, what in faults(fresh, head.seq, head.chain):
        raise LaneBroken(lane, seq, what)
    # The cursor moves first: a reaction's append must be the last statement, since it holds the lane's row.
    last = fresh[-1]
    await connection.execute(
        ADVANCE,
        {"f": key, "s": lane.service, "a": lane.agency, "seq": last.seq, "chain": last.chain},
    )
    return await follower.apply(connection, fresh)
