"""The projection of timers: what comes due when, from the due dates in the log. A timer is gone once its event is folded."""

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
from shared.projections.generations import generation_schema, live_generation
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

Clock = tuple[str, str]
"""(agency, stream)."""

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


class TimersProjection:
    """Folds due dates into timers: one for each warning, one for the miss."""

    name = "timers"
    version = 2
    sources = frozenset({"deadline"})
    metadata = metadata

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Make rows of one lane take effect."""
        changes = _Changes()
        for row in rows:
            if row.type in FOLDED:
                _fold(changes, row)
        await changes.write(connection)


FOLDED = frozenset(event.type_name() for event in CLOCK_EVENTS)


class _Changes:
    """Timers that go, and then those that are set: what was set and went again within the fold is neither."""

    def __init__(self) -> None:
        self._cleared: set[Clock] = set()
        self._struck: set[tuple[Clock, str]] = set()
        self._set: dict[Clock, dict[str, Columns]] = {}

    def clear(self, clock: Clock) -> None:
        """All of a clock's timers go."""
        self._cleared.add(clock)
        self._set.pop(clock, None)

    def strike(self, clock: Clock, kind: str) -> None:
        """One timer goes."""
        self._struck.add((clock, kind))
        self._set.get(clock, {}).pop(kind, None)

    def set(self, clock: Clock, timers: dict[str, Columns]) -> None:
        """These are a clock's timers, and no others."""
        self.clear(clock)
        self._set[clock] = timers

    async def write(self, connection: AsyncConnection) -> None:
        """Write it all, in three statements at most."""
        cleared = [{"a": agency, "s": stream} for agency, stream in sorted(self._cleared)]
        struck = [{"a": agency, "s": stream, "k": kind} for (agency, stream), kind in sorted(self._struck)]
        fresh = [
            {"agency": agency, "stream": stream, "kind": kind, **columns}
            for (agency, stream), timers in self._set.items()
            for kind, columns in timers.items()
        ]
        for statement, given in ((CLEAR, cleared), (STRIKE, struck), (insert(timer), fresh)):
            if given:
                await connection.execute(statement, given)


CLEAR = delete(timer).where(timer.c.agency == bindparam("a"), timer.c.stream == bindparam("s"))
STRIKE = CLEAR.where(timer.c.kind == bindparam("k"))


def _fold(changes: _Changes, row: Recorded) -> None:
    """Only a clock that runs has timers: those of its newest count that have not fired."""
    clock, event = (row.agency, row.stream), load(row)
    match event:
        case ClockEvent() if event.standing.state != "running":
            changes.clear(clock)
        case DueDateSet():
            changes.set(clock, _timers(event))
        case WarningRaised(working_days_left=left):
            changes.strike(clock, f"warning:{left}")


def _timers(due: DueDateSet) -> dict[str, Columns]:
    """A warning belongs to the first instant of its day; the miss to the midnight after the last day."""
    instants = {f"warning:{left}": warning_at(due, left) for left in due.warn_working_days}
    instants[MISS] = deadline_instant(due.due_on)
    return {
        kind: {"generation": due.generation, "due_at": at} for kind, at in instants.items() if at is not None
    }


async def claim(connection: AsyncConnection, after: Due | None) -> Due | None:
    """The next timer that is due by the database's clock, locked; one that another process holds is passed over.

    The views of a projection lock nothing, so this reads the table of the live generation.
    """
    generation = await live_generation(connection, TimersProjection.name)
    if generation is None:
        return None
    statement = select(*ORDER, timer.c.generation, func.lantai_now().label("now_at")).where(
        timer.c.due_at <= func.lantai_now()
    )
    if after is not None:
        statement = statement.where(tuple_(*ORDER) > tuple_(*after[:4]))
    statement = statement.order_by(*ORDER).limit(1).with_for_update(skip_locked=True)
    schemas = {TimersProjection.name: generation_schema(TimersProjection.name, generation)}
    found = await connection.execute(statement, execution_options={"schema_translate_map": schemas})
    row = found.one_or_none()
    return None if row is None else Due(*row)


async def due_count(connection: AsyncConnection) -> int:
    """How many timers are due: an exercise's clock steps only when none is."""
    statement = select(func.count()).select_from(timer).where(timer.c.due_at <= func.lantai_now())
    return int((await connection.execute(statement)).scalar_one())
