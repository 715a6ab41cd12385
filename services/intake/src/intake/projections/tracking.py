"""进度查询 (tracking): found by the HMAC of the query code; what happened when, without a word of the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.intake import (
    FormalCheckCompleted,
    ReplyRendered,
    ReplyServed,
    RequestAccepted,
    RequestReceived,
)
from shared.message import Recorded
from shared.upsert import Sheet

METADATA: Final = sa.MetaData(schema="tracking")

CODES: Final = sa.Table(
    "code",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("query_lookup", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Uuid, nullable=False),
)

STEPS: Final = sa.Table(
    "step",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("happened_on", sa.Date, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)
"""`step` is received, incomplete, complete, accepted, replied or served; the page has the words."""


@dataclass(frozen=True, slots=True)
class Tracking:
    """The book, as the projector runs it."""

    name: str = "tracking"
    version: int = 1
    sources: frozenset[str] = frozenset({"intake"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """A step for each event that the applicant may know of; a code for each receipt."""
        codes, steps = Sheet(CODES), Sheet(STEPS)
        for row in rows:
            event = load(row)
            if isinstance(event, RequestReceived):
                codes.put((row.agency, event.query_lookup), {"request_id": event.request_id})
            step = _step(event)
            if step is not None:
                request_id, name, on = step
                columns = {"step": name, "happened_on": on, "at": row.recorded_at}
                steps.put((row.agency, request_id, row.seq), columns)
        await codes.write(connection)
        await steps.write(connection)


def _step(event: object) -> tuple[UUID, str, date] | None:
    match event:
        case RequestReceived(request_id=request, received_on=on):
            return request, "received", on
        case FormalCheckCompleted(request_id=request, findings=findings, checked_on=on):
            return request, "incomplete" if findings else "complete", on
        case RequestAccepted(request_id=request, accepted_on=on):
            return request, "accepted", on
        case ReplyRendered(request_id=request, rendered_on=on):
            return request, "replied", on
        case ReplyServed(request_id=request, served_on=on):
            return request, "served", on
        case _:
            return None


async def request_of(connection: AsyncConnection, query_lookup: str) -> UUID | None:
    """The request that a query code's HMAC stands for, in the connection's agency."""
    query = sa.select(CODES.c.request_id).where(CODES.c.query_lookup == query_lookup)
    found: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def steps_of(connection: AsyncConnection, request_id: UUID) -> Sequence[sa.RowMapping]:
    """What happened to a request, in order."""
    query = sa.select(STEPS).where(STEPS.c.request_id == request_id).order_by(STEPS.c.seq)
    return (await connection.execute(query)).mappings().all()
