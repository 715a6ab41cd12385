"""What review shows of deadline's clocks, on PostgreSQL."""

from datetime import date

import pytest

from review.projections.due_dates import DueDates, due_of, explanation_of, running
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.terms import CountedDay, SkippedDay
from shared.words.explanation import explained
from support.deadline.events import deferred, due_set, missed, started, stopped, warned
from support.review.office import AGENCY, accepted_scene

pytestmark = pytest.mark.contract

COUNTED = (CountedDay(date(2025, 3, 10), 1, "workday"), CountedDay(date(2025, 3, 11), 2, "workday"))
SKIPPED = (SkippedDay(date(2025, 3, 9), "weekend"),)
DUE_ON = date(2025, 3, 11)


async def clock_rows(request_id, *events):
    """A lane of deadline with these events."""
    scene = await accepted_scene()
    store = MemoryStore("deadline", lambda: scene.clock._at)
    change = Change(f"clock/request/{request_id}/reply", 0, events)
    await store.append(Commit(scene.origin("clerk"), (change,)))
    return await store.read(AGENCY, 0, 100)


async def test_a_due_date_keeps_its_days(projection_db):
    """What deadline counted is shown as it counted it; days left are those it counted after today."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        started(request_id),
        due_set(request_id, DUE_ON, counted=COUNTED, skipped=SKIPPED),
        warned(request_id, DUE_ON, 2),
    )

    await projection_db.fold(DueDates(), rows)

    due = await projection_db.read(due_of, request_id)
    assert due.due_on == date(2025, 3, 11)
    shown = explained(await projection_db.read(explanation_of, request_id))
    assert (shown["due_on"], shown["counted"][0]) == (
        "2025-03-11",
        {"date": "2025-03-10", "n": 1, "why": "工作日"},
    )
    assert [due.working_days_left(date(2025, 3, day)) for day in (9, 10, 11, 12)] == [2, 1, 0, 0]
    assert due.warned


async def test_an_uncovered_year_has_no_date(projection_db):
    """Where the calendar ends there is no date, only the day before which it cannot be."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        deferred(request_id, date(2026, 12, 31), 2027),
    )

    await projection_db.fold(DueDates(), rows)

    due = (await projection_db.read(running))[request_id]
    assert (due.due_on, due.not_before_on, due.uncovered_year) == (None, date(2026, 12, 31), 2027)
    assert due.working_days_left(date(2026, 12, 30)) is None


async def test_a_stopped_clock_is_no_longer_running(projection_db):
    """A clock that stopped says whether it was in time and leaves the running ones."""
    request_id = (await accepted_scene()).request_id
    rows = await clock_rows(
        request_id,
        due_set(request_id, DUE_ON),
        missed(request_id, DUE_ON),
        stopped(request_id, date(2025, 3, 12), in_time=False, due_on=DUE_ON),
    )

    await projection_db.fold(DueDates(), rows)

    assert await projection_db.read(running) == {}
    due = await projection_db.read(due_of, request_id)
    assert (due.state, due.in_time) == ("stopped", False)
