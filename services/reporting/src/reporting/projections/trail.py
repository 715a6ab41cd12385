"""The trail (全程留痕): which events of whatever service belong to a request.

The events themselves stand in the ledger; what a person reads is worded from them when the page is shown.
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

metadata = MetaData(schema="trail")

step = Table(
    "step",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
)


class TrailProjection:
    """Folds every event that names a request."""

    name = "trail"
    version = 3
    sources = frozenset(SERVICES)
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Keep the steps of one lane."""
        steps = RowChanges(step)
        for row in rows:
            if _tells_nothing(row.type):
                continue
            event = load(row)
            request_id = request_of(event)
            if request_id is not None:
                steps.put((row.agency, request_id, row.service, row.seq), {})
        await steps.write(connection)


def _tells_nothing(type_name: str) -> bool:
    """Whether an event of this type, which we know, names no request."""
    event = registry().get(type_name)
    return event is not None and not {"request_id", "subject"} & set(event.__struct_fields__)


async def rows_of(connection: AsyncConnection, agency: str, request_id: UUID) -> Sequence[Recorded]:
    """The events of a request as the ledger holds them, by service and number."""
    statement = (
        select(step.c.service, step.c.seq)
        .where(step.c.agency == agency, step.c.request_id == request_id)
        .order_by(step.c.service, step.c.seq)
    )
    places = [(row.service, row.seq) for row in await connection.execute(statement)]
    return await copies_at(connection, agency, places)
