"""Projection of the live figures: the reply clock of each request, receipts and replies by month, replies by duration.

The fold keeps the counts, so the cost of reading a figure does not depend on the number of requests.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    and_,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.request import clocks
from reporting.request.clocks import ClockState
from shared.events.deadline.clock import CLOCK_EVENTS, ClockEvent
from shared.events.intake.request import PastRequestImported, ReplyDispatched, RequestReceived
from shared.events.registry import load
from shared.events.terms import REPLY_CLOCK
from shared.message import Event, Recorded
from shared.projections.changes import RowChanges
from shared.projections.generations import Projection

metadata = MetaData(schema="dashboard")

matter = Table(
    "matter",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("received_on", Date),
    Column("closed_on", Date),
    Column("standing", Text, comment="of the reply clock; nothing before it starts"),
    Column("day_zero_on", Date),
    Column("due_on", Date),
    Column("not_before_on", Date),
    Column("uncovered_year", Integer),
    Column("warned_working_days", Integer),
    Column("stopped_on", Date),
    Column("in_time", Boolean),
)
IN_HAND = and_(matter.c.closed_on.is_(None), matter.c.received_on.is_not(None))
LATE = matter.c.in_time.is_(False)
Index("in_hand", matter.c.agency, matter.c.standing, postgresql_where=IN_HAND)
Index("late", matter.c.agency, matter.c.closed_on, postgresql_where=LATE)

month = Table(
    "month",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("received", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
)

pace = Table(
    "pace",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("closed_year", Integer, primary_key=True, autoincrement=False),
    Column("calendar_days", Integer, primary_key=True, autoincrement=False),
    Column("requests", Integer, nullable=False),
)

position = Table(
    "position",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

CLOCK_FIELDS: Final = tuple(name for name in ClockState.__dataclass_fields__ if name != "clock")
INTAKE_TYPES = {event.type_name() for event in (RequestReceived, PastRequestImported, ReplyDispatched)}
CLOCK_TYPES = {event.type_name() for event in CLOCK_EVENTS}


class DashboardProjection(Projection):
    """Folds receipts, imports and replies of intake and the reply clocks of deadline.

    It stores the position of each lane, by which a page sees that the figures changed.
    """

    name = "dashboard"
    version = 2
    sources = frozenset({"intake", "deadline"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        agency = rows[0].agency
        changes = _Changes(agency)
        await changes.apply_intake(connection, [load(row) for row in rows if row.type in INTAKE_TYPES])
        changes.apply_clocks([load(row) for row in rows if row.type in CLOCK_TYPES])
        changes.positions.put((agency, rows[-1].service), {"seq": rows[-1].seq})
        for table_changes in (changes.matters, changes.months, changes.paces, changes.positions):
            await table_changes.write(connection)


class _Changes:
    """The changes of one batch."""

    def __init__(self, agency: str) -> None:
        self.matters, self.months = RowChanges(matter), RowChanges(month)
        self.paces, self.positions = RowChanges(pace), RowChanges(position)
        self._agency = agency

    async def apply_intake(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        """Apply receipts, imports and replies. A reply to an unknown request is ignored."""
        answered = {event.request_id for event in events if isinstance(event, ReplyDispatched)}
        received = {key: row.received_on for key, row in (await self._known(connection, answered)).items()}
        for event in events:
            match event:
                case RequestReceived(request_id=key, receipt=receipt):
                    on = receipt.received_on
                    received[key] = on
                    self.matters.put((self._agency, key), {"received_on": on})
                    self._received(on)
                case PastRequestImported(received_on=on, closed_on=closed):
                    self._received(on)
                    if closed is not None:
                        self._closed(on, closed)
                case ReplyDispatched(request_id=key, served=served) if received.get(key) is not None:
                    on = served.dispatched_on
                    self.matters.put((self._agency, key), {"closed_on": on})
                    self._closed(received[key], on)

    def apply_clocks(self, events: Sequence[Event]) -> None:
        """Store the reply clocks as of their newest events."""
        for event in events:
            if isinstance(event, ClockEvent) and event.clock == REPLY_CLOCK:
                state = ClockState.of(event)
                columns = asdict(state) if state else dict.fromkeys((*CLOCK_FIELDS, "clock"))
                del columns["clock"]
                self.matters.put((self._agency, event.request_id), columns)

    def _received(self, on: date) -> None:
        self.months.add((self._agency, on.year, on.month), {"received": 1, "closed": 0})

    def _closed(self, received_on: date, on: date) -> None:
        self.months.add((self._agency, on.year, on.month), {"received": 0, "closed": 1})
        self.paces.add((self._agency, on.year, (on - received_on).days), {"requests": 1})

    async def _known(
        self, connection: AsyncConnection, requests: Collection[UUID]
    ) -> Mapping[UUID, Row[Any]]:
        if not requests:
            return {}
        asked = (matter.c.agency == self._agency, matter.c.request_id.in_(sorted(requests)))
        return {row.request_id: row for row in await connection.execute(select(matter).where(*asked))}


def _state(row: Row[Any]) -> ClockState | None:
    if row.standing is None:
        return None
    return ClockState(clock=REPLY_CLOCK, **{name: getattr(row, name) for name in CLOCK_FIELDS})


async def states_of(
    connection: AsyncConnection, agency: str, requests: Collection[UUID]
) -> Mapping[UUID, ClockState]:
    """Return the reply clocks of some requests, as far as they have started."""
    asked = (matter.c.agency == agency, matter.c.request_id.in_(sorted(requests)))
    rows = await connection.execute(select(matter).where(*asked))
    return {row.request_id: state for row in rows if (state := _state(row)) is not None}


@dataclass(frozen=True, slots=True)
class InHand:
    """Open requests by the state of their reply clock.

    `near`: those whose clock runs and has given a warning. `late`: the year's replies that were served late.
    """

    by_standing: Mapping[str, int]
    near: int
    late: int


async def in_hand(connection: AsyncConnection, agency: str, year: int) -> InHand:
    """Count open requests by the state of their clock, and the year's late replies."""
    warned = and_(matter.c.standing == clocks.RUNNING, matter.c.warned_working_days.is_not(None))
    grouped = (
        select(matter.c.standing, func.count().label("n"), func.count().filter(warned).label("near"))
        .where(matter.c.agency == agency, IN_HAND)
        .group_by(matter.c.standing)
    )
    rows = (await connection.execute(grouped)).all()
    closed = matter.c.closed_on.between(date(year, 1, 1), date(year, 12, 31))
    late = select(func.count()).select_from(matter).where(matter.c.agency == agency, LATE, closed)
    by_standing = {row.standing or clocks.COUNTING: row.n for row in rows}
    return InHand(
        by_standing, sum(row.near for row in rows), int((await connection.execute(late)).scalar_one())
    )


async def months(connection: AsyncConnection, agency: str, year: int) -> Mapping[int, tuple[int, int]]:
    """Return month → (received, closed)."""
    asked = (month.c.agency == agency, month.c.year == year)
    rows = await connection.execute(select(month.c.month, month.c.received, month.c.closed).where(*asked))
    return {row.month: (row.received, row.closed) for row in rows}


async def paces(connection: AsyncConnection, agency: str, year: int) -> Mapping[int, int]:
    """Return calendar days from receipt to reply → number of the year's replies."""
    asked = (pace.c.agency == agency, pace.c.closed_year == year)
    return {
        row.calendar_days: row.requests
        for row in await connection.execute(select(pace.c.calendar_days, pace.c.requests).where(*asked))
    }


async def positions(connection: AsyncConnection, agency: str) -> tuple[int, ...]:
    """Return the folded position of each lane. The figures are unchanged as long as these are."""
    statement = select(position.c.seq).where(position.c.agency == agency).order_by(position.c.service)
    return tuple((await connection.execute(statement)).scalars())
