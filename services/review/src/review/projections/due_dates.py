"""期限: what deadline says of each request's clocks, day by day; review counts nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Column, Date, Index, Integer, MetaData, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.deadline import (
    ClockExtended,
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
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

CORRECTION = "correction"
"""What a suspended clock waits for; a paused one waits for the kind of its letter."""

METADATA = MetaData(schema="due_dates")
CLOCKS = Table(
    "clocks",
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("due_on", Date),
    Column("counted_on", ARRAY(Date), nullable=False, server_default="{}"),
    Column("explanation", JSONB),
    Column("not_before_on", Date),
    Column("uncovered_year", Integer),
    Column("warned", Boolean, nullable=False, server_default="false"),
    Column("warned_role", Text, nullable=False, server_default=""),
    Column("missed", Boolean, nullable=False, server_default="false"),
    Column("missed_role", Text, nullable=False, server_default=""),
    Column("waiting_for", Text, nullable=False, server_default=""),
    Column("waiting_since", Date),
    Column("extended_days", Integer, nullable=False, server_default="0"),
    Column("stopped_on", Date),
    Column("in_time", Boolean),
)
"""`explanation` has the shape of `lantai deadline explain --json`; `counted_on` are its counted days, for many rows at once."""
GOING = CLOCKS.c.stopped_on.is_(None)
Index("going", CLOCKS.c.agency, CLOCKS.c.clock, postgresql_where=GOING)

ClockEvent = (
    ClockStarted
    | ClockPaused
    | ClockResumed
    | ClockSuspended
    | ClockRestarted
    | ClockExtended
    | DueDateSet
    | DueDateDeferred
    | WarningRaised
    | DeadlineMissed
    | ClockStopped
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A clock as deadline last spoke of it; `due_on` is None while it is being counted, cannot be, or stands still.

    `waiting_for`: what it stands still for (`third_party`, `other_agency`, `correction`), "" while it runs;
    `waiting_since`: the day on which the letter went out, or the notice was served. The roles are those who are told.
    """

    request_id: UUID
    clock: str
    due_on: date | None
    counted_on: Sequence[date]
    not_before_on: date | None
    uncovered_year: int | None
    warned: bool
    warned_role: str
    missed: bool
    missed_role: str
    waiting_for: str
    waiting_since: date | None
    extended_days: int
    stopped_on: date | None
    in_time: bool | None

    def working_days_left(self, today: date) -> int | None:
        """The days after today that deadline counted; None while there is no date."""
        if self.due_on is None:
            return None
        return sum(1 for day in self.counted_on if day > today)


class DueDates:
    """The read model: one row a clock."""

    name = "due_dates"
    version = 4
    sources = frozenset({"deadline"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Keep the newest word on each clock."""
        clocks = Sheet(CLOCKS)
        for row in rows:
            event = load(row)
            if isinstance(event, ClockEvent):
                clocks.put((row.agency, event.request_id, event.clock), _values(event))
        await clocks.write(connection)


def _values(event: ClockEvent) -> dict[str, Any]:
    """What an event says anew."""
    match event:
        case DueDateSet() | DueDateDeferred():
            return _counted(event)
        case ClockPaused() | ClockSuspended():
            return _standing_still(event)
        case WarningRaised() | DeadlineMissed() | ClockExtended() | ClockStopped():
            return _told(event)
        case ClockStarted() | ClockResumed() | ClockRestarted():
            return {}  # the count that follows says the rest
        case _:
            assert_never(event)


def _told(event: WarningRaised | DeadlineMissed | ClockExtended | ClockStopped) -> dict[str, Any]:
    match event:
        case WarningRaised():
            return {"warned": True, "warned_role": event.role}
        case DeadlineMissed():
            return {"missed": True, "missed_role": event.role}
        case ClockExtended():
            return {"extended_days": event.working_days}
        case ClockStopped():
            return {"stopped_on": event.stopped_on, "in_time": event.in_time}
        case _:
            assert_never(event)


def _standing_still(event: ClockPaused | ClockSuspended) -> dict[str, Any]:
    """No date stands, and nobody is told of one, until the next count."""
    match event:
        case ClockPaused():
            return _NO_DATE | {"waiting_for": event.kind, "waiting_since": event.sent_on}
        case ClockSuspended():
            return _NO_DATE | {"waiting_for": CORRECTION, "waiting_since": event.suspended_on}
        case _:
            assert_never(event)


_NOTHING_TOLD = {"warned": False, "warned_role": "", "missed": False, "missed_role": ""}
_NO_DATE = _NOTHING_TOLD | {
    "due_on": None,
    "counted_on": [],
    "explanation": None,
    "not_before_on": None,
    "uncovered_year": None,
}


def _counted(event: DueDateSet | DueDateDeferred) -> dict[str, Any]:
    """A new count takes back the warning and the miss of the one before, and ends the waiting."""
    running = _NO_DATE | {"waiting_for": "", "waiting_since": None}
    match event:
        case DueDateSet():
            return running | {
                "due_on": event.due_on,
                "counted_on": [day.date for day in event.counted],
                "explanation": explained(event),
            }
        case DueDateDeferred():
            return running | {
                "not_before_on": event.not_before_on,
                "uncovered_year": event.uncovered_year,
            }
        case _:
            assert_never(event)


_DUE = [column for column in CLOCKS.columns if column.name not in {"agency", "explanation"}]


async def due_of(connection: AsyncConnection, request_id: UUID) -> Due | None:
    """The reply clock of one request; None: deadline has not spoken yet."""
    return (await clocks_of(connection, request_id)).get(REPLY_CLOCK)


async def clocks_of(connection: AsyncConnection, request_id: UUID) -> Mapping[str, Due]:
    """Every clock of one request by its name."""
    query = select(*_DUE).where(CLOCKS.c.request_id == request_id)
    return {found["clock"]: Due(**found) for found in (await connection.execute(query)).mappings()}


async def explanation_of(connection: AsyncConnection, request_id: UUID) -> Mapping[str, Any]:
    """How the reply's date was counted, day by day; without a date, nothing counted."""
    query = select(CLOCKS.c.explanation).where(
        CLOCKS.c.request_id == request_id, CLOCKS.c.clock == REPLY_CLOCK
    )
    return (await connection.execute(query)).scalar_one_or_none() or explained(None)


async def running(connection: AsyncConnection) -> Mapping[UUID, Due]:
    """The reply clocks of the agency that have not stopped."""
    query = select(*_DUE).where(CLOCKS.c.clock == REPLY_CLOCK, GOING)
    return {found["request_id"]: Due(**found) for found in (await connection.execute(query)).mappings()}


async def alarms(connection: AsyncConnection) -> Sequence[Due]:
    """The clocks that have warned or were missed and have not stopped, the earliest due first."""
    told = CLOCKS.c.warned | CLOCKS.c.missed
    query = select(*_DUE).where(told, GOING).order_by(CLOCKS.c.due_on)
    return [Due(**found) for found in (await connection.execute(query)).mappings()]
