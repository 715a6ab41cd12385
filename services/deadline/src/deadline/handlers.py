"""Commands on clocks and on the calendar: load, fold, decide, append. What changes nothing writes nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import TypeVar
from uuid import UUID, uuid5

from deadline.domain.calendar import Notices
from deadline.domain.commands import ClockCommand, LoadNotice
from deadline.domain.decider import calendar_decider, clock_decider
from shared.decider import Decider
from shared.events import load
from shared.events.deadline import CalendarNoticeLoaded, DeadlineEvent
from shared.events.terms import DayRange
from shared.handling import execute
from shared.message import Actor, Origin, Recorded
from shared.store import EventStore, Receipt
from shared.workdays import Calendar, Notice, Row

NATIONAL = "national"
"""The lane that holds what no single agency owns: the State Council's notices."""

NOTICES = UUID("0b4c1f6e-5a6d-5f0e-8f57-2c7a6f7c5d11")
"""Namespace of the command ids by which notices are loaded: a notice has one, whoever loads it."""

SETTING_UP = Actor(kind="service", id="deadline", role="set-up")

S = TypeVar("S")
C = TypeVar("C")
E = TypeVar("E", bound=DeadlineEvent)


def clock_stream(request_id: UUID, clock: str) -> str:
    """The stream of one clock."""
    return f"clock/{request_id}.{clock}"


def calendar_stream(region: str = NATIONAL) -> str:
    """The stream of one region's calendar."""
    return f"calendar/{region}"


async def act_on_clock(
    store: EventStore, origin: Origin, stream: str, command: ClockCommand
) -> Receipt | None:
    """Do `command` on a clock; None where it changes nothing. Raises `VersionConflict`, `StoreUnavailable`."""
    return await _act(store, clock_decider, origin, stream, command)


async def load_notice(store: EventStore, command: LoadNotice) -> Receipt | None:
    """Load a notice; None if it was loaded before. Raises `Refusal`, `VersionConflict`, `StoreUnavailable`."""
    stream = calendar_stream(command.region)
    return await _act(store, calendar_decider, command.origin, stream, command)


async def load_notices(store: EventStore, rows: Iterable[Row], at: datetime) -> int:
    """Load every notice that `rows` stand on, oldest first; how many were new. For set-up: safe to repeat."""
    by_notice = sorted(rows, key=lambda row: (row.notice.published_on, row.notice.number, row.day))
    done = 0
    for notice, its_rows in groupby(by_notice, key=lambda row: row.notice):
        done += await load_notice(store, _command(notice, tuple(its_rows), at)) is not None
    return done


async def loaded_calendar(store: EventStore, region: str = NATIONAL) -> Calendar:
    """The calendar by the notices in the log: what every clock is counted by. Without notices no year is covered."""
    rows = await store.load(NATIONAL, calendar_stream(region))
    notices: Notices = calendar_decider.fold(_of(CalendarNoticeLoaded, row) for row in rows)
    return notices.calendar()


async def _act(
    store: EventStore, decider: Decider[S, C, E], origin: Origin, stream: str, command: C
) -> Receipt | None:
    """A commit without events would use up the command id, so nothing is appended where nothing happens."""
    rows = await store.load(origin.agency, stream)
    state = decider.fold(_own(rows))
    if not decider.decide(state, command):
        return None
    return await execute(store, decider, origin, stream, command)


def _own(rows: Sequence[Recorded]) -> Iterable[E]:
    return (_of(DeadlineEvent, row) for row in rows)  # type: ignore[misc]  # the stream holds its decider's events


def _of(kind: type[E], row: Recorded) -> E:
    event = load(row)
    if not isinstance(event, kind):
        raise TypeError(f"{row.type} in {row.stream}")
    return event


def _command(notice: Notice, rows: tuple[Row, ...], at: datetime) -> LoadNotice:
    return LoadNotice(
        origin=Origin.first(NATIONAL, SETTING_UP, at, uuid5(NOTICES, notice.number)),
        number=notice.number,
        title=notice.title,
        published_on=notice.published_on,
        region=notice.region,
        year=notice.year,
        amends=notice.amends,
        off=tuple(_ranges(row for row in rows if row.kind == "off")),
        worked=tuple(row.day for row in rows if row.kind == "work"),
    )


def _ranges(rows: Iterable[Row]) -> Iterable[DayRange]:
    """Days off in a row of one holiday, as ranges."""
    runs = groupby(enumerate(rows), key=lambda pair: (pair[1].holiday, pair[1].day.toordinal() - pair[0]))
    for (holiday, _), run in runs:
        days = [row.day for _, row in run]
        yield DayRange(days[0], days[-1], holiday)
