"""The trail (全程留痕): every event of one request, of whatever service, in the order in which it was recorded.

Only what lies clear in the event is kept. What a person reads is worded by `reporting.wording` when the page is shown.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Row, Table, Text, Uuid, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.wording import clear_facts
from shared.bus import SERVICES
from shared.events import load
from shared.events.intake import StaffAccountOpened
from shared.message import Event, Recorded
from shared.upsert import Sheet

metadata = MetaData(schema="trail")

step = Table(
    "step",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("request_id", Uuid, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("facts", JSONB, nullable=False),
)


person = Table(
    "person",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
)


class TrailBook:
    """Folds every event that names a request, and the names of staff, who act in their office."""

    name = "trail"
    version = 1
    sources = frozenset(SERVICES)
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Keep the steps of one lane."""
        events = [(row, load(row)) for row in rows]
        steps = [made for row, event in events if (made := _step(row, event)) is not None]
        if steps:
            await connection.execute(insert(step), steps)
        people = Sheet(person)
        for row, event in events:
            if isinstance(event, StaffAccountOpened):
                people.put((row.agency, event.login), {"name": event.name})
        await people.write(connection)


def _step(row: Recorded, event: Event) -> dict[str, Any] | None:
    """The step that a row is, if it belongs to a request."""
    request_id = getattr(event, "request_id", None)
    if not isinstance(request_id, UUID):
        return None
    return {
        "agency": row.agency,
        "request_id": request_id,
        "service": row.service,
        "seq": row.seq,
        "type": row.type,
        "actor": row.actor,
        "occurred_at": row.occurred_at,
        "recorded_at": row.recorded_at,
        "facts": clear_facts(event),
    }


async def steps_of(connection: AsyncConnection, request_id: UUID) -> Sequence[Row[Any]]:
    """The steps of a request. Within a service the numbers rule, between services the instants of recording."""
    statement = (
        select(step)
        .where(step.c.request_id == request_id)
        .order_by(step.c.recorded_at, step.c.service, step.c.seq)
    )
    return (await connection.execute(statement)).all()


async def people(connection: AsyncConnection) -> dict[str, str]:
    """The names of the agency's staff by login."""
    rows = await connection.execute(select(person.c.login, person.c.name))
    return {row.login: row.name for row in rows}
