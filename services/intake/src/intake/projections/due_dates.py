"""到期日 (due dates) as deadline counted them: the date, and its explanation day by day for the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.deadline import ClockStopped, DueDateDeferred, DueDateSet
from shared.events.terms import REPLY_CLOCK
from shared.message import Recorded
from shared.upsert import Sheet
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
    sa.Column("stopped_on", sa.Date),
    sa.Column("in_time", sa.Boolean),
)
"""`explanation` has the shape of `lantai deadline explain --json`: due_on, counted, skipped, basis."""


@dataclass(frozen=True, slots=True)
class DueDates:
    """The book, as the projector runs it."""

    name: str = "due_dates"
    version: int = 1
    sources: frozenset[str] = frozenset({"deadline"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """A later count of the same clock replaces the earlier one."""
        clocks = Sheet(CLOCKS)
        for row in rows:
            event = load(row)
            if isinstance(event, DueDateSet | DueDateDeferred | ClockStopped):
                clocks.put((row.agency, event.request_id, event.clock), _columns(event))
        await clocks.write(connection)


def _columns(event: DueDateSet | DueDateDeferred | ClockStopped) -> dict[str, Any]:
    match event:
        case DueDateSet():
            return {
                "due_on": event.due_on,
                "not_before_on": None,
                "uncovered_year": None,
                "explanation": explained(event),
            }
        case DueDateDeferred(not_before_on=on, uncovered_year=year):
            return {"due_on": None, "not_before_on": on, "uncovered_year": year, "explanation": None}
        case ClockStopped(stopped_on=on, in_time=in_time):
            return {"stopped_on": on, "in_time": in_time}


async def reply_clock(connection: AsyncConnection, request_id: UUID) -> sa.RowMapping | None:
    """The reply clock of a request, or None while deadline has not counted it: 正在计算."""
    query = sa.select(CLOCKS).where(CLOCKS.c.request_id == request_id, CLOCKS.c.clock == REPLY_CLOCK)
    return (await connection.execute(query)).mappings().one_or_none()


async def reply_due(connection: AsyncConnection, requests: Sequence[UUID]) -> dict[UUID, sa.RowMapping]:
    """The reply clocks of a page of requests."""
    query = sa.select(CLOCKS).where(CLOCKS.c.request_id.in_(requests), CLOCKS.c.clock == REPLY_CLOCK)
    return {row["request_id"]: row for row in (await connection.execute(query)).mappings()}
