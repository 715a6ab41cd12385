"""期限: what deadline says of each request's clocks, day by day; review counts nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, Column, Date, Integer, MetaData, Table, Text, Uuid, select
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
from shared.message import Recorded
from shared.upsert import Sheet

REPLY = "reply"
"""The clock of the reply: the only one that review shows so far."""

METADATA = MetaData(schema="due_dates")
CLOCKS = Table(
    "clocks",
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("due_on", Date),
    Column("counted", JSONB, nullable=False, server_default="[]"),
    Column("skipped", JSONB, nullable=False, server_default="[]"),
    Column("basis", JSONB, nullable=False, server_default="[]"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("not_before_on", Date),
    Column("uncovered_year", Integer),
    Column("warned", Boolean, nullable=False, server_default="false"),
    Column("missed", Boolean, nullable=False, server_default="false"),
    Column("stopped_on", Date),
    Column("in_time", Boolean),
)

ClockEvent = ClockStarted | DueDateSet | DueDateDeferred | WarningRaised | DeadlineMissed | ClockStopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A clock as deadline last spoke of it; `due_on` is None while it is being counted or cannot be."""

    request_id: UUID
    due_on: date | None
    counted: Sequence[Mapping[str, Any]]
    skipped: Sequence[Mapping[str, Any]]
    basis: Sequence[str]
    reason: str
    not_before_on: date | None
    uncovered_year: int | None
    warned: bool
    missed: bool
    stopped_on: date | None
    in_time: bool | None

    def working_days_left(self, today: date) -> int | None:
        """The days after today that deadline counted; None while there is no date."""
        if self.due_on is None:
            return None
        return sum(1 for day in self.counted if date.fromisoformat(day["date"]) > today)


class DueDates:
    """The book: one row a clock."""

    name = "due_dates"
    version = 1
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
    """What an event says anew; a new date takes back the warning and the miss of the one before."""
    match event:
        case DueDateSet():
            return {
                "due_on": event.due_on,
                "counted": msgspec.to_builtins(event.counted),
                "skipped": msgspec.to_builtins(event.skipped),
                "basis": list(event.basis),
                "reason": event.reason,
                "not_before_on": None,
                "uncovered_year": None,
                "warned": False,
                "missed": False,
            }
        case DueDateDeferred():
            return {
                "due_on": None,
                "counted": [],
                "skipped": [],
                "basis": [],
                "reason": event.reason,
                "not_before_on": event.not_before_on,
                "uncovered_year": event.uncovered_year,
                "warned": False,
                "missed": False,
            }
        case WarningRaised():
            return {"warned": True}
        case DeadlineMissed():
            return {"missed": True}
        case ClockStopped():
            return {"stopped_on": event.stopped_on, "in_time": event.in_time}
        case ClockStarted():
            return {}
        case _:
            assert_never(event)


async def due_of(connection: AsyncConnection, request_id: UUID) -> Due | None:
    """The reply clock of one request; None: deadline has not spoken yet."""
    query = select(CLOCKS).where(CLOCKS.c.request_id == request_id, CLOCKS.c.clock == REPLY)
    found = (await connection.execute(query)).mappings().one_or_none()
    return _due(found) if found else None


async def running(connection: AsyncConnection) -> Mapping[UUID, Due]:
    """The reply clocks of the agency that have not stopped."""
    query = select(CLOCKS).where(CLOCKS.c.clock == REPLY, CLOCKS.c.stopped_on.is_(None))
    return {found["request_id"]: _due(found) for found in (await connection.execute(query)).mappings()}


def _due(found: Any) -> Due:
    columns = {name: value for name, value in found.items() if name not in {"agency", "clock"}}
    return Due(**columns)
