"""The book of clocks: what stands and why, for the board, for one request, and to find what must be counted again."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.deadline import (
    ClockStarted,
    ClockStopped,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.events.intake import RequestReceived
from shared.message import Recorded
from shared.upsert import Columns, Key, Sheet
from shared.workdays import explained

metadata = MetaData(schema="clocks")

OPEN = ("running", "deferred", "missed")

clock = Table(
    "clock",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("state", Text, nullable=False, comment="counting running deferred missed stopped"),
    Column("day_zero_on", Date, nullable=False),
    Column("working_days", Integer, nullable=False),
    Column("clause", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("uncovered_year", Integer),
    Column("warned_left", Integer, comment="the fewest working days left that were warned of"),
    Column("stopped_on", Date),
    Column("in_time", Boolean),
)

counted = Table(
    "counted",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("reason", Text, nullable=False),
    Column("explanation", JSONB, nullable=False, comment="as `lantai deadline explain --json` prints it"),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)

request = Table(
    "request",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
)


NUMBERED = clock.outerjoin(
    request, (request.c.agency == clock.c.agency) & (request.c.request_id == clock.c.request_id)
)
NAMED = select(clock, request.c.year, request.c.number).select_from(NUMBERED)
"""Clocks with the registration number of their request."""


class ClocksBook:
    """Folds deadline's clocks, and intake's registration numbers to name them by."""

    name = "clocks"
    version = 1
    sources = frozenset({"deadline", "intake"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Make rows of one lane take effect."""
        sheets = _Sheets(Sheet(clock), Sheet(counted), Sheet(request))
        for row in rows:
            if row.type in FOLDED:
                _fold(sheets, row)
        for sheet in sheets:
            await sheet.write(connection)


class _Sheets(NamedTuple):
    """What a fold writes."""

    clock: Sheet
    counted: Sheet
    request: Sheet


FOLDED = frozenset(
    event.type_name()
    for event in (
        ClockStarted,
        DueDateSet,
        DueDateDeferred,
        WarningRaised,
        DeadlineMissed,
        ClockStopped,
        RequestReceived,
    )
)


def _fold(sheets: _Sheets, row: Recorded) -> None:
    event, of = load(row), sheets.clock
    match event:
        case RequestReceived(request_id=request_id, year=year, number=number):
            sheets.request.put((row.agency, request_id), {"year": year, "number": number})
        case ClockStarted():
            of.put(_key(row, event), _started(event))
        case DueDateSet():
            _count(sheets, row, event, state="running", due_on=event.due_on)
        case DueDateDeferred():
            deferral = {"not_before_on": event.not_before_on, "uncovered_year": event.uncovered_year}
            _count(sheets, row, event, state="deferred", **deferral)
        case WarningRaised():
            of.change(_key(row, event), {"warned_left": event.working_days_left})
        case DeadlineMissed():
            of.change(_key(row, event), {"state": "missed"})
        case ClockStopped():
            stop = {"state": "stopped", "stopped_on": event.stopped_on, "in_time": event.in_time}
            of.change(_key(row, event), stop)


OfClock = ClockStarted | DueDateSet | DueDateDeferred | WarningRaised | DeadlineMissed | ClockStopped


def _key(row: Recorded, event: OfClock) -> Key:
    return row.agency, event.request_id, event.clock


def _started(event: ClockStarted) -> Columns:
    return {
        "state": "counting",
        "day_zero_on": event.day_zero_on,
        "working_days": event.working_days,
        "clause": event.basis.clause,
        "source": event.basis.source,
    }


def _count(sheets: _Sheets, row: Recorded, event: DueDateSet | DueDateDeferred, **changes: Any) -> None:
    """A count replaces the one before on the clock, and joins the history of counts."""
    fresh = {"due_on": None, "not_before_on": None, "uncovered_year": None, "warned_left": None}
    sheets.clock.change(_key(row, event), fresh | changes)
    values = {
        "due_on": changes.get("due_on"),
        "not_before_on": changes.get("not_before_on"),
        "reason": event.reason,
        "explanation": explanation_of(event),
        "recorded_at": row.recorded_at,
    }
    sheets.counted.put((*_key(row, event), event.generation), values)


def explanation_of(event: DueDateSet | DueDateDeferred) -> dict[str, Any]:
    """The count as plain JSON: the same shape as `lantai deadline explain --json`."""
    return explained(event if isinstance(event, DueDateSet) else None)


async def board(connection: AsyncConnection, states: Collection[str] = OPEN) -> Sequence[Row[Any]]:
    """The agency's clocks in `states`, the most urgent first; a clock without a date comes last."""
    statement = NAMED.where(clock.c.state.in_(states)).order_by(
        clock.c.due_on.asc().nulls_last(), request.c.year, request.c.number, clock.c.request_id
    )
    return (await connection.execute(statement)).all()


async def of_request(connection: AsyncConnection, request_id: UUID) -> Sequence[Row[Any]]:
    """The clocks of one request."""
    statement = NAMED.where(clock.c.request_id == request_id).order_by(clock.c.clock)
    return (await connection.execute(statement)).all()


async def counts(connection: AsyncConnection, request_id: UUID) -> Sequence[Row[Any]]:
    """Every count of a request's clocks, the newest first: what a notice changed can be seen."""
    statement = (
        select(counted)
        .where(counted.c.request_id == request_id)
        .order_by(counted.c.clock, counted.c.generation.desc())
    )
    return (await connection.execute(statement)).all()


async def open_clocks(
    connection: AsyncConnection, uncovered_years: Collection[int] | None = None
) -> Sequence[Row[str, UUID, str]]:
    """(agency, request_id, clock) of clocks that run; with years, only those that wait for one of their notices."""
    statement = select(clock.c.agency, clock.c.request_id, clock.c.clock).where(clock.c.state.in_(OPEN))
    if uncovered_years is not None:
        statement = statement.where(clock.c.state == "deferred", clock.c.uncovered_year.in_(uncovered_years))
    return (await connection.execute(statement.order_by(*clock.primary_key.columns))).all()


async def figures(connection: AsyncConnection, today: date) -> dict[str, int]:
    """How many clocks are open, missed, due today, and without a date."""
    asked = {
        "open": clock.c.state.in_(OPEN),
        "missed": clock.c.state == "missed",
        "today": (clock.c.state == "running") & (clock.c.due_on == today),
        "deferred": clock.c.state == "deferred",
    }
    counts = [func.count().filter(condition).label(name) for name, condition in asked.items()]
    found = await connection.execute(select(*counts).select_from(clock))
    return dict(found.one()._mapping)  # noqa: SLF001  # SQLAlchemy's documented accessor
