"""进度查询 (tracking): the steps of a request, found by the HMAC of its query code. No personal text is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.intake.correction import (
    CorrectionLapsed,
    CorrectionNoticeDispatched,
    CorrectionRequested,
    RequestCorrected,
)
from shared.events.intake.request import (
    ExtensionNoticeDispatched,
    FormalCheckCompleted,
    ReplyDispatched,
    ReplyRendered,
    RequestAccepted,
    RequestReceived,
    RequestWithdrawn,
)
from shared.events.registry import load
from shared.message import Recorded
from shared.projections.changes import RowChanges
from shared.projections.generations import Projection

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
    sa.Column("facts", JSONB, nullable=False),
)
"""`step` is a code that `web/parts/timeline.py` puts into words; `facts` are the numbers and days in those words."""

Step = tuple[UUID, str, date, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Tracking(Projection):
    """Folds the steps that an applicant may see, and the lookup of query codes."""

    name: str = "tracking"
    version: int = 4
    sources: frozenset[str] = frozenset({"intake"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Store a step for each event that the applicant may see, and the code lookup of each new request."""
        codes, steps = RowChanges(CODES), RowChanges(STEPS)
        for row in rows:
            event = load(row)
            if isinstance(event, RequestReceived):
                codes.put((row.agency, event.query_lookup), {"request_id": event.request_id})
            step = _step(event)
            if step is not None:
                request_id, name, on, facts = step
                columns = {"step": name, "happened_on": on, "at": row.recorded_at, "facts": facts}
                steps.put((row.agency, request_id, row.seq), columns)
        await codes.write(connection)
        await steps.write(connection)


def _step(event: object) -> Step | None:  # noqa: PLR0911  # one return an event
    match event:
        case RequestReceived(request_id=request, receipt=receipt):
            return request, "received", receipt.received_on, {}
        case FormalCheckCompleted(request_id=request, findings=findings, checked_on=on):
            return request, "incomplete" if findings else "complete", on, {}
        case RequestAccepted(request_id=request, accepted_on=on):
            return request, "accepted", on, {}
        case ExtensionNoticeDispatched(request_id=request, served=served, working_days=days):
            return request, "extended", served.dispatched_on, {"working_days": days}
        case RequestWithdrawn(request_id=request, withdrawn_on=on):
            return request, "withdrawn", on, {}
        case ReplyRendered(request_id=request, rendered_on=on):
            return request, "replied", on, {}
        case ReplyDispatched(request_id=request, served=served, document_number=number):
            told = {"document_number": number, "method": served.method}
            return request, "served", served.dispatched_on, told
        case _:
            return _correction_step(event)


def _correction_step(event: object) -> Step | None:
    match event:
        case CorrectionRequested(request_id=request, requested_on=on, letter=letter):
            return request, "correction-drawn", on, {"document_number": letter.document_number}
        case CorrectionNoticeDispatched(request_id=request, served=served, respond_working_days=days):
            told = {"working_days": days, "method": served.method}
            return request, "correction-served", served.dispatched_on, told
        case RequestCorrected(request_id=request, receipt=receipt):
            return request, "corrected", receipt.received_on, _facts_of(event)
        case CorrectionLapsed(request_id=request, lapsed_on=on, due_on=due_on):
            return request, "lapsed", on, {"due_on": due_on.isoformat()}
        case _:
            return None


def _facts_of(event: RequestCorrected) -> dict[str, Any]:
    """The day of arrival and the voided reply of a correction, as far as there are any."""
    arrived_on = event.receipt.arrived_on.isoformat() if event.receipt.arrived_on else None
    told = {"arrived_on": arrived_on, "voided_number": event.voided_number}
    return {name: fact for name, fact in told.items() if fact is not None}


async def request_of(connection: AsyncConnection, query_lookup: str) -> UUID | None:
    """The request with the HMAC of a query code in the connection's agency; None when there is none."""
    query = sa.select(CODES.c.request_id).where(CODES.c.query_lookup == query_lookup)
    found: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def steps_of(connection: AsyncConnection, request_id: UUID) -> Sequence[sa.RowMapping]:
    """The steps of a request in order."""
    query = sa.select(STEPS).where(STEPS.c.request_id == request_id).order_by(STEPS.c.seq)
    return (await connection.execute(query)).mappings().all()
