"""A feed: drives the lanes of one source through the subscriptions that hear it.

A message of the bus is a hint that carries rows; the checkpoint decides. After a gap, a forged or a re-ordered message
the feed reads the source's own log (back-fill) and never waits. The head audit compares heads every few seconds and so
finds messages that the broker lost. A row that cannot be applied is tried again, then becomes a dead
letter that stops its lane; a lane whose chain does not fit gets a dead letter as a fork.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.advance import Lane, LaneBroken, Lanes, Outcome, Work, advance, all_positions, peek
from shared.delivery.dead_letters import DeadLetters, add_dead_letter, dead_letters
from shared.delivery.subscription import Appended, Subscription
from shared.eventlog.outage import is_outage
from shared.eventlog.store import Head, LogReader, StoreUnavailable
from shared.message import Recorded
from shared.process.logs import logger

PAGE_ROWS = 500
ATTEMPTS_MAX = 5
RETRY_SECONDS = 0.2


class SourceAway(Exception):
    """The source's log cannot be read now."""


@dataclass
class Feed:
    """Drives `subscriptions` along the lanes of `source`; `appended` is called with the appends of reactions."""

    source: str
    log: LogReader
    engine: AsyncEngine
    subscriptions: Sequence[Subscription]
    appended: Callable[[Appended], None]
    lag: dict[str, int] = field(default_factory=dict)
    """`subscription/agency` → events not yet applied, as the last head audit found."""
    back_fills: int = 0
    """Number of reads of the source's log because messages of the bus were missing."""
    _dead_letters: DeadLetters = frozenset()
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)
    _moved: dict[str, float] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def take(self, rows: Sequence[Recorded]) -> Collection[str]:
        """Apply rows that arrived; return when they are applied or their lanes have dead letters.

        The answer names the lanes whose rows all projections folded together, as they came.
        """
        lanes: dict[str, list[Recorded]] = defaultdict(list)
        for row in rows:
            lanes[row.agency].append(row)
        async with self._turn:
            left = await self._apply_shared(lanes)
            for subscription, agency in left:
                await self._drive(subscription, Lane(self.source, agency), lanes[agency])
            behind = {agency for subscription, agency in left if subscription.projection_name is not None}
            return lanes.keys() - behind - {agency for _, agency in self._dead_letters}

    async def catch_up(self, agency: str) -> None:
        """Bring every subscription of a lane up to the source's log."""
        async with self._turn:
            for subscription in self.subscriptions:
                await self._drive(subscription, Lane(self.source, agency), ())

    async def reached(self) -> Mapping[str, int]:
        """Agency → the last number that every subscription has applied; a lane that some subscription has not begun is left out."""
        stands = [await self._positions(subscription) for subscription in self.subscriptions]
        lanes = set[str].intersection(*(set(each) for each in stands)) if stands else set()
        return {agency: min(each[agency].seq for each in stands) for agency in lanes}

    async def compare_heads(self) -> None:
        """Run the head audit: find rows that the bus did not deliver.

        A lane that is behind and did not move since the last audit is back-filled. A lane that the source's log does not
        confirm gets a dead letter as a fork. A lane whose dead letter was deleted is driven again.
        """
        heads = await self.log.heads()
        async with self._turn:
            self._dead_letters = await dead_letters(self.engine, self.source)
            for subscription in self.subscriptions:
                await self._compare(subscription, heads)

    async def _compare(self, subscription: Subscription, heads: Mapping[str, Head]) -> None:
        stands = await self._positions(subscription)
        for agency in sorted(heads.keys() | stands.keys()):
            lane = Lane(self.source, agency)
            head, at = heads.get(agency, lane.start), stands.get(agency, lane.start)
            standing = self._seen.get((subscription.label, agency)) == at.seq
            if not await self._confirmed(lane, at, head):
                await self._add_dead_letter(
                    subscription, lane, at.seq, "fork: the source's log does not know this event"
                )
            elif at.seq < head.seq and standing:
                await self._drive(subscription, lane, ())
        stands = await self._positions(subscription)
        for agency, head in heads.items():
            at = stands.get(agency, Lane(self.source, agency).start)
            self._note(subscription.label, agency, at.seq, head.seq)

    def stalled(self, seconds: float) -> Sequence[str]:
        """The lanes, named as in `lag`, that were behind and did not move for `seconds`; health shows them."""
        since = monotonic() - seconds
        return [lane for lane, behind in self.lag.items() if behind and self._moved[lane] < since]

    def _note(self, label: str, agency: str, seq: int, head: int) -> None:
        lane = f"{label}/{agency}"
        if self._seen.get((label, agency)) != seq or seq >= head:
            self._moved[lane] = monotonic()
        self._seen[label, agency] = seq
        self.lag[lane] = max(0, head - seq)

    async def _confirmed(self, lane: Lane, at: Head, head: Head) -> bool:
        """Whether the source's log holds the last applied row. If the lane is behind, the next event's chain decides."""
        if at.seq < head.seq or at == head:
            return True
        found = await self.log.read(lane.agency, at.seq - 1, 1)
        return [(row.seq, row.chain) for row in found] == [(at.seq, at.chain)]

    async def _apply_shared(self, lanes: Lanes) -> Sequence[tuple[Subscription, str]]:
        """Apply all shareable work in one transaction; return what must be applied alone."""
        work: list[tuple[Subscription, Lanes]] = []
        alone: list[tuple[Subscription, str]] = []
        for subscription in self.subscriptions:
            mine = {a: rows for a, rows in lanes.items() if (subscription.label, a) not in self._dead_letters}
            shared = {a: rows for a, rows in mine.items() if subscription.shares_transactions(rows)}
            alone += [(subscription, agency) for agency in sorted(mine.keys() - shared.keys())]
            work += [(subscription, shared)] if shared else []
        try:
            outcome = await self._take_effect(work)
        except Exception as error:  # noqa: BLE001  # each lane is tried alone next, and judged there
            logger().info("feed.one-by-one", source=self.source, error=repr(error))
            return [*((subscription, agency) for subscription, its in work for agency in sorted(its)), *alone]
        return [*((subscription, broken.lane.agency) for subscription, broken in outcome.broken), *alone]

    async def _drive(self, subscription: Subscription, lane: Lane, rows: Sequence[Recorded]) -> None:
        """Apply one lane until no row is left or it gets a dead letter.

        While the database is unreachable, wait. If the source is unreachable, return: waiting would hold up
        its other lanes, and the next head audit drives this one.
        """
        failures: list[Exception] = []
        while (subscription.label, lane.agency) not in self._dead_letters:
            try:
                if len(failures) == ATTEMPTS_MAX:
                    return await self._stop_at(subscription, lane, failures[-1])
                # one by one, so that the events before a poison event are applied
                return await self._advance(subscription, lane, rows, 1 if failures else PAGE_ROWS)
            except SourceAway as error:
                logger().warning("feed.source-away", source=self.source, agency=lane.agency, error=str(error))
                return None
            except Exception as error:  # noqa: BLE001  # any error of a fold makes the event a dead letter
                logger().warning(
                    "feed.retry", source=self.source, subscription=subscription.label, error=repr(error)
                )
                if not is_outage(error):
                    failures.append(error)
                    rows = ()
            await asyncio.sleep(RETRY_SECONDS)
        return None

    async def _advance(
        self, subscription: Subscription, lane: Lane, rows: Sequence[Recorded], page: int
    ) -> None:
        if rows:
            try:
                return await self._in_slices(subscription, lane, rows, page)
            except LaneBroken as broken:
                logger().warning("feed.back-fill", subscription=subscription.label, why=str(broken))
        return await self._back_fill(subscription, lane, page)

    async def _back_fill(self, subscription: Subscription, lane: Lane, page: int) -> None:
        self.back_fills += 1
        while found := await self._read(lane, await self._position(subscription, lane), page):
            await self._in_slices(subscription, lane, found, page)

    async def _read(self, lane: Lane, after: int, limit: int) -> Sequence[Recorded]:
        try:
            return await self.log.read(lane.agency, after, limit)
        except StoreUnavailable as error:
            raise SourceAway(str(error)) from error

    async def _in_slices(
        self, subscription: Subscription, lane: Lane, rows: Sequence[Recorded], most: int
    ) -> None:
        for part in subscription.slices(sorted(rows, key=lambda row: row.seq), most):
            outcome = await self._take_effect([(subscription, {lane.agency: part})])
            for _, broken in outcome.broken:
                raise broken

    async def _take_effect(self, work: Work) -> Outcome:
        """Apply `work` and move its checkpoints in one transaction; then report its appends to relay and projections."""
        if not work:
            return Outcome((), ())
        async with self.engine.begin() as connection:
            outcome = await advance(connection, self.source, work)
        self.appended(outcome.appended)
        return outcome

    async def _positions(self, subscription: Subscription) -> Mapping[str, Head]:
        async with self.engine.connect() as connection:
            return await all_positions(connection, subscription, self.source)

    async def _position(self, subscription: Subscription, lane: Lane) -> int:
        async with self.engine.connect() as connection:
            return (await peek(connection, subscription, lane)).seq

    async def _stop_at(self, subscription: Subscription, lane: Lane, error: Exception) -> None:
        """Stop a lane at the event that cannot be applied."""
        seq = error.seq if isinstance(error, LaneBroken) else await self._position(subscription, lane) + 1
        await self._add_dead_letter(subscription, lane, seq, f"{type(error).__name__}: {error}")

    async def _add_dead_letter(self, subscription: Subscription, lane: Lane, seq: int, error: str) -> None:
        if (subscription.label, lane.agency) in self._dead_letters:
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
