"""Reactions of deadline on the in-memory log: a received request starts its clock, a served reply stops it."""

from datetime import date

import pytest

from deadline.calendar import load_calendar, rows
from deadline.handlers import load_notices, loaded_calendar
from deadline.reactions import StartReplyClock, StopReplyClock
from shared.events import load
from shared.events.deadline import ClockStarted, ClockStopped, DueDateDeferred, DueDateSet
from shared.memory_store import MemoryStore
from shared.store import Change, Commit
from support.deadline_clocks import AGENCY, NOON, REQUEST, STREAM, by, received, served


@pytest.fixture
async def store():
    """Deadline's log with the package's notices."""
    made = MemoryStore("deadline")
    await load_notices(made, rows(), NOON)
    return made


async def intake_rows(*events):
    """What intake wrote, as rows of its lane."""
    intake = MemoryStore("intake")
    await intake.append(Commit(by(), (Change(f"request/{REQUEST}", 0, events),)))
    return await intake.read(AGENCY, 0, 10)


async def clock_events(store):
    """The clock's stream."""
    return [load(row) for row in await store.load(AGENCY, STREAM)]


async def test_the_package_s_notices_give_the_package_s_calendar(store):
    """What deploy loads into the lane counts as the command line counts, today and as of any earlier day."""
    calendar = await loaded_calendar(store)

    assert {(r.day, r.kind) for r in calendar.rows} == {(r.day, r.kind) for r in load_calendar().rows}
    assert calendar.years == load_calendar().years


async def test_loading_the_notices_again_adds_nothing(store):
    """Set-up may be repeated."""
    before = await store.heads()

    assert await load_notices(store, rows(), NOON) == 0
    assert await store.heads() == before


async def test_a_received_request_starts_its_clock_by_the_agency_s_rule(store):
    """Day 0 is the day of receipt, the length and the clause are the policy's, the date is counted at once."""
    (row,) = await intake_rows(received())

    await StartReplyClock().react(store, row)

    started, due = await clock_events(store)
    assert isinstance(started, ClockStarted)
    assert (started.day_zero_on, started.working_days) == (date(2025, 3, 3), 20)
    assert started.basis.clause
    assert isinstance(due, DueDateSet)
    assert due.due_on == date(2025, 3, 31)


async def test_the_same_event_twice_starts_one_clock(store):
    """A reaction that runs again has no second effect."""
    (row,) = await intake_rows(received())
    for _ in range(2):
        await StartReplyClock().react(store, row)

    assert len(await clock_events(store)) == 2


async def test_a_request_before_any_notice_is_clocked_all_the_same():
    """Without a calendar the clock starts and its date is deferred."""
    store = MemoryStore("deadline")
    (row,) = await intake_rows(received())

    await StartReplyClock().react(store, row)

    _, deferred = await clock_events(store)
    assert isinstance(deferred, DueDateDeferred)
    assert deferred.uncovered_year == 2025


async def test_a_served_reply_stops_the_clock_on_the_day_of_service(store):
    """The clock stops with what it says about time."""
    row, reply = await intake_rows(received(), served(date(2025, 3, 20)))
    await StartReplyClock().react(store, row)

    await StopReplyClock().react(store, reply)

    stopped = (await clock_events(store))[-1]
    assert isinstance(stopped, ClockStopped)
    assert (stopped.stopped_on, stopped.cause, stopped.in_time) == (date(2025, 3, 20), "reply-served", True)


async def test_a_reply_to_a_request_without_a_clock_is_harmless(store):
    """The lane is not parked for it."""
    (reply,) = await intake_rows(served(date(2025, 3, 20)))

    await StopReplyClock().react(store, reply)

    assert await clock_events(store) == []
