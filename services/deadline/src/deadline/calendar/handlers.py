"""Handlers of the calendar: load the notices, decide, append. A notice that is loaded already appends nothing."""

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
"""The lane of facts that belong to no single agency: here the State Council's notices."""

NOTICES = UUID("0b4c1f6e-5a6d-5f0e-8f57-2c7a6f7c5d11")
"""Namespace of the ids of `LoadNotice` commands: the same notice has the same id, whoever loads it."""

SETTING_UP = Actor(kind="service", id="deadline", role="set-up")


def calendar_stream() -> str:
    """Return the name of the one calendar stream. It holds the notices of the nation and of all regions in loading order."""
    return f"calendar/{NATIONAL}"


async def load_notice(store: EventStore, command: LoadNotice) -> Receipt | None:
    """Load a notice; return None if it was loaded before. Raises `Refusal`, `VersionConflict`, `StoreUnavailable`."""
    stream = calendar_stream()
    return await execute_unless_idle(store, calendar_decider, command.origin, stream, command)


async def load_notices(store: EventStore, rows: Iterable[Row], at: datetime) -> int:
    """Load the notices of `rows`, oldest first, and return how many were new. Set-up calls it and may repeat it."""
    commands = notice_commands(rows, at, SETTING_UP)
    return sum([await load_notice(store, command) is not None for command in commands])


def notice_commands(rows: Iterable[Row], at: datetime, actor: Actor) -> tuple[LoadNotice, ...]:
    """Return one command for each notice in `rows`, oldest first."""
    by_notice = sorted(rows, key=lambda row: (row.notice.published_on, row.notice.number, row.day))
    notices = groupby(by_notice, key=lambda row: row.notice)
    return tuple(_command(notice, tuple(its), at, actor) for notice, its in notices)


async def loaded_notices(store: EventStore) -> Notices:
    """Read the notices in the log, in loading order."""
    return state_after(calendar_decider, await store.load(NATIONAL, calendar_stream()))


def region_of(policy_of: PolicyOf, agency: str, at: datetime) -> str:
    """Return the region whose calendar applies to an agency.

    The nation's applies to an agency that has no packs any more, since its open clocks keep running.
    """
    try:
        return policy_of(agency, legal_day(at)).region
    except UnknownAgency:
        return NATIONAL_REGION


async def loaded_calendar(store: EventStore, region: str = NATIONAL_REGION) -> Calendar:
    """Read a region's calendar (`policy.region`) from the notices in the log. Without notices it covers no year."""
    return (await loaded_notices(store)).calendar(region)


@dataclass(slots=True)
class NoticeCache:
    """The notices in the log, read again only after another one was loaded. Reactions use it, since they count at every event."""

    _newest: UUID | None = None
    _notices: Notices = field(default_factory=Notices)

    async def calendar(self, store: EventStore, region: str = NATIONAL_REGION) -> Calendar:
        """Return what `loaded_calendar` returns."""
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
    """Join consecutive days off of one holiday into ranges."""
    runs = groupby(enumerate(rows), key=lambda pair: (pair[1].holiday, pair[1].day.toordinal() - pair[0]))
    for (holiday, _), run in runs:
        days = [row.day for _, row in run]
        yield DayRange(days[0], days[-1], holiday)
