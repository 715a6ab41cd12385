"""到期日 (due dates) as deadline counted them: the standing of each clock of a request and the explanation of its date."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.deadline.clock import ClockEvent, DueDateSet
from shared.events.registry import load
from shared.events.terms import REPLY_CLOCK, LetterPause
from shared.message import Recorded
from shared.projections.changes import RowChanges
from shared.projections.generations import Projection
from shared.words.explanation import kept

METADATA: Final = sa.MetaData(schema="due_dates")

CLOCKS: Final = sa.Table(
    "clock",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Uuid, primary_key=True),
    sa.Column("clock", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("since", sa.Date),
    sa.Column("waiting_for", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("not_before_on", sa.Date),
    sa.Column("uncovered_year", sa.Integer),
    sa.Column("warned_left", sa.Integer),
    sa.Column("extension_working_days", sa.Integer, nullable=False),
    sa.Column("stopped_on", sa.Date),
    sa.Column("in_time", sa.Boolean),
    sa.Column("pauses", JSONB, nullable=False),
    sa.Column("explanation", JSONB),
)
"""The standing of each of the request's own clocks; `pauses` are the letters that stopped the period.

`explanation` is the count in codes (see shared.words.explanation).
"""
STANDING: Final = (
    "state",
    "since",
    "waiting_for",
    "due_on",
    "not_before_on",
    "uncovered_year",
    "warned_left",
    "extension_working_days",
    "stopped_on",
    "in_time",
)
BEGUN: Final = CLOCKS.c.state != sa.literal_column("'unstarted'")

PRESSING: Final = sa.and_(
    CLOCKS.c.clock == sa.literal_column(f"'{REPLY_CLOCK}'"),
    sa.or_(
        CLOCKS.c.state == sa.literal_column("'missed'"),
        sa.and_(CLOCKS.c.state == sa.literal_column("'running'"), CLOCKS.c.warned_left.is_not(None)),
    ),
)
"""Reply clocks that have warned or were missed. Only these are in the index, so queries stay fast as closed ones grow."""
sa.Index("pressing", CLOCKS.c.agency, CLOCKS.c.due_on, postgresql_where=PRESSING)
PRESSING_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class DueDates(Projection):
    """Folds the newest standing of each request's clocks."""

    name: str = "due_dates"
    version: int = 5
    sources: frozenset[str] = frozenset({"deadline"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Keep each clock's newest standing and the explanation of its present date."""
        clocks = RowChanges(CLOCKS)
        for row in rows:
            event = load(row)
            if isinstance(event, ClockEvent) and event.subject.kind == "request":
                clocks.put((row.agency, UUID(event.subject.id), event.clock), _columns(event))
        await clocks.write(connection)


def _columns(event: ClockEvent) -> dict[str, Any]:
    standing = event.standing
    columns = {name: getattr(standing, name) for name in STANDING}
    columns["pauses"] = msgspec.to_builtins(standing.pauses)
    if isinstance(event, DueDateSet):
        columns["explanation"] = kept(event)
    elif standing.due_on is None:
        columns["explanation"] = None
    return columns


async def clocks_of(connection: AsyncConnection, request_id: UUID) -> dict[str, sa.RowMapping]:
    """The clocks of a request by name; empty while deadline has not counted yet (正在计算)."""
    found = await connection.execute(sa.select(CLOCKS).where(CLOCKS.c.request_id == request_id, BEGUN))
    return {row["clock"]: row for row in found.mappings()}


def pauses_of(clock: sa.RowMapping | None) -> Sequence[LetterPause]:
    """The letters that stopped a clock, in the order in which they went out."""
    return msgspec.convert(clock["pauses"], list[LetterPause]) if clock else ()


async def reply_clock(connection: AsyncConnection, request_id: UUID) -> sa.RowMapping | None:
    """The reply clock of a request; None while deadline has not counted yet (正在计算)."""
    query = sa.select(CLOCKS).where(CLOCKS.c.request_id == request_id, CLOCKS.c.clock == REPLY_CLOCK, BEGUN)
    return (await connection.execute(query)).mappings().one_or_none()


async def reply_due(connection: AsyncConnection, requests: Sequence[UUID]) -> dict[UUID, sa.RowMapping]:
    """The reply clocks of several requests, by request."""
    query = sa.select(CLOCKS).where(CLOCKS.c.request_id.in_(requests), CLOCKS.c.clock == REPLY_CLOCK, BEGUN)
    return {row["request_id"]: row for row in (await connection.execute(query)).mappings()}


async def pressing(connection: AsyncConnection) -> Sequence[UUID]:
    """临期和逾期: up to `PRESSING_MAX` requests whose reply clock has warned or was missed, earliest due date first."""
    nearest = sa.select(CLOCKS.c.request_id).where(PRESSING).order_by(CLOCKS.c.due_on).limit(PRESSING_MAX)
    return (await connection.execute(nearest)).scalars().all()
