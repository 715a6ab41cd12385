"""Projection of the loaded notices and the years that they cover (lane `national`)."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Date, DateTime, Integer, MetaData, Row, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.deadline.clock import CalendarNoticeLoaded
from shared.events.registry import load
from shared.message import Recorded
from shared.projections.changes import put
from shared.projections.generations import Projection

metadata = MetaData(schema="calendar")

notice = Table(
    "notice",
    metadata,
    Column("agency", Text, primary_key=True, comment="the lane: national"),
    Column("region", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("year", Integer, nullable=False),
    Column("amends", Text, nullable=False),
    Column("off", JSONB, nullable=False),
    Column("worked", JSONB, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)


class CalendarProjection(Projection):
    """Folds the notices of deadline's own lane."""

    name = "calendar"
    version = 2
    sources = frozenset({"deadline"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        for row in rows:
            if row.type == CalendarNoticeLoaded.type_name():
                await _keep(connection, row)


async def _keep(connection: AsyncConnection, row: Recorded) -> None:
    event = load(row)
    if not isinstance(event, CalendarNoticeLoaded):
        return
    values = {
        "title": event.title,
        "published_on": event.published_on,
        "year": event.year,
        "amends": event.amends,
        "off": msgspec.to_builtins(event.off),
        "worked": msgspec.to_builtins(event.worked),
        "recorded_at": row.recorded_at,
    }
    await put(connection, notice, (row.agency, event.region, event.number), values)


async def notices(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """Return all notices, newest first. The connection must be set to the lane `national`."""
    statement = select(notice).order_by(notice.c.published_on.desc(), notice.c.number)
    return (await connection.execute(statement)).all()
