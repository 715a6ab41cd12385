"""The book of timers: what comes due when, from the due dates in the log. A timer is gone once its event is folded."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, Table, Text, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.domain.rules import warning_at
from shared.events import load
from shared.events.deadline import (
    ClockStopped,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.message import Recorded
from shared.projector import generation_schema, live_generation
from shared.workdays import deadline_instant

metadata = MetaData(schema="timers")

MISS = "miss"

timer = Table(
    "timer",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("kind", Text, primary_key=True, comment="miss, or warning:<working days left>"),
    Column("generation", Integer, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Index("timer_due", "due_at", "agency", "stream", "kind"),
)

ORDER = (timer.c.due_at, timer.c.agency, timer.c.stream, timer.c.kind)


class Due(NamedTuple):
    """A timer that has come due, and the database's instant at which it was seen."""

    due_at: datetime
    agency: str
    stream: str
    kind: str
    generation: int
    now_at: datetime

    @property
    def warns_of(self) -> int | None:
        """The working days left of a warning; None for a miss."""
        return None if self.kind == MISS else int(self.kind.removeprefix("warning:"))


class TimersBook:
    """Folds due dates into timers: one for each warning, one for the miss."""

    name = "timers"
    version = 1
    sources = frozenset({"deadline"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Make rows of one lane take effect."""
        for row in rows:
            if row.type in FOLDED:
                await self._fold(connection, row)

    async def _fold(self, connection: AsyncConnection, row: Recorded) -> None:
        match load(row):
            case DueDateSet() as due:
                await _clear(connection, row)
                await _set(connection, row, due)
            case DueDateDeferred() | ClockStopped():
                await _clear(connection, row)
            case DeadlineMissed():
                await _clear(connection, row, MISS)
            case WarningRaised(working_days_left=left):
                await _clear(connection, row, f"warning:{left}")


async def _set(connection: AsyncConnection, row: Recorded, due: DueDateSet) -> None:
    """A warning belongs to the first instant of its day; the miss to the midnight after the last day."""
    instants = {f"warning:{left}": warning_at(due, left) for left in due.warn_working_days}
    instants[MISS] = deadline_instant(due.due_on)
    key = {"agency": row.agency, "stream": row.stream, "generation": due.generation}
    values = [{**key, "kind": kind, "due_at": at} for kind, at in instants.items() if at is not None]
    await connection.execute(insert(timer).values(values))


FOLDED = frozenset(
    event.type_name() for event in (DueDateSet, DueDateDeferred, ClockStopped, DeadlineMissed, WarningRaised)
)


async def _clear(connection: AsyncConnection, row: Recorded, kind: str | None = None) -> None:
    statement = delete(timer).where(timer.c.agency == row.agency, timer.c.stream == row.stream)
    await connection.execute(statement if kind is None else statement.where(timer.c.kind == kind))


async def claim(connection: AsyncConnection, after: Due | None) -> Due | None:
    """The next timer that is due by the database's clock, locked; one that another process holds is passed over.

    The views of a book lock nothing, so this reads the table of the live generation.
    """
    generation = await live_generation(connection, TimersBook.name)
    if generation is None:
        return None
    statement = select(*ORDER, timer.c.generation, func.lantai_now().label("now_at")).where(
        timer.c.due_at <= func.lantai_now()
    )
    if after is not None:
        statement = statement.where(tuple_(*ORDER) > tuple_(*after[:4]))
    statement = statement.order_by(*ORDER).limit(1).with_for_update(skip_locked=True)
    schemas = {TimersBook.name: generation_schema(TimersBook.name, generation)}
    found = await connection.execute(statement, execution_options={"schema_translate_map": schemas})
    row = found.one_or_none()
    return None if row is None else Due(*row)


async def due_count(connection: AsyncConnection) -> int:
    """How many timers are due: an exercise's clock steps only when none is."""
    statement = select(func.count()).select_from(timer).where(timer.c.due_at <= func.lantai_now())
    return int((await connection.execute(statement)).scalar_one())
