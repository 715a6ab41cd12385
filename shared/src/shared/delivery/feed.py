"""A feed: drives the lanes of one source through the subscriptions that hear it.

A message of the bus is a hint that carries rows; the checkpoint decides. After a gap, a forged or a re-ordered message
the feed reads the source's own log (back-fill) and never waits. A page is read once for all subscriptions. Lanes are read
in turns, and the feed is free between two pages, so a lane with many rows holds up no other. The head audit finds what the
broker lost. A row of the log that fails again becomes a dead letter that stops its lane; a wrong chain does so as a fork.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.advance import (
    Lane,
    LaneBroken,
    Lanes,
    Outcome,
    Place,
    Work,
    advance,
    all_positions,
    lane_positions,
    lanes_of,
)
from shared.delivery.dead_letters import DeadLetters, add_dead_letter, dead_letters
from shared.delivery.standstill import Standstill
from shared.delivery.subscription import Appended, Subscription
from shared.eventlog.confirming import in_log, unconfirmed
from shared.eventlog.outage import is_outage
from shared.eventlog.store import Head, LogReader, StoreUnavailable
from shared.message import Recorded
from shared.process.logs import logger
from shared.process.pace import PAGE_ROWS, Pace
from shared.projections.generations import OtherVersion

ATTEMPTS_MAX = 5
RETRY_SECONDS = 0.2


class SourceAway(Exception):
    """The source's log cannot be read now."""


Broken = Sequence[tuple[Subscription, LaneBroken]]
"""Subscriptions, each with the reason why rows of a lane did not take effect."""


