"""Projection of timers: derived from the due dates in the log. Folding the event of a timer removes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from deadline.warning_days import warning_at
from shared.events.deadline.clock import CLOCK_EVENTS, ClockEvent, DueDateSet, WarningRaised
from shared.events.registry import load
from shared.message import Recorded
from shared.projections.changes import Columns
from shared.projections.generations import Projection, generation_schema, live_generation
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

ClockKey = tuple[str, str]
"""(agency, stream)."""

ORDER = (timer.c.due_at, timer.c.agency, timer.c.stream, timer.c.kind)


class DueTimer(NamedTuple):
    """A timer that is due, and the time at which it was claimed."""

    due_at: datetime
    agency: str
    stream: str
    kind: str
    generation: int
    now_at: datetime

    @property
    def warns_of(self) -> int | None:
        """The working days left that a warning is about; None for a miss."""
        return None if self.kind == MISS else int(self.kind.removeprefix("warning:"))


class TimersProjection(Projection):
    """Folds due dates into timers: one for each warning and one for the miss."""

    name = "timers"
    version = 2
    sources = frozenset({"deadline"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        changes = _Changes()
        for row in rows:
            if row.type in FOLDED:
                _fold(changes, row)
        await changes.write(connection)


FOLDED = frozenset(event.type_name() for event in CLOCK_EVENTS)


class _Changes:
    """Timers to delete and to insert. A timer that is set and removed within one fold is neither."""

    def __init__(self) -> None:
        self._emptied: set[ClockKey] = set()
        self._removed: set[tuple[ClockKey, str]] = set()
        self._set: dict[ClockKey, dict[str, Columns]] = {}

    def remove_all(self, clock: ClockKey) -> None:
        """Remove all timers of a clock."""
        self._emptied.add(clock)
        self._set.pop(clock, None)

    def remove(self, clock: ClockKey, kind: str) -> None:
        """Remove one timer of a clock."""
        self._removed.add((clock, kind))
        self._set.get(clock, {}).pop(kind, None)

    def set(self, clock: ClockKey, timers: dict[str, Columns]) -> None:
        """Replace all timers of a clock."""
        self.remove_all(clock)
        self._set[clock] = timers

    async def write(self, connection: AsyncConnection) -> None:
        """Write the changes in at most three statements."""
        emptied = [{"a": agency, "s": stream} for agency, stream in sorted(self._emptied)]
        removed = [{"a": agency, "s": stream, "k": kind} for (agency, stream), kind in sorted(self._removed)]
        fresh = [
            {"agency": agency, "stream": stream, "kind": kind, **columns}
            for (agency, stream), timers in self._set.items()
            for kind, columns in timers.items()
        ]
        for statement, given in ((DELETE_ALL, emptied), (DELETE_ONE, removed), (insert(timer), fresh)):
            if given:
                await connection.execute(statement, given)


DELETE_ALL = delete(timer).where(timer.c.agency == bindparam("a"), timer.c.stream == bindparam("s"))
DELETE_ONE = DELETE_ALL.where(timer.c.kind == bindparam("k"))


def _fold(changes: _Changes, row: Recorded) -> None:
    """Keep timers for running clocks only: those of the newest count that have not fired."""
    clock, event = (row.agency, row.stream), load(row)
    match event:
        case ClockEvent() if event.standing.state != "running":
            changes.remove_all(clock)
        case DueDateSet():
            changes.set(clock, _timers(event))
        case WarningRaised(working_days_left=left):
            changes.remove(clock, f"warning:{left}")


def _timers(due: DueDateSet) -> dict[str, Columns]:
    """Return a timer at the first instant of each warning's day, and one at the midnight after the due date."""
    instants = {f"warning:{left}": warning_at(due, left) for left in due.warn_working_days}
    instants[MISS] = deadline_instant(due.due_on)
    return {
        kind: {"generation": due.generation, "due_at": at} for kind, at in instants.items() if at is not None
    }


async def claim(
    connection: AsyncConnection, now: datetime, after: DueTimer | None, *, misses: bool = True
) -> DueTimer | None:
    """Lock and return the next timer that is due `now`, or the next warning; skip timers locked by another process.

    A view cannot lock rows, so this reads the table of the live generation.
    """
    generation = await live_generation(connection, TimersProjection.name)
    if generation is None:
        return None
    statement = select(*ORDER, timer.c.generation).where(timer.c.due_at <= now)
    if not misses:
        statement = statement.where(timer.c.kind != MISS)
    if after is not None:
        statement = statement.where(tuple_(*ORDER) > tuple_(*after[:4]))
    statement = statement.order_by(*ORDER).limit(1).with_for_update(skip_locked=True)
    schemas = {TimersProjection.name: generation_schema(TimersProjection.name, generation)}
    found = await connection.execute(statement, execution_options={"schema_translate_map": schemas})
    row = found.one_or_none()
    return None if row is None else DueTimer(*row, now_at=now)


async def due_count(connection: AsyncConnection) -> int:
    """Count the due timers. An exercise's clock steps only when there are none."""
    statement = select(func.count()).select_from(timer).where(timer.c.due_at <= func.lantai_now())
    return int((await connection.execute(statement)).scalar_one())


async def overdue_count(connection: AsyncConnection) -> int:
    """Count the timers that were due a minute ago and have not fired: something holds them up."""
    minute = func.make_interval(0, 0, 0, 0, 0, 1)
    statement = select(func.count()).select_from(timer).where(timer.c.due_at <= func.lantai_now() - minute)
    return int((await connection.execute(statement)).scalar_one())
