"""到期日 (due dates) as deadline counted them: the date day by day, or what the clock stands still for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, assert_never
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.deadline import (
    ClockExtended,
    ClockPaused,
    ClockResumed,
    ClockStopped,
    ClockSuspended,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.events.terms import REPLY_CLOCK
from shared.message import Recorded
from shared.projections.changes import Sheet
from shared.workdays import explained

METADATA: Final = sa.MetaData(schema="due_dates")

CLOCKS: Final = sa.Table(
    "clock",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("clock", sa.Text, primary_key=True),
    sa.Column("due_on", sa.Date),
    sa.Column("not_before_on", sa.Date),
    sa.Column("uncovered_year", sa.Integer),
    sa.Column("explanation", JSONB),
    sa.Column("warned", sa.Boolean),
    sa.Column("missed", sa.Boolean),
    sa.Column("paused_for", sa.Text),
    sa.Column("paused_since", sa.Date),
    sa.Column("suspended_since", sa.Date),
    sa.Column("extended_working_days", sa.Integer),
    sa.Column("stopped_on", sa.Date),
    sa.Column("in_time", sa.Boolean),
)
"""`explanation` has the shape of `lantai deadline explain --json`: due_on, counted, skipped, basis."""

PAUSES: Final = sa.Table(
    "pause",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("clock", sa.Text, primary_key=True),
    sa.Column("pause", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text),
    sa.Column("sent_on", sa.Date),
    sa.Column("arrived_on", sa.Date),
)
"""Letters that stop a clock, one row each: when it went out, when its answer came or the time for it ended."""

PRESSING: Final = sa.and_(
    CLOCKS.c.clock == sa.literal_column(f"'{REPLY_CLOCK}'"),
    CLOCKS.c.stopped_on.is_(None),
    sa.or_(CLOCKS.c.warned.is_(True), CLOCKS.c.missed.is_(True)),
)
"""A running reply clock that has warned or struck. Its index holds these alone, so that no look grows with what is done."""
sa.Index("pressing", CLOCKS.c.agency, CLOCKS.c.due_on, postgresql_where=PRESSING)
PRESSING_MAX: Final = 200

ClockEvent = (
    DueDateSet
    | DueDateDeferred
    | ClockPaused
    | ClockSuspended
    | ClockExtended
    | WarningRaised
    | DeadlineMissed
    | ClockStopped
)


@dataclass(frozen=True, slots=True)
class DueDates:
    """The book, as the projector runs it."""

    name: str = "due_dates"
    version: int = 3
    sources: frozenset[str] = frozenset({"deadline"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """A later count of the same clock replaces the earlier one, and ends what it stood still for."""
        clocks, pauses = Sheet(CLOCKS), Sheet(PAUSES)
        for row in rows:
            event = load(row)
            if isinstance(event, ClockEvent):
                clocks.put((row.agency, event.request_id, event.clock), _columns(event))
            if isinstance(event, ClockPaused | ClockResumed):
                pauses.put((row.agency, event.request_id, event.clock, event.pause), _letter(event))
        await clocks.write(connection)
        await pauses.write(connection)


def _letter(event: ClockPaused | ClockResumed) -> dict[str, Any]:
    match event:
        case ClockPaused():
            return {"kind": event.kind, "sent_on": event.sent_on}
        case ClockResumed():
            return {"arrived_on": event.arrived_on}


def _columns(event: ClockEvent) -> dict[str, Any]:
    match event:
        case DueDateSet() | DueDateDeferred():
            return _counted(event)
        case ClockPaused() | ClockSuspended():
            return _standing_still(event)
        case ClockExtended():
            return {"extended_working_days": event.working_days}
        case WarningRaised():
            return {"warned": True}
        case DeadlineMissed():
            return {"missed": True}
        case ClockStopped():
            return {"stopped_on": event.stopped_on, "in_time": event.in_time}
        case _:
            assert_never(event)


NO_DATE: Final = {
    "due_on": None,
    "not_before_on": None,
    "uncovered_year": None,
    "explanation": None,
    "warned": False,
    "missed": False,
}
STANDS_STILL: Final = ("paused_for", "paused_since", "suspended_since")


def _counted(event: DueDateSet | DueDateDeferred) -> dict[str, Any]:
    running = NO_DATE | dict.fromkeys(STANDS_STILL)
    match event:
        case DueDateSet():
            return running | {"due_on": event.due_on, "explanation": explained(event)}
        case DueDateDeferred():
            return running | {"not_before_on": event.not_before_on, "uncovered_year": event.uncovered_year}


def _standing_still(event: ClockPaused | ClockSuspended) -> dict[str, Any]:
    """No date stands until the next count (条例第三十条, 第三十三条第三款)."""
    match event:
        case ClockPaused():
            return NO_DATE | {"paused_for": event.kind, "paused_since": event.sent_on}
        case ClockSuspended():
            return NO_DATE | {"suspended_since": event.suspended_on}


async def clocks_of(connection: AsyncConnection, request_id: UUID) -> dict[str, sa.RowMapping]:
    """Every clock of a request by its name; none while deadline has not counted it: 正在计算."""
    found = await connection.execute(sa.select(CLOCKS).where(CLOCKS.c.request_id == request_id))
    return {row["clock"]: row for row in found.mappings()}


async def pauses_of(connection: AsyncConnection, request_id: UUID) -> Sequence[sa.RowMapping]:
    """The letters that stopped the reply clock, in the order in which they went out."""
    query = sa.select(PAUSES).where(
        PAUSES.c.request_id == request_id, PAUSES.c.clock == REPLY_CLOCK, PAUSES.c.sent_on.is_not(None)
    )
    return (await connection.execute(query.order_by(PAUSES.c.sent_on))).mappings().all()


async def reply_clock(connection: AsyncConnection, request_id: UUID) -> sa.RowMapping | None:
    """The reply clock of a request, or None while deadline has not counted it: 正在计算."""
    query = sa.select(CLOCKS).where(CLOCKS.c.request_id == request_id, CLOCKS.c.clock == REPLY_CLOCK)
    return (await connection.execute(query)).mappings().one_or_none()


async def reply_due(connection: AsyncConnection, requests: Sequence[UUID]) -> dict[UUID, sa.RowMapping]:
    """The reply clocks of a page of requests."""
    query = sa.select(CLOCKS).where(CLOCKS.c.request_id.in_(requests), CLOCKS.c.clock == REPLY_CLOCK)
    return {row["request_id"]: row for row in (await connection.execute(query)).mappings()}


async def pressing(connection: AsyncConnection) -> Sequence[UUID]:
    """临期和逾期: requests whose running reply clock has warned or struck, the nearest first."""
    nearest = sa.select(CLOCKS.c.request_id).where(PRESSING).order_by(CLOCKS.c.due_on).limit(PRESSING_MAX)
    return (await connection.execute(nearest)).scalars().all()