@dataclass
class Feed:
    """Drives `subscriptions` along the lanes of `source`; `appended` is called with the appends of reactions."""

    source: str
    log: LogReader
    engine: AsyncEngine
    subscriptions: Sequence[Subscription]
    appended: Callable[[Appended], None]
    standstill: Standstill = field(default_factory=Standstill)
    back_fills: int = 0
    """Number of lanes read from the source's log because messages of the bus were missing."""
    pace: Pace = field(default_factory=Pace)
    _dead_letters: DeadLetters = frozenset()
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self, rows: Sequence[Recorded], *, from_log: bool = False) -> Collection[str]:
        """Apply rows that arrived, or were read `from_log`; return the agencies that were back-filled or have dead letters."""
        await self._back_fill(broken := await self.apply(rows, from_log=from_log))
        return {*broken, *(agency for _, agency in self._dead_letters)}

    async def apply(self, rows: Sequence[Recorded], *, from_log: bool = False) -> Collection[str]:
        """Apply rows; return the agencies whose lanes have to be read from the source's log.

        An irrevocable effect of rows that arrived waits until the source's log has the last of them with the same chain.
        """
        lanes = lanes_of(rows)
        held = frozenset[str]()
        if not from_log and any(subscription.irrevocable for subscription in self.subscriptions):
            held = await unconfirmed(self.log, lanes)
        async with self._turn:
            began = monotonic()
            broken = await self._apply(lanes, self.subscriptions, from_log=from_log, held=held)
            self.pace.took([len(its) for its in lanes.values()], monotonic() - began)
        for subscription, why in broken:
            logger().warning("feed.back-fill", subscription=subscription.label, why=str(why))
        return held | {why.lane.agency for _, why in broken}

    async def read_on(self, agency: str) -> bool:
        """Apply the next page of a lane's log to the subscriptions that are behind it; return whether there may be another.

        While the database is unreachable, wait. If the source is unreachable, return False: waiting would hold up its
        other lanes, and the next head audit drives this one.
        """
        async with self._turn:
            while (more := await self._try_page(Lane(self.source, agency))) is None:  # noqa: ASYNC110  # no event tells that the database is back
                await asyncio.sleep(RETRY_SECONDS)
        return more

    async def catch_up(self, agency: str) -> None:
        """Bring every subscription of a lane up to the source's log."""
        await self._back_fill([agency])

    async def reached(self) -> Mapping[str, int]:
        """Agency → the last number that every subscription has applied; a lane that some subscription has not begun is left out."""
        at = await self._positions()
        lanes = {agency for _, agency in at}
        begun = {a: [at.get((each.label, a)) for each in self.subscriptions] for a in lanes}
        return {a: min(head.seq for head in heads if head) for a, heads in begun.items() if all(heads)}

    async def behind(self) -> Collection[str]:
        """The agencies whose lanes are behind the source's log; none, if it cannot be read now."""
        try:
            heads, at = await self.log.heads(), await self._positions()
        except Exception as error:
            if not is_outage(error):
                raise
            return ()
        return [
            agency
            for agency, head in heads.items()
            if any(self._at(at, each, agency).seq < head.seq for each in self.subscriptions)
        ]

    async def compare_heads(self) -> None:
        """Run the head audit: find rows that the bus did not deliver.

        A lane that is behind and did not move since the last audit is back-filled. A lane that the source's log does not
        confirm gets a dead letter as a fork. A lane whose dead letter was deleted is driven again.
        """
        heads = await self.log.heads()
        async with self._turn:
            self._dead_letters = await dead_letters(self.engine, self.source)
            behind = await self._compare(heads)
        await self._back_fill(behind)
        at = await self._positions()
        for subscription in self.subscriptions:
            for agency, head in heads.items():
                self.standstill.note(
                    subscription.label, agency, self._at(at, subscription, agency).seq, head.seq
                )

    async def _compare(self, heads: Mapping[str, Head]) -> Collection[str]:
        """Stop the lanes that the source's log does not confirm; return the agencies whose lanes are behind and stand still."""
        stands = await self._positions()
        behind: dict[str, None] = {}
        for subscription in self.subscriptions:
            begun = {agency for label, agency in stands if label == subscription.label}
            for agency in sorted(heads.keys() | begun):
                lane = Lane(self.source, agency)
                head, at = heads.get(agency, lane.start), self._at(stands, subscription, agency)
                if at.seq >= head.seq and not await in_log(self.log, agency, at, head):
                    await self._add_dead_letter(
                        subscription, lane, at.seq, "fork: the source's log does not know this event"
                    )
                elif at.seq < head.seq and self.standstill.stood_at(subscription.label, agency, at.seq):
                    behind.setdefault(agency)
        return behind

    async def _back_fill(self, agencies: Iterable[str]) -> None:
        """Read lanes from the source's log up to their ends, a page of each in turn."""
        waiting = deque(agencies)
        self.back_fills += len(waiting)
        while waiting:
            if await self.read_on(agency := waiting.popleft()):
                waiting.append(agency)

    async def _try_page(self, lane: Lane) -> bool | None:
        """Return None if the database is unreachable."""
        try:
            return await self._page(lane)
        except SourceAway as error:
            logger().warning("feed.source-away", source=self.source, agency=lane.agency, error=str(error))
            return False
        except Exception as error:
            if not is_outage(error):
                raise
            logger().warning("feed.retry", source=self.source, error=repr(error))
            return None

    async def _page(self, lane: Lane) -> bool:
        """Read the rows after the lowest checkpoint once, and apply them to every subscription that is behind their end."""
        following = [each for each in self.subscriptions if not self._stopped(each, lane)]
        if not following:
            return False
        async with self.engine.connect() as connection:
            at = await lane_positions(connection, following, lane)
        rows = await self._read(lane, min(head.seq for head in at), self.pace.rows())
        if not rows:
            return False
        behind = [each for each, head in zip(following, at, strict=True) if head.seq < rows[-1].seq]
        began = monotonic()
        for subscription, broken in await self._apply({lane.agency: rows}, behind, from_log=True):
            await self._add_dead_letter(subscription, lane, broken.seq, f"fork: {broken}")
        self.pace.took([len(rows)], monotonic() - began)
        return True

    async def _apply(
        self,
        lanes: Lanes,
        subscriptions: Iterable[Subscription],
        *,
        from_log: bool,
        held: Collection[str] = (),
    ) -> Broken:
        """Apply all shareable work in one transaction, and then one by one what must be applied alone.

        Lanes that are `held` are kept from irrevocable subscriptions.
        """
        work: list[tuple[Subscription, Lanes]] = []
        alone: list[tuple[Subscription, str]] = []
        for subscription in subscriptions:
            mine = {
                a: its
                for a, its in lanes.items()
                if not self._stopped(subscription, Lane(self.source, a))
                and not (subscription.irrevocable and a in held)
            }
            shared = {a: its for a, its in mine.items() if subscription.shares_transactions(its)}
            alone += [(subscription, agency) for agency in sorted(mine.keys() - shared.keys())]
            work += [(subscription, shared)] if shared else []
        broken: list[tuple[Subscription, LaneBroken]] = []
        try:
            broken.extend((await self._take_effect(work)).broken)
        except Exception as error:  # noqa: BLE001  # each lane is tried alone next, and judged there
            logger().info("feed.one-by-one", source=self.source, error=repr(error))
            again = [(subscription, agency) for subscription, its in work for agency in sorted(its)]
            alone = [*again, *alone]
        for subscription, agency in alone:
            lane, rows = Lane(self.source, agency), list(lanes[agency])
            if why := await self._drive(subscription, lane, rows, from_log=from_log):
                broken.append((subscription, why))
        return broken

    async def _drive(
        self, subscription: Subscription, lane: Lane, rows: list[Recorded], *, from_log: bool
    ) -> LaneBroken | None:
        """Apply rows of one lane; return why they do not follow the checkpoint. While the database is unreachable, wait.

        Rows that arrived and fail may be forged: the log decides. Rows of the log are tried one by one up to a poison event.
        """
        failures: list[Exception] = []
        while len(failures) < ATTEMPTS_MAX:
            try:
                return await self._in_slices(subscription, lane, rows, 1 if failures else PAGE_ROWS)
            except OtherVersion:
                raise  # no fault of the event: the process ends and waits at its next start
            except Exception as error:  # noqa: BLE001  # any error of a fold makes the event a dead letter
                logger().warning(
                    "feed.retry", source=self.source, subscription=subscription.label, error=repr(error)
                )
                if not is_outage(error):
                    failures.append(error)
                if failures and not from_log:
                    return LaneBroken(lane, rows[0].seq, repr(error))
            await asyncio.sleep(RETRY_SECONDS)
        await self._stop(subscription, lane, failures[-1])
        return None

    async def _in_slices(
        self, subscription: Subscription, lane: Lane, rows: list[Recorded], most: int
    ) -> LaneBroken | None:
        """Apply a slice at a time and take it out of `rows`."""
        for part in subscription.slices(list(rows), most):
            outcome = await self._take_effect([(subscription, {lane.agency: part})])
            for _, broken in outcome.broken:
                return broken
            del rows[: len(part)]
        return None

    async def _read(self, lane: Lane, after: int, limit: int) -> Sequence[Recorded]:
        try:
            return await self.log.read(lane.agency, after, limit)
        except StoreUnavailable as error:
            raise SourceAway(str(error)) from error

    async def _take_effect(self, work: Work) -> Outcome:
        """Apply `work` and move its checkpoints in one transaction; then report its appends to relay and projections.

        The commit waits for the disk even without appends: a checkpoint that a crash took back would look like a fork.
        """
        if not work:
            return Outcome((), ())
        async with self.engine.begin() as connection:
            outcome = await advance(connection, self.source, work)
        self.appended(outcome.appended)
        return outcome

    async def _positions(self) -> Mapping[Place, Head]:
        async with self.engine.connect() as connection:
            return await all_positions(connection, self.subscriptions, self.source)

    def _at(self, places: Mapping[Place, Head], subscription: Subscription, agency: str) -> Head:
        return places.get((subscription.label, agency), Lane(self.source, agency).start)

    def _stopped(self, subscription: Subscription, lane: Lane) -> bool:
        return (subscription.label, lane.agency) in self._dead_letters

    async def _stop(self, subscription: Subscription, lane: Lane, error: Exception) -> None:
        """Stop a lane at the event that cannot be applied."""
        async with self.engine.connect() as connection:
            (at,) = await lane_positions(connection, [subscription], lane)
        await self._add_dead_letter(subscription, lane, at.seq + 1, f"{type(error).__name__}: {error}")

    async def _add_dead_letter(self, subscription: Subscription, lane: Lane, seq: int, error: str) -> None:
        if self._stopped(subscription, lane):
            return
        await add_dead_letter(self.engine, subscription.label, lane, seq, error)
        self._dead_letters = {*self._dead_letters, (subscription.label, lane.agency)}
        logger().error(
            "feed.dead-letter",
            source=self.source,
            agency=lane.agency,
            subscription=subscription.label,
            seq=seq,
        )
