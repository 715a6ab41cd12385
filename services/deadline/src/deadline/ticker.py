"""The ticker: fires what is due by the database's clock, never early, each timer and its event in one transaction.

After a sleep everything overdue fires in order, in batches. The generation and the clock's own state make it once:
a timer fired again decides nothing.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.calendar.handlers import NATIONAL, calendar_stream, loaded_calendar, loaded_notices, region_of
from deadline.clock.commands import ClockCommand, RaiseWarning, RecountClock, StrikeDeadline
from deadline.clock.decide import clock_decider
from deadline.clock.handlers import act_on_clock
from deadline.projections.clock_queries import open_clocks
from deadline.projections.timers import Due, claim
from shared.command.execute import state_after
from shared.eventlog.store import EventStore
from shared.events.terms import Reason
from shared.message import Actor, Origin
from shared.policy import Policy, PolicyOf
from shared.process.logs import logger

Transactions = Callable[[], AbstractAsyncContextManager[tuple[AsyncConnection, EventStore]]]
"""Opens a transaction of the carrier role with a store bound to it; `Runtime.transaction`."""

TIMERS = UUID("2d1c7f55-0f0b-5d7e-9d5c-3f2f8a3b6e10")
"""Namespace of the command ids of timers: same clock, kind and generation, same id."""

TICKING = Actor(kind="service", id="deadline", role="timer")
BATCH = 200


@dataclass
class Ticker:
    """Fires timers and keeps open clocks counted by the calendar that is loaded now, each by that of its agency's region."""

    transactions: Transactions
    policy_of: PolicyOf = Policy
    _calendar_version: int | None = None

    async def tick(self) -> int:
        """Fire up to a batch of due timers, in order; how many were claimed."""
        after: Due | None = None
        for claimed in range(BATCH):
            after = await self._fire_next(after)
            if after is None:
                return claimed
        return BATCH

    async def _fire_next(self, after: Due | None) -> Due | None:
        due: Due | None = None
        try:
            async with self.transactions() as (connection, store):
                due = await claim(connection, after)
                if due is not None:
                    await fire(store, self.policy_of, due)
        except Exception:  # one timer that cannot fire keeps no other from firing
            if due is None:
                raise
            logger().exception("timer.failed", agency=due.agency, stream=due.stream, kind=due.kind)
        return due

    async def recount(self) -> int:
        """Count again what a notice may have changed; how many counts differed.

        All open clocks when the calendar moved since the last call, otherwise those that wait for a year it covers:
        a clock that started while a notice was being loaded is found so.
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
        async with self.transactions() as (connection, store):
            now_at = (await connection.execute(select(func.lantai_now()))).scalar_one()
            return await recount_clock(store, self.policy_of, (agency, stream), now_at)


async def fire(store: EventStore, policy_of: PolicyOf, due: Due) -> None:
    """Warn or strike. A clock whose calendar changed is counted again instead: it is never struck by an old count."""
    if await recount_clock(store, policy_of, (due.agency, due.stream), due.now_at):
        return
    name = f"{due.agency}\n{due.stream}\n{due.kind}\n{due.generation}"
    origin = Origin.first(due.agency, TICKING, due.now_at, uuid5(TIMERS, name))
    left = due.warns_of
    command: ClockCommand = (
        StrikeDeadline(origin=origin, generation=due.generation)
        if left is None
        else RaiseWarning(origin=origin, generation=due.generation, working_days_left=left)
    )
    await act_on_clock(store, origin, due.stream, command)


async def recount_clock(
    store: EventStore, policy_of: PolicyOf, at: tuple[str, str], now_at: datetime
) -> bool:
    """Count one clock again, the one in the lane and stream `at`; whether it says something else now.

    The command id names the count that is put right: one by old notices that came behind a recount is one more.
    """
    (agency, stream), notices = at, await loaded_notices(store)
    newest = notices.loaded[-1].number if notices.loaded else ""
    clock = state_after(clock_decider, await store.load(agency, stream))
    name = f"{agency}\n{stream}\nrecount\n{len(notices.loaded)}\n{clock.standing.generation}"
    origin = Origin.first(agency, TICKING, now_at, uuid5(TIMERS, name))
    reason = Reason("notice-loaded", ref=newest)
    calendar = notices.calendar(region_of(policy_of, agency, now_at))
    command = RecountClock(origin=origin, calendar=calendar, reason=reason)
    return await act_on_clock(store, origin, stream, command) is not None
