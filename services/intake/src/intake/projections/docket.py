"""收件登记簿 (docket): what the clerk's list and one request's page show. Ciphertext stays ciphertext."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.intake import (
    FormalCheckCompleted,
    KeyDestroyed,
    ReplyRendered,
    ReplyServed,
    RequestAccepted,
    RequestReceived,
)
from shared.events.review import ReplyIssued
from shared.message import Recorded
from shared.upsert import Sheet

METADATA: Final = sa.MetaData(schema="docket")

REQUESTS: Final = sa.Table(
    "request",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("year", sa.Integer),
    sa.Column("number", sa.Integer),
    sa.Column("status", sa.Text),
    sa.Column("channel", sa.Text),
    sa.Column("received_on", sa.Date),
    sa.Column("receipt_clause", sa.Text),
    sa.Column("receipt_source", sa.Text),
    sa.Column("applicant_kind", sa.Text),
    sa.Column("supply_form", sa.Text),
    sa.Column("delivery", sa.Text),
    sa.Column("key_id", sa.Text),
    sa.Column("sealed", JSONB),
    sa.Column("findings", JSONB),
    sa.Column("checked_on", sa.Date),
    sa.Column("accepted_on", sa.Date),
    sa.Column("outcome", sa.Text),
    sa.Column("issued_on", sa.Date),
    sa.Column("document_number", sa.Text),
    sa.Column("rendered_on", sa.Date),
    sa.Column("blob", sa.Text),
    sa.Column("sha256", sa.Text),
    sa.Column("served_on", sa.Date),
    sa.Column("method", sa.Text),
    sa.Column("key_destroyed", sa.Boolean),
    sa.Index("newest_first", "agency", sa.desc("year"), sa.desc("number")),
)
"""One row a request. `sealed`: field → {scope, box}, opened on read under `key_id`."""

PAGE_ROWS: Final = 25


@dataclass(frozen=True, slots=True)
class Docket:
    """The book, as the projector runs it."""

    name: str = "docket"
    version: int = 1
    sources: frozenset[str] = frozenset({"intake", "review"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Rows of one lane, in order; review's issue may be folded before or after any of intake's."""
        requests = Sheet(REQUESTS)
        for row in rows:
            change = _change(row)
            if change is not None:
                request_id, columns = change
                requests.put((row.agency, request_id), columns)
        await requests.write(connection)


def _change(row: Recorded) -> tuple[UUID, dict[str, Any]] | None:  # noqa: PLR0911  # one return an event
    """The request and the columns that a row sets; None for a type that is no business of this book."""
    match load(row):
        case RequestReceived() as event:
            return event.request_id, _received(event, row)
        case FormalCheckCompleted(request_id=request, findings=findings, checked_on=on):
            listed = [{"field": each.field, "code": each.code, "clause": each.clause} for each in findings]
            return request, {
                "status": "incomplete" if listed else "complete",
                "findings": listed,
                "checked_on": on,
            }
        case RequestAccepted(request_id=request, accepted_on=on):
            return request, {"status": "accepted", "accepted_on": on}
        case ReplyIssued(request_id=request, outcome=outcome, issued_on=on):
            return request, {"outcome": outcome, "issued_on": on}
        case ReplyRendered() as event:
            return event.request_id, {
                "status": "replied",
                "document_number": event.document_number,
                "rendered_on": event.rendered_on,
                "blob": event.blob,
                "sha256": event.sha256,
            }
        case ReplyServed(request_id=request, served_on=on, method=method):
            return request, {"status": "served", "served_on": on, "method": method}
        case KeyDestroyed(request_id=request):
            return request, {"key_destroyed": True}
        case _:
            return None


def _received(event: RequestReceived, row: Recorded) -> dict[str, Any]:
    return {
        "year": event.year,
        "number": event.number,
        "status": "received",
        "channel": event.channel,
        "received_on": event.received_on,
        "receipt_clause": event.receipt_rule.clause,
        "receipt_source": event.receipt_rule.source,
        "applicant_kind": event.applicant_kind,
        "supply_form": event.supply_form,
        "delivery": event.delivery,
        "key_id": row.key_id,
        "sealed": _boxes(event),
        "key_destroyed": False,
    }


def _boxes(event: RequestReceived) -> dict[str, dict[str, str]]:
    """Every sealed field of a request by the name that it was sealed under."""
    person = {field: getattr(event.applicant, field) for field in event.applicant.__struct_fields__}
    fields = person | {
        "content": event.content,
        "hints": event.hints,
        "purpose": event.purpose,
        "query_code": event.query_code,
    }
    return {name: {"scope": box.scope, "box": box.box} for name, box in fields.items() if box is not None}


async def request_row(connection: AsyncConnection, request_id: UUID) -> sa.RowMapping | None:
    """One request of the connection's agency."""
    found = await connection.execute(
        sa.select(REQUESTS).where(REQUESTS.c.request_id == request_id, REQUESTS.c.number.is_not(None))
    )
    return found.mappings().one_or_none()


async def page(
    connection: AsyncConnection, before: tuple[int, int] | None, status: str = ""
) -> Sequence[sa.RowMapping]:
    """Up to PAGE_ROWS + 1 requests, newest first, that stand before (year, number); one more tells that there is more."""
    query = sa.select(REQUESTS).where(REQUESTS.c.number.is_not(None))
    if before is not None:
        query = query.where(sa.tuple_(REQUESTS.c.year, REQUESTS.c.number) < sa.tuple_(*before))
    if status:
        query = query.where(REQUESTS.c.status == status)
    newest = query.order_by(REQUESTS.c.year.desc(), REQUESTS.c.number.desc()).limit(PAGE_ROWS + 1)
    return (await connection.execute(newest)).mappings().all()


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """Status → how many requests stand at it."""
    query = sa.select(REQUESTS.c.status, sa.func.count()).where(REQUESTS.c.number.is_not(None))
    rows = await connection.execute(query.group_by(REQUESTS.c.status))
    return {str(row[0]): int(row[1]) for row in rows}
