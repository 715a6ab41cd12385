"""收件登记簿 (docket): the rows of the clerk's list and of a request's page. Personal texts stay encrypted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from intake.projections.docket_changes import change_of
from shared.events.intake.request import ReplyDispatched, RequestReceived
from shared.message import Recorded
from shared.projections.changes import RowChanges
from shared.projections.generations import Projection

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
    sa.Column("instants", JSONB),
    sa.Column("sealed", JSONB),
    sa.Column("corrected", JSONB),
    sa.Column("corrected_on", sa.Date),
    sa.Column("findings", JSONB),
    sa.Column("checked_on", sa.Date),
    sa.Column("accepted_on", sa.Date),
    sa.Column("document_number", sa.Text),
    sa.Column("rendered_on", sa.Date),
    sa.Column("blob", sa.Text),
    sa.Column("sha256", sa.Text),
    sa.Column("voided_number", sa.Text),
    sa.Column("served_on", sa.Date),
    sa.Column("method", sa.Text),
    sa.Column("proof", JSONB),
    sa.Column("correction_number", sa.Text),
    sa.Column("correction_blob", sa.Text),
    sa.Column("correction_on", sa.Date),
    sa.Column("correction_working_days", sa.Integer),
    sa.Column("correction_sealed", JSONB),
    sa.Column("correction_served_on", sa.Date),
    sa.Column("extension_number", sa.Text),
    sa.Column("extension_blob", sa.Text),
    sa.Column("extension_on", sa.Date),
    sa.Column("extension_working_days", sa.Integer),
    sa.Column("extension_served_on", sa.Date),
    sa.Column("withdrawn_on", sa.Date),
    sa.Column("lapsed_on", sa.Date),
    sa.Column("key_destroyed", sa.Boolean),
    sa.Index("newest_first", "agency", sa.desc("year"), sa.desc("number")),
)
"""One row for each request. `sealed`: field → {scope, box}, decrypted on read with the key `key_id`; `corrected`: the same
for the fields of a correction.

`document_number` to `sha256` describe the valid reply; `voided_number` is the 文号 of a reply that became void unserved.
"""

OPEN: Final = REQUESTS.c.status != sa.literal_column("'served'")
"""Requests whose reply is not served yet. Only these are in the index, so queries stay fast as closed requests grow."""
sa.Index(
    "open_newest",
    REQUESTS.c.agency,
    REQUESTS.c.year.desc(),
    REQUESTS.c.number.desc(),
    REQUESTS.c.status,
    postgresql_where=OPEN,
)

TALLIES: Final = sa.Table(
    "tally",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("requests", sa.Integer, nullable=False),
)
"""The numbers of received and of served requests, counted by the fold; both only grow."""

PAGE_ROWS: Final = 25

CLOSED: Final = "closed"
UNCHECKED: Final = ("received", "incomplete", "complete")
CORRECTING: Final = ("correction-drawn", "awaiting-correction")
UNDER_REVIEW: Final = ("accepted", "lapsed", "withdrawn")

_status = REQUESTS.c.status
_EXTENSION_UNSERVED = sa.and_(
    _status == "accepted",
    REQUESTS.c.extension_number.is_not(None),
    REQUESTS.c.extension_served_on.is_(None),
)
COUNTED: Final = {RequestReceived.type_name(): "", ReplyDispatched.type_name(): CLOSED}
"""Event type that TALLIES counts → the filter that shows the number."""
FILTERS: Final[Mapping[str, sa.ColumnElement[bool]]] = {
    "new": _status.in_(UNCHECKED),
    "correction": _status.in_(CORRECTING),
    "review": _status.in_(UNDER_REVIEW),
    "serve": sa.or_(_status.in_(("replied", "correction-drawn")), _EXTENSION_UNSERVED),
    CLOSED: _status == "served",
}
"""The clerk's filters: new, waiting for correction, in review, a paper to serve, closed."""


@dataclass(frozen=True, slots=True)
class Docket(Projection):
    """Folds receipts and what happens to a request into the register of received requests (收件登记簿)."""

    name: str = "docket"
    version: int = 5
    sources: frozenset[str] = frozenset({"intake"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Fold rows of one lane in their order; the first event of a request is its receipt."""
        requests, tallies = RowChanges(REQUESTS), RowChanges(TALLIES)
        for row in rows:
            change = change_of(row)
            if change is not None:
                request_id, columns = change
                requests.put((row.agency, request_id), columns)
            if row.type in COUNTED:
                tallies.add((row.agency, row.type), {"requests": 1})
        await requests.write(connection)
        await tallies.write(connection)


async def request_row(connection: AsyncConnection, request_id: UUID) -> sa.RowMapping | None:
    """The row of a request in the connection's agency; None when there is none."""
    found = await connection.execute(sa.select(REQUESTS).where(REQUESTS.c.request_id == request_id))
    return found.mappings().one_or_none()


async def page(
    connection: AsyncConnection,
    before: tuple[int, int] | None,
    *,
    chosen: str = "",
    among: Sequence[UUID] | None = None,
) -> Sequence[sa.RowMapping]:
    """Up to PAGE_ROWS + 1 requests older than `before` (year, number), newest first; a row too many means a next page.

    `chosen` is an id of FILTERS, "" selects all; `among` limits the result to these requests.
    """
    query = sa.select(REQUESTS)
    if before is not None:
        query = query.where(sa.tuple_(REQUESTS.c.year, REQUESTS.c.number) < sa.tuple_(*before))
    if chosen:
        query = query.where(FILTERS[chosen])
    if chosen and chosen != CLOSED:
        query = query.where(OPEN)
    if among is not None:
        query = query.where(REQUESTS.c.request_id.in_(among))
    newest = query.order_by(REQUESTS.c.year.desc(), REQUESTS.c.number.desc()).limit(PAGE_ROWS + 1)
    return (await connection.execute(newest)).mappings().all()


async def numbered(connection: AsyncConnection, year: int, number: int) -> UUID | None:
    """The id of the request with a 登记编号 in the connection's agency; None when there is none."""
    query = sa.select(REQUESTS.c.request_id).where(REQUESTS.c.year == year, REQUESTS.c.number == number)
    found: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    return found


async def counts(connection: AsyncConnection) -> dict[str, int]:
    """The number of requests for each filter, "" for all. Open ones are counted here, the others come from TALLIES."""
    waiting = {name: condition for name, condition in FILTERS.items() if name != CLOSED}
    columns = [sa.func.count().filter(condition).label(name) for name, condition in waiting.items()]
    found = (await connection.execute(sa.select(*columns).where(OPEN))).mappings().one()
    kept = await connection.execute(sa.select(TALLIES.c.kind, TALLIES.c.requests))
    tallies = {row.kind: row.requests for row in kept}
    totals = {COUNTED[kind]: int(tallies.get(kind, 0)) for kind in COUNTED}
    return {name: int(count) for name, count in found.items()} | totals
