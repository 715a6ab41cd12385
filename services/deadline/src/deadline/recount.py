"""What a notice moves: every open clock before and after it, told before anything is written, then done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.domain.clock import Clock, Deferred, due_of
from deadline.domain.commands import LoadNotice, RecountClock
from deadline.domain.decider import calendar_decider, clock_decider
from deadline.handlers import NATIONAL, calendar_stream, clock_stream, load_notice
from deadline.projections.clock_queries import open_clocks
from deadline.ticker import TICKING, Ticker, Transactions
from shared.command.execute import state_after
from shared.eventlog.store import EventStore
from shared.events.deadline import DeadlineEvent, DueDateDeferred, DueDateSet
from shared.message import Origin
from shared.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Move:
    """A clock whose count says something else; a date that cannot be counted reads 不早于."""

    agency: str
    request_id: UUID
    clock: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Loading:
    """What loading a file does: the notices that are new, those that were there, and what moves."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    moves: tuple[Move, ...]


async def plan(transactions: Transactions, commands: Sequence[LoadNotice], at: datetime) -> Loading:
    """What the notices would do; nothing is written. Raises `Refusal` for a notice that contradicts."""
    async with transactions() as (connection, store):
        notices = state_after(calendar_decider, await store.load(NATIONAL, calendar_stream()))
        new: list[str] = []
        for command in commands:
            events = calendar_decider.decide(notices, command)
            notices = calendar_decider.fold(events, notices)
            new += [command.number] if events else []
        known = tuple(command.number for command in commands if command.number not in new)
        moves = await _moves(connection, store, notices.calendar(), at) if new else ()
    return Loading(tuple(new), known, moves)


async def carry_out(transactions: Transactions, commands: Sequence[LoadNotice]) -> None:
    """Load the notices and count every open clock again; safe to repeat, and beside a running service.

    Raises `Refusal`, `StoreUnavailable`.
    """
    for command in commands:
        async with transactions() as (_, store):
            await load_notice(store, command)
    await Ticker(transactions).recount()


async def _moves(
    connection: AsyncConnection, store: EventStore, calendar: Calendar, at: datetime
) -> tuple[Move, ...]:
    moves: list[Move] = []
    for agency, request_id, name in await open_clocks(connection):
        rows = await store.load(agency, clock_stream(request_id, name))
        clock = state_after(clock_decider, rows)
        command = RecountClock(origin=Origin.first(agency, TICKING, at), calendar=calendar, reason="")
        events = clock_decider.decide(clock, command)
        if events:
            moves.append(Move(agency, request_id, name, _before(clock), _after(events[0])))
    return tuple(moves)


def _before(clock: Clock) -> str:
    if isinstance(clock, Deferred):
        return _not_before(clock.deferral.not_before_on)
    due = due_of(clock)
    return str(due.due_on) if due else "暂停"


def _after(event: DeadlineEvent) -> str:
    match event:
        case DueDateSet(due_on=due_on):
            return str(due_on)
        case DueDateDeferred(not_before_on=on):
            return _not_before(on)
        case _:
            return "暂停"


def _not_before(on: date) -> str:
    return f"不早于{on}"
