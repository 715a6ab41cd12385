"""A feed: one source's lanes, driven through the followers that follow it.

What arrives on the bus is a hint with the rows in it; what counts is the cursor. A gap, a forged or a re-ordered
message is answered by reading the source's own log (back-fill), never by waiting. Heads are compared every few
seconds, so what the broker lost is found although nobody sends it again. A row that cannot be applied is tried
again, then its lane is parked, visibly; a chain that does not fit is parked as a fork.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.advance import Lane, LaneBroken, advance, advance_in, position
from shared.follower import Follower
from shared.log import logger
from shared.message import Recorded
from shared.store import LogReader
from shared.unreachable import is_unreachable

PAGE_ROWS = 500
ATTEMPTS_MAX = 5
RETRY_SECONDS = 0.2

PARK = text(
    "insert into carrier.parked (follower, service, agency, seq, error, parked_at)"
    " values (:follower, :service, :agency, :seq, :error, lantai_now()) on conflict do nothing"
)
PARKED = text("select follower, agency from carrier.parked where service = :service")

Appended = Callable[[Iterable[tuple[str, int]]], None]


@dataclass
class Feed:
    """Drives `followers` along the lanes of `source`; `appended` learns what reactions wrote."""

    source: str
    log: LogReader
    engine: AsyncEngine
    followers: Sequence[Follower]
    appended: Appended
    lag: dict[str, int] = field(default_factory=dict)
    _parked: set[tuple[str, str]] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self, rows: Sequence[Recorded]) -> None:
        """Make what arrived take effect; returns when it did, or when its lanes are parked."""
        lanes: dict[str, list[Recorded]] = defaultdict(list)
        for row in rows:
            lanes[row.agency].append(row)
        async with self._turn:
            for follower in self.followers:
                if not await self._together(follower, lanes):
                    for agency, its in sorted(lanes.items()):
                        await self._drive(follower, agency, its)

    async def catch_up(self, agency: str) -> None:
        """Bring every follower of a lane up to the source's log."""
        async with self._turn:
            for follower in self.followers:
                await self._drive(follower, agency, ())

    async def compare_heads(self) -> None:
        """The head audit: which follower is behind which lane; those that did not move since are brought up."""
        async with self._turn:
            await self._load_parked()
            heads = await self.log.heads()
            lag: dict[str, int] = {}
            for follower in self.followers:
                for agency, head in heads.items():
                    behind = head.seq - await self._cursor(follower, agency)
                    key = f"{follower.label}/{agency}"
                    if behind and self.lag.get(key, behind) <= behind:
                        await self._drive(follower, agency, ())
                        behind = head.seq - await self._cursor(follower, agency)
                    lag[key] = behind
            self.lag = lag

    async def _together(self, follower: Follower, lanes: dict[str, list[Recorded]]) -> bool:
        """All lanes in one transaction, the common case; False: something is special, take them one by one."""
        if any((follower.label, agency) in self._parked for agency in lanes):
            return False
        ordered = {
            Lane(self.source, agency): sorted(
                {row.seq: row for row in rows}.values(), key=lambda row: row.seq
            )
            for agency, rows in sorted(lanes.items())
        }
        if any(not follower.shares_transactions(rows) for rows in ordered.values()):
            return False
        try:
            async with self.engine.begin() as connection:
                for lane, rows in ordered.items():
                    await advance_in(connection, follower, lane, rows)
        except Exception:  # noqa: BLE001  # each lane is tried alone next, and judged there
            return False
        return True

    async def _drive(self, follower: Follower, agency: str, rows: Sequence[Recorded]) -> None:
        """Advance one lane until it is done or parked; a database that is away is waited for."""
        failures = 0
        while (follower.label, agency) not in self._parked:
            page = (
                PAGE_ROWS if failures == 0 else 1
            )  # one by one, what stands before a poison event takes effect
            try:
                return await self._advance(follower, Lane(self.source, agency), rows, page)
            except Exception as error:  # noqa: BLE001  # whatever a fold raises is poison, and parks its lane
                logger().warning("feed.retry", source=self.source, follower=follower.label, error=repr(error))
                failures += 0 if is_unreachable(error) else 1
                if failures >= ATTEMPTS_MAX:
                    await self._park(follower, agency, error)
            rows = ()
            await asyncio.sleep(RETRY_SECONDS)
        return None

    async def _advance(self, follower: Follower, lane: Lane, rows: Sequence[Recorded], page: int) -> None:
        try:
            if rows:
                self.appended(await advance(self.engine, follower, lane, rows))
                return
        except LaneBroken:
            logger().info("feed.back-fill", source=lane.service, agency=lane.agency, follower=follower.label)
        while found := await self.log.read(lane.agency, await self._cursor(follower, lane.agency), page):
            self.appended(await advance(self.engine, follower, lane, found))

    async def _cursor(self, follower: Follower, agency: str) -> int:
        async with self.engine.begin() as connection:
            key = await follower.cursor_key(connection)
            return (await position(connection, key, Lane(self.source, agency))).seq

    async def _park(self, follower: Follower, agency: str, error: Exception) -> None:
        seq = await self._cursor(follower, agency) + 1
        async with self.engine.begin() as connection:
            await connection.execute(
                PARK,
                {
                    "follower": follower.label,
                    "service": self.source,
                    "agency": agency,
                    "seq": seq,
                    "error": f"{type(error).__name__}: {error}"[:2000],
                },
            )
        self._parked.add((follower.label, agency))
        logger().error("feed.parked", source=self.source, agency=agency, follower=follower.label, seq=seq)

    async def _load_parked(self) -> None:
        async with self.engine.connect() as connection:
            rows = await connection.execute(PARKED, {"service": self.source})
            self._parked = {(row.follower, row.agency) for row in rows}
