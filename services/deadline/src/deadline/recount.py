"""Show which open clocks a notice changes before anything is written, then load it and count them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.calendar.commands import LoadNotice
from deadline.calendar.decide import calendar_decider
from deadline.calendar.handlers import NATIONAL, calendar_stream, load_notice, region_of
from deadline.calendar.state import Notices
from deadline.clock.commands import RecountClock
from deadline.clock.decide import clock_decider
from deadline.clock_ref import ClockRef
from deadline.projections.clock_queries import open_clocks
from deadline.ticker import TICKER_ACTOR, Ticker, Transactions
from shared.command.execute import state_after
from shared.eventlog.store import EventStore
from shared.events.deadline.clock import Standing
from shared.events.terms import Reason
from shared.message import Origin
from shared.policy import Policy, PolicyOf
from shared.time.clock import Clock


@dataclass(frozen=True, slots=True)
class Move:
    """A clock whose date changes. A date that cannot be counted reads 不早于.

    `request_id`: the request that is the clock's subject or owner, None if there is none.
    """

    agency: str
    request_id: UUID | None
    clock: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Loading:
    """The effect of loading a file: the new notices, those loaded before, and the clocks that change."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    moves: tuple[Move, ...]


async def plan(
    transactions: Transactions, commands: Sequence[LoadNotice], at: datetime, policy_of: PolicyOf = Policy
) -> Loading:
    """Compute the effect of notices without writing. Raises `Refusal` for a notice that the calendar refuses."""
    async with transactions() as (connection, store):
        notices = state_after(calendar_decider, await store.load(NATIONAL, calendar_stream()))
        new: list[str] = []
        for command in commands:
            events = calendar_decider.decide(notices, command)
            notices = calendar_decider.fold(events, notices)
            new += [command.number] if events else []
        known = tuple(command.number for command in commands if command.number not in new)
        moves = await _moves(connection, store, (notices, policy_of), at) if new else ()
    return Loading(tuple(new), known, moves)


async def carry_out(
    transactions: Transactions, commands: Sequence[LoadNotice], clock: Clock, policy_of: PolicyOf = Policy
) -> None:
    """Load the notices and count all open clocks again. Safe to repeat and beside a running service.

    Raises `Refusal`, `StoreUnavailable`.
    """
    for command in commands:
        async with transactions() as (_, store):
            await load_notice(store, command)
    await Ticker(transactions, clock, policy_of).recount()


async def _moves(
    connection: AsyncConnection, store: EventStore, by: tuple[Notices, PolicyOf], at: datetime
) -> tuple[Move, ...]:
    """Return the clocks that change, each counted by the calendar of its agency's region."""
    notices, policy_of = by
    moves: list[Move] = []
    for agency, ref in await open_clocks(connection):
        clock = state_after(clock_decider, await store.load(agency, ref.stream))
        origin = Origin.first(agency, TICKER_ACTOR, at)
        calendar = notices.calendar(region_of(policy_of, agency, at))
        command = RecountClock(origin=origin, calendar=calendar, reason=Reason("notice-loaded"))
        events = clock_decider.decide(clock, command)
        if events:
            after = clock_decider.fold(events, clock).standing
            moves.append(_move(agency, ref, clock.standing, after))
    return tuple(moves)


def _move(agency: str, ref: ClockRef, before: Standing, after: Standing) -> Move:
    return Move(agency, ref.request_id, ref.name, _date(before), _date(after))


def _date(standing: Standing) -> str:
    if standing.not_before_on is not None:
        return f"不早于{standing.not_before_on}"
    return str(standing.due_on) if standing.due_on else "暂停"
