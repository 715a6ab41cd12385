"""期限: the standing of each request's clocks, day by day, as deadline publishes it. Review counts nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, Index, Integer, MetaData, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.deadline.clock import ClockEvent, DueDateSet
from shared.events.registry import load
from shared.events.terms import REPLY_CLOCK
from shared.message import Recorded
from shared.projections.changes import RowChanges
from shared.projections.generations import Projection
from shared.words.explanation import Explanation, kept, read_kept

METADATA = MetaData(schema="due_dates")
CLOCKS = Table(
    "clocks",
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("subject_kind", Text, primary_key=True),
    Column("subject_id", Text, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("request_id", Uuid),
    Column("state", Text, nullable=False),
    Column("since", Date),
    Column("waiting_for", Text, nullable=False),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("uncovered_year", Integer),
    Column("warned_left", Integer),
    Column("warned_role", Text, nullable=False),
    Column("missed_role", Text, nullable=False),
    Column("extension_working_days", Integer, nullable=False),
    Column("stopped_on", Date),
    Column("in_time", Boolean),
    Column("counted_on", JSONB, nullable=False, server_default="[]"),
    Column("explanation", JSONB),
)
"""The columns of a standing have its field names. `request_id`: the request that is the clock's subject or owner.

`explanation`: the count in codes (`shared.words.explanation`). `counted_on`: its counted days as ISO texts, for queries
over many rows.
"""
STANDING = (
    "state",
    "since",
    "waiting_for",
    "due_on",
    "not_before_on",
    "uncovered_year",
    "warned_left",
    "warned_role",
    "missed_role",
    "extension_working_days",
    "stopped_on",
    "in_time",
)
NOT_STOPPED = CLOCKS.c.stopped_on.is_(None)
Index("going", CLOCKS.c.agency, CLOCKS.c.clock, postgresql_where=NOT_STOPPED)
Index("of_request", CLOCKS.c.agency, CLOCKS.c.request_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A clock as deadline last published it. `due_on` is None while it is deferred, paused or suspended.

    `waiting_for`: the kind of letter or suspension that it waits for, "" while it runs; `since`: from which day. The
    roles are those that were told.
    """

    request_id: UUID
    subject_id: str
    clock: str
    state: str
    since: date | None
    waiting_for: str
    due_on: date | None
    not_before_on: date | None
    uncovered_year: int | None
    warned_left: int | None
    warned_role: str
    missed_role: str
    extension_working_days: int
    stopped_on: date | None
    in_time: bool | None
    counted_on: Sequence[date]

    @property
    def warned(self) -> bool:
        """Whether a warning of the present due date was raised."""
        return self.warned_left is not None

    @property
    def missed(self) -> bool:
        """Whether the due date passed while the clock ran."""
        return self.state == "missed"

    def working_days_left(self, today: date) -> int | None:
        """Return the counted days after `today`; None without a due date."""
        if self.due_on is None:
            return None
        return sum(1 for day in self.counted_on if day > today)


class DueDates(Projection):
    """One row for each clock: its newest standing, and the counted days of its due date."""

    name = "due_dates"
    version = 7
    sources = frozenset({"deadline"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        clocks = RowChanges(CLOCKS)
        for row in rows:
            event = load(row)
            if isinstance(event, ClockEvent) and event.request_id is not None:
                key = (row.agency, event.subject.kind, event.subject.id, event.clock)
                clocks.put(key, {"request_id": event.request_id, **_columns(event)})
        await clocks.write(connection)


def _columns(event: ClockEvent) -> dict[str, Any]:
    columns = {name: getattr(event.standing, name) for name in STANDING}
    if isinstance(event, DueDateSet):
        columns["counted_on"] = [day.date.isoformat() for day in event.counted]
        columns["explanation"] = kept(event)
    elif event.standing.due_on is None:
        columns |= {"counted_on": [], "explanation": None}
    return columns


_DUE = [column for column in CLOCKS.columns if column.name not in {"agency", "subject_kind", "explanation"}]
OWN = CLOCKS.c.subject_kind == "request"
BEGUN = CLOCKS.c.state != "unstarted"


async def due_of(connection: AsyncConnection, request_id: UUID) -> Due | None:
    """Return the reply clock of a request; None before deadline has published it."""
    return (await clocks_of(connection, request_id)).get(REPLY_CLOCK)


async def clocks_of(connection: AsyncConnection, request_id: UUID) -> Mapping[str, Due]:
    """Return all begun clocks of a request: its own by their names, those of its letters by the letters' ids."""
    query = select(OWN.label("own"), *_DUE).where(CLOCKS.c.request_id == request_id, BEGUN)
    found = [dict(each) for each in (await connection.execute(query)).mappings()]
    return {each["clock"] if each.pop("own") else each["subject_id"]: _due(each) for each in found}


def _due(found: Any) -> Due:
    """The clock of a row, whose counted days are stored as ISO texts."""
    return Due(**{**found, "counted_on": [date.fromisoformat(day) for day in found["counted_on"]]})


async def explanation_of(connection: AsyncConnection, request_id: UUID) -> Explanation | None:
    """Return the day-by-day count of the reply's due date; None without a due date."""
    query = select(CLOCKS.c.explanation).where(
        CLOCKS.c.request_id == request_id, OWN, CLOCKS.c.clock == REPLY_CLOCK
    )
    return read_kept((await connection.execute(query)).scalar_one_or_none())


async def running(connection: AsyncConnection) -> Mapping[UUID, Due]:
    """Return the agency's reply clocks that have not stopped."""
    query = select(*_DUE).where(CLOCKS.c.clock == REPLY_CLOCK, NOT_STOPPED, BEGUN)
    return {found["request_id"]: _due(found) for found in (await connection.execute(query)).mappings()}


async def alarms(connection: AsyncConnection) -> Sequence[Due]:
    """Return the clocks that have a warning or a miss and have not stopped, earliest due date first."""
    alarmed = CLOCKS.c.warned_left.is_not(None) | (CLOCKS.c.state == "missed")
    query = select(*_DUE).where(alarmed, NOT_STOPPED).order_by(CLOCKS.c.due_on)
    return [_due(found) for found in (await connection.execute(query)).mappings()]
