"""The trail (全程留痕): the events of all services that belong to a request.

It stores references only. The events stand in the ledger and are put into words when a page shows them.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, Uuid, select
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections.ledger import copies_at
from shared.bus.envelope import SERVICES
from shared.events.registry import load, registry
from shared.events.terms import request_of
from shared.message import Recorded
from shared.projections.changes import RowChanges
from shared.projections.generations import Projection

metadata = MetaData(schema="trail")

step = Table(
    "step",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
)


class TrailProjection(Projection):
    """Folds every event that names a request."""

    name = "trail"
    version = 3
    sources = frozenset(SERVICES)
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        steps = RowChanges(step)
        for row in rows:
            if _names_no_request(row.type):
                continue
            event = load(row)
            request_id = request_of(event)
            if request_id is not None:
                steps.put((row.agency, request_id, row.service, row.seq), {})
        await steps.write(connection)


def _names_no_request(type_name: str) -> bool:
    """Return whether events of this known type never name a request."""
    event = registry().get(type_name)
    return event is not None and not {"request_id", "subject"} & set(event.__struct_fields__)


async def rows_of(connection: AsyncConnection, agency: str, request_id: UUID) -> Sequence[Recorded]:
    """Return the ledger's copies of a request's events, by service and number."""
    statement = (
        select(step.c.service, step.c.seq)
        .where(step.c.agency == agency, step.c.request_id == request_id)
        .order_by(step.c.service, step.c.seq)
    )
    places = [(row.service, row.seq) for row in await connection.execute(statement)]
    return await copies_at(connection, agency, places)
