"""Commands on the calendar: load, fold, decide, append. A notice that is there already writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid5

from deadline.calendar.commands import LoadNotice
from deadline.calendar.decide import calendar_decider
from deadline.calendar.state import Notices
from shared.command.execute import execute_unless_idle, state_after
from shared.eventlog.store import EventStore, Receipt
from shared.events.terms import DayRange
from shared.message import Actor, Origin
from shared.policy import PolicyOf, UnknownAgency
from shared.time.clock import legal_day
from shared.workdays import NATIONAL_REGION, Calendar, Notice, Row

NATIONAL = "national"
"""The lane that holds what no single agency owns: the State Council's notices."""

NOTICES = UUID("0b4c1f6e-5a6d-5f0e-8f57-2c7a6f7c5d11")
"""Namespace of the command ids by which notices are loaded: a notice has one, whoever loads it."""

SETTING_UP = Actor(kind="service", id="deadline", role="set-up")


def calendar_stream() -> str:
    """The stream of the calendar: the notices of the nation and of all regions, in the order in which they were loaded."""
    return f"calendar/{NATIONAL}"


async def load_notice(store: EventStore, command: LoadNotice) -> Receipt | None:
    """Load a notice; None if it was loaded before. Raises `Refusal`, `VersionConflict`, `StoreUnavailable`."""
    stream = calendar_stream()
    return await execute_unless_idle(store, calendar_decider, command.origin, stream, command)


async def load_notices(store: EventStore, rows: Iterable[Row], at: datetime) -> int:
    """Load every notice that `rows` stand on, oldest first; how many were new. For set-up: safe to repeat."""
    commands = notice_commands(rows, at, SETTING_UP)
    return sum([await load_notice(store, command) is not None for command in commands])


def notice_commands(rows: Iterable[Row], at: datetime, actor: Actor) -> tuple[LoadNotice, ...]:
    """A command for each notice that `rows` stand on, oldest first."""
    by_notice = sorted(rows, key=lambda row: (row.notice.published_on, row.notice.number, row.day))
    notices = groupby(by_notice, key=lambda row: row.notice)
    return tuple(_command(notice, tuple(its), at, actor) for notice, its in notices)


async def loaded_notices(store: EventStore) -> Notices:
    """The notices in the log, in the order in which they were loaded."""
    return state_after(calendar_decider, await store.load(NATIONAL, calendar_stream()))


def region_of(policy_of: PolicyOf, agency: str, at: datetime) -> str:
    """The region whose calendar counts for an agency; the nation's where its packs are gone, since its clocks run on."""
    try:
        return policy_of(agency, legal_day(at)).region
    except UnknownAgency:
        return NATIONAL_REGION


async def loaded_calendar(store: EventStore, region: str = NATIONAL_REGION) -> Calendar:
    """The calendar of a region by the notices in the log: what its agencies' clocks are counted by (`policy.region`).

    Without notices no year is covered.
    """
    return (await loaded_notices(store)).calendar(region)


@dataclass(slots=True)
class KnownNotices:
    """The notices in the log, read again only when one more was loaded: for what asks at every event."""

    _newest: UUID | None = None
    _notices: Notices = field(default_factory=Notices)

    async def calendar(self, store: EventStore, region: str = NATIONAL_REGION) -> Calendar:
        """As `loaded_calendar` reads it."""
        newest = await store.last(NATIONAL, calendar_stream())
        if newest is None:
            return Notices().calendar(region)
        if newest.id != self._newest:
            self._notices, self._newest = await loaded_notices(store), newest.id
        return self._notices.calendar(region)


def _command(notice: Notice, rows: tuple[Row, ...], at: datetime, actor: Actor) -> LoadNotice:
    return LoadNotice(
        origin=Origin.first(NATIONAL, actor, at, uuid5(NOTICES, notice.number)),
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
