"""The book of the annual table: one row per request, from which every figure is counted and every figure opens."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    and_,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.domain.tally import CARRIED_IN, CARRIED_OUT, NEW, PROCESSED, TOTAL, Group, Layout
from shared.events import load
from shared.events.deadline import ClockStopped, DeadlineMissed, DueDateDeferred, DueDateSet
from shared.events.intake import ReplyServed, RequestReceived
from shared.message import Recorded
from shared.upsert import Columns, Sheet

metadata = MetaData(schema="annual")

request = Table(
    "request",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("year", Integer, nullable=False, comment="of the registration number"),
    Column("number", Integer, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("received_year", Integer, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("outcome", Text),
    Column("closed_on", Date),
    Column("closed_year", Integer),
    Column("document_number", Text),
)

due = Table(
    "due",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("due_on", Date),
    Column("missed", Boolean, nullable=False),
    Column("in_time", Boolean),
)

position = Table(
    "position",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

WITH_DUE = request.outerjoin(
    due, and_(due.c.agency == request.c.agency, due.c.request_id == request.c.request_id)
)

COUNTED_TYPES = (RequestReceived.type_name(), ReplyServed.type_name())
"""What a table is counted from."""

DUE_EVENTS = (DueDateSet, DueDateDeferred, DeadlineMissed, ClockStopped)
FOLDED = {*COUNTED_TYPES, *(event.type_name() for event in DUE_EVENTS)}


class AnnualBook:
    """Folds requests from intake and their due dates from deadline, each into its own table."""

    name = "annual"
    version = 1
    sources = frozenset({"intake", "deadline"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Make rows of one lane take effect, and remember how far: the position that a report is pinned to."""
        requests, dues, positions = Sheet(request), Sheet(due), Sheet(position)
        for row in rows:
            if row.type in FOLDED:
                _fold(requests, dues, row)
        last = rows[-1]
        positions.put((last.agency, last.service), {"seq": last.seq})
        for sheet in (requests, dues, positions):
            await sheet.write(connection)


def _fold(requests: Sheet, dues: Sheet, row: Recorded) -> None:
    event = load(row)
    match event:
        case RequestReceived(request_id=request_id):
            requests.put((row.agency, request_id), _received(event))
        case ReplyServed(request_id=request_id):
            requests.change((row.agency, request_id), _served(event))
        case DueDateSet(request_id=request_id, due_on=due_on):
            dues.put((row.agency, request_id), {"due_on": due_on, "missed": False, "in_time": None})
        case DueDateDeferred(request_id=request_id):
            dues.put((row.agency, request_id), {"due_on": None, "missed": False, "in_time": None})
        case DeadlineMissed(request_id=request_id, due_on=due_on):
            dues.put((row.agency, request_id), {"due_on": due_on, "missed": True})
        case ClockStopped(request_id=request_id, in_time=in_time):
            dues.put((row.agency, request_id), {"in_time": in_time, "missed": in_time is False})


def _served(event: ReplyServed) -> Columns:
    return {
        "outcome": event.outcome,
        "closed_on": event.served_on,
        "closed_year": event.served_on.year,
        "document_number": event.document_number,
    }


def _received(event: RequestReceived) -> Columns:
    return {
        "year": event.year,
        "number": event.number,
        "received_on": event.received_on,
        "received_year": event.received_on.year,
        "applicant_kind": event.applicant_kind,
    }


async def groups(connection: AsyncConnection) -> Sequence[Group]:
    """The agency's requests, counted by what the table asks of them."""
    asked = (request.c.received_year, request.c.applicant_kind, request.c.outcome, request.c.closed_year)
    found = await connection.execute(select(*asked, func.count().label("requests")).group_by(*asked))
    return [Group(**row._mapping) for row in found]  # noqa: SLF001  # SQLAlchemy's documented accessor


async def positions(connection: AsyncConnection) -> Mapping[str, int]:
    """Service → the number up to which its lane has been counted."""
    found = await connection.execute(select(position.c.service, position.c.seq))
    return {row.service: row.seq for row in found}


async def requests(
    connection: AsyncConnection, which: ColumnElement[bool] | None = None
) -> Sequence[Row[Any]]:
    """The agency's requests with their due dates, the newest first; `which` comes from `behind`."""
    statement = (
        select(request, due.c.due_on, due.c.missed, due.c.in_time)
        .select_from(WITH_DUE)
        .where(true() if which is None else which)
        .order_by(request.c.year.desc(), request.c.number.desc())
    )
    return (await connection.execute(statement)).all()


def behind(year: int, row: str, column: str, layout: Layout) -> ColumnElement[bool]:
    """The requests behind one figure of a year's table."""
    return and_(_behind_row(year, row, layout), _behind_column(column, layout))


def _behind_row(year: int, row: str, layout: Layout) -> ColumnElement[bool]:
    received, closed = request.c.received_year, request.c.closed_year
    if row == NEW:
        return received == year
    if row == CARRIED_IN:
        return and_(received < year, or_(closed.is_(None), closed >= year))
    if row == CARRIED_OUT:
        return and_(received <= year, or_(closed.is_(None), closed > year))
    if row == PROCESSED:
        return closed == year
    outcomes = [name for name, of in layout.row_of.items() if of == row]
    return and_(closed == year, request.c.outcome.in_(outcomes))


def _behind_column(column: str, layout: Layout) -> ColumnElement[bool]:
    if column == TOTAL:
        return true()
    return request.c.applicant_kind.in_([kind for kind, of in layout.column_of.items() if of == column])


async def figures(connection: AsyncConnection, year: int) -> Mapping[str, int]:
    """What a supervisor looks at first: received, answered, open, overdue."""
    is_open = request.c.closed_on.is_(None)
    asked = {
        "received": request.c.received_year == year,
        "answered": request.c.closed_year == year,
        "open": is_open,
        "overdue": and_(is_open, due.c.missed),
        "answered_late": and_(request.c.closed_year == year, due.c.in_time.is_(False)),
    }
    counts = [func.count().filter(condition).label(name) for name, condition in asked.items()]
    found = await connection.execute(select(*counts).select_from(WITH_DUE))
    return dict(found.one()._mapping)  # noqa: SLF001  # SQLAlchemy's documented accessor


async def years(connection: AsyncConnection) -> Collection[int]:
    """The years that have a table, the newest first: from the first receipt to the last year of anything."""
    found = await connection.execute(
        select(
            func.min(request.c.received_year),
            func.max(request.c.received_year),
            func.max(request.c.closed_year),
        )
    )
    first, last, closed = found.one()
    return () if first is None else range(max(int(last), closed or 0), first - 1, -1)


async def of_request(connection: AsyncConnection, request_id: UUID) -> Row[Any] | None:
    """One request of the agency, None if there is none."""
    return next(iter(await requests(connection, request.c.request_id == request_id)), None)
