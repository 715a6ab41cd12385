"""Fire timers that are due by trusted time, never early, each in one transaction with its event.

While the wall clock is in doubt no miss is recorded: it burdens the agency and stays in the log for ever. Warnings are.

After a pause all overdue timers fire in order, in batches. A timer that fires twice gives no second event, because
the clock compares the generation and its own state.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.calendar.handlers import NATIONAL, calendar_stream, loaded_calendar, loaded_notices, region_of
from deadline.clock.commands import ClockCommand, RaiseWarning, RecountClock, StrikeDeadline
from deadline.clock.decide import clock_decider
from deadline.clock.handlers import act_on_clock
from deadline.projections.clock_queries import open_clocks
from deadline.projections.timers import DueTimer, claim
from shared.command.execute import state_after
from shared.eventlog.store import EventStore
from shared.events.terms import Reason
from shared.message import Actor, Origin
from shared.policy import Policy, PolicyOf
from shared.process.logs import logger
from shared.time.clock import Clock

Transactions = Callable[[], AbstractAsyncContextManager[tuple[AsyncConnection, EventStore]]]
"""Opens a transaction of the carrier role and a store bound to it: `Runtime.transaction`."""

TIMER_COMMANDS = UUID("2d1c7f55-0f0b-5d7e-9d5c-3f2f8a3b6e10")
"""Namespace of timer command ids: the same clock, kind and generation give the same id."""

TICKER_ACTOR = Actor(kind="service", id="deadline", role="timer")
BATCH = 200


@dataclass
class Ticker:
    """Fires timers, and counts open clocks by the latest calendar of their agencies' regions."""

    transactions: Transactions
    clock: Clock
    policy_of: PolicyOf = Policy
    _calendar_version: int | None = None

    async def tick(self) -> int:
        """Fire due timers in order, one batch at most; return how many were claimed."""
        now, misses = await self.clock.now(), self.clock.doubt is None
        after: DueTimer | None = None
        for claimed in range(BATCH):
            after = await self._fire_next(now, after, misses=misses)
            if after is None:
                return claimed
        return BATCH

    async def _fire_next(self, now: datetime, after: DueTimer | None, *, misses: bool) -> DueTimer | None:
        due: DueTimer | None = None
        try:
            async with self.transactions() as (connection, store):
                due = await claim(connection, now, after, misses=misses)
                if due is not None:
                    await fire(store, self.policy_of, due)
        except Exception:  # a timer that fails must not stop the others
            if due is None:
                raise
            logger().exception("timer.failed", agency=due.agency, stream=due.stream, kind=due.kind)
        return due

    async def recount(self) -> int:
        """Count again the clocks that a notice may have changed; return how many changed.

        After a new notice these are all open clocks. Otherwise they are the deferred clocks of a covered year, such
        as one that started while the notice was being loaded.
        """
        async with self.transactions() as (connection, store):
            newest = await store.last(NATIONAL, calendar_stream())
            version = newest.version if newest else 0
            moved = version != self._calendar_version
            years = None if moved else (await loaded_calendar(store)).years
            clocks = await open_clocks(connection, years)
        differed = 0
        for agency, clock in clocks:
            differed += await self._recount_one(agency, clock.stream)
        self._calendar_version = version
        return differed

    async def _recount_one(self, agency: str, stream: str) -> bool:
        now = await self.clock.now()
        async with self.transactions() as (_, store):
            return await recount_clock(store, self.policy_of, (agency, stream), now)


async def fire(store: EventStore, policy_of: PolicyOf, due: DueTimer) -> None:
    """Warn or record a miss. If the calendar changed, count the clock again instead, so no outdated count is recorded as missed."""
    if await recount_clock(store, policy_of, (due.agency, due.stream), due.now_at):
        return
    name = f"{due.agency}\n{due.stream}\n{due.kind}\n{due.generation}"
    origin = Origin.first(due.agency, TICKER_ACTOR, due.now_at, uuid5(TIMER_COMMANDS, name))
    left = due.warns_of
    command: ClockCommand = (
        StrikeDeadline(origin=origin, generation=due.generation)
        if left is None
        else RaiseWarning(origin=origin, generation=due.generation, working_days_left=left)
    )
    await act_on_clock(store, origin, due.stream, command)


async def recount_clock(
    store: EventStore, policy_of: PolicyOf, key: tuple[str, str], now_at: datetime
) -> bool:
    """Count the clock of one (agency, stream) again; return whether its count changed.

    The command id contains the generation that is replaced, so a count by old notices that comes after a recount is
    corrected too.
    """
    (agency, stream), notices = key, await loaded_notices(store)
    newest = notices.loaded[-1].number if notices.loaded else ""
    clock = state_after(clock_decider, await store.load(agency, stream))
    name = f"{agency}\n{stream}\nrecount\n{len(notices.loaded)}\n{clock.standing.generation}"
    origin = Origin.first(agency, TICKER_ACTOR, now_at, uuid5(TIMER_COMMANDS, name))
    reason = Reason("notice-loaded", ref=newest)
    calendar = notices.calendar(region_of(policy_of, agency, now_at))
    command = RecountClock(origin=origin, calendar=calendar, reason=reason)
    return await act_on_clock(store, origin, stream, command) is not None
