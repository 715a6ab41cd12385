"""What review shows of deadline's clocks, on PostgreSQL."""

from datetime import date

import pytest

from review.projections.due_dates import DueDates, due_of, explanation_of, running
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.deadline import (
    ClockStarted,
    ClockStopped,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.events.terms import Basis, CountedDay, SkippedDay
from support.review_office import AGENCY, accepted_scene

pytestmark = pytest.mark.contract

REASON = "国家统计局办公室2025年放假安排"
SET = {
    "clock": "reply",
    "generation": 1,
    "due_on": date(2025, 3, 11),
    "warn_working_days": (5, 3, 1),
    "counted": (CountedDay(date(2025, 3, 10), 1, "工作日"), CountedDay(date(2025, 3, 11), 2, "工作日")),
    "skipped": (SkippedDay(date(2025, 3, 9), "星期日"),),
    "basis": ("条例第三十三条",),
    "reason": REASON,
}


async def clock_rows(request_id, *events):
    """A lane of deadline with these events."""
    scene = await accepted_scene()
    store = MemoryStore("deadline", lambda: scene.clock._at)
    change = Change(f"clock/{request_id}.reply", 0, events)
    await store.append(Commit(scene.origin("clerk"), (change,)))
    return await store.read(AGENCY, 0, 100)


async def test_a_due_date_keeps_its_days(shelf):
    """What deadline counted is shown as it counted it; days left are those it counted after today."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        ClockStarted(
            request_id=request_id,
            clock="reply",
            day_zero_on=date(2025, 3, 7),
            working_days=20,
            warn_working_days=(5, 3, 1),
            basis=Basis("条例第三十三条", "条例"),
        ),
        DueDateSet(request_id=request_id, **SET),
        WarningRaised(
            request_id=request_id, clock="reply", generation=1, due_on=date(2025, 3, 11), working_days_left=2
        ),
    )

    await shelf.fold(DueDates(), rows)

    due = await shelf.read(due_of, request_id)
    assert due.due_on == date(2025, 3, 11)
    explained = await shelf.read(explanation_of, request_id)
    assert (explained["due_on"], explained["counted"][0]) == (
        "2025-03-11",
        {"date": "2025-03-10", "n": 1, "why": "工作日"},
    )
    assert [due.working_days_left(date(2025, 3, day)) for day in (9, 10, 11, 12)] == [2, 1, 0, 0]
    assert due.warned


async def test_an_uncovered_year_has_no_date(shelf):
    """Where the calendar ends there is no date, only the day before which it cannot be."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        DueDateDeferred(
            request_id=request_id,
            clock="reply",
            generation=1,
            not_before_on=date(2026, 12, 31),
            uncovered_year=2027,
            reason="2027年放假安排未公布",
        ),
    )

    await shelf.fold(DueDates(), rows)

    due = (await shelf.read(running))[request_id]
    assert (due.due_on, due.not_before_on, due.uncovered_year) == (None, date(2026, 12, 31), 2027)
    assert due.working_days_left(date(2026, 12, 30)) is None


async def test_a_stopped_clock_is_no_longer_running(shelf):
    """A clock that stopped says whether it was in time and leaves the running ones."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        DueDateSet(request_id=request_id, **SET),
        DeadlineMissed(request_id=request_id, clock="reply", generation=1, due_on=date(2025, 3, 11)),
        ClockStopped(
            request_id=request_id,
            clock="reply",
            stopped_on=date(2025, 3, 12),
            cause="reply-dispatched",
            in_time=False,
        ),
    )

    await shelf.fold(DueDates(), rows)

    assert await shelf.read(running) == {}
    due = await shelf.read(due_of, request_id)
    assert (due.missed, due.in_time) == (True, False)
