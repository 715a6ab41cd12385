"""A clock's behaviour: start, count, warn, strike, recount, stop; and that no history breaks it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from deadline.calendar.package import load_calendar
from deadline.clock.decide import clock_decider
from shared.command.decider import BrokenHistory
from shared.events.deadline.clock import DeadlineMissed, DueDateDeferred, DueDateSet, WarningRaised
from shared.time.clock import shanghai_midnight
from shared.words.explanation import explained
from support.deadline.clocks import (
    REPLY,
    bare,
    before_year,
    by,
    effects,
    recount,
    start,
    stop,
    strike,
    warn,
)
from support.given import given

DUE_ON = date(2025, 3, 31)


def started(day_zero_on=date(2025, 3, 3), calendar=None):
    """The events of a start."""
    return clock_decider.decide(clock_decider.initial, start(day_zero_on, calendar))


def test_a_start_gives_the_date_and_every_day_of_it():
    """Twenty working days after 3 March 2025 end on 31 March, each counted day with its ordinal and reason (D01)."""
    events = started()

    due = events[1]
    assert isinstance(due, DueDateSet)
    assert (due.due_on, due.generation, len(due.counted)) == (DUE_ON, 1, 20)
    assert explained(due)["counted"][0] == {"date": "2025-03-04", "n": 1, "why": "工作日"}
    assert explained(due)["basis"][0] == "第三十三条第二款（《政府信息公开条例》）：期限20个工作日"


def test_an_uncovered_year_gives_no_date():
    """A count that runs into a year without its notice is deferred to no earlier than the last covered day."""
    _, deferred = started(date(2025, 12, 15), before_year(2026))

    assert isinstance(deferred, DueDateDeferred)
    assert (deferred.not_before_on, deferred.uncovered_year) == (date(2025, 12, 31), 2026)


def test_a_clock_starts_once():
    """A second start of a later day changes nothing, and the same start again is no event."""
    again = given(clock_decider, *started()).when(start(date(2025, 3, 10)))

    assert effects(again.events) == [""]
    assert again.after.standing == again.before.standing
    given(clock_decider, *started()).when(start()).then()


@pytest.mark.parametrize("command", [strike(date(2026, 1, 1)), recount(), warn(3, DUE_ON)])
def test_nothing_happens_to_a_clock_that_never_started(command):
    """Timers of an unknown clock are harmless."""
    given(clock_decider).when(command).then()


def test_a_deadline_is_struck_at_the_midnight_after_it_and_not_before():
    """The last day belongs to the period until 24:00 (C4)."""
    given(clock_decider, *started()).when(strike(DUE_ON)).then()

    struck = given(clock_decider, *started()).when(strike(date(2025, 4, 1)))
    assert [*map(bare, struck.events)] == [DeadlineMissed(**REPLY.names(), generation=1, due_on=DUE_ON)]


def test_one_microsecond_before_midnight_is_early():
    """A timer never strikes early, by whatever little."""
    at = shanghai_midnight(date(2025, 4, 1)) - timedelta(microseconds=1)
    command = replace(strike(date(2025, 4, 1)), origin=by(at))

    given(clock_decider, *started()).when(command).then()


def test_a_deadline_is_struck_once():
    """A timer that fires twice strikes once."""
    missed = given(clock_decider, *started()).when(strike(date(2025, 4, 1)))

    given(clock_decider, *started(), *missed.events).when(strike(date(2025, 4, 2))).then()


@pytest.mark.parametrize(
    ("left", "on"), [(5, date(2025, 3, 24)), (3, date(2025, 3, 26)), (1, date(2025, 3, 28))]
)
def test_a_warning_comes_on_the_day_after_which_so_many_are_left(left, on):
    """Five working days before 31 March is Monday the 24th."""
    given(clock_decider, *started()).when(warn(left, on - timedelta(days=1))).then()

    warned = given(clock_decider, *started()).when(warn(left, on))
    assert [*map(bare, warned.events)] == [
        WarningRaised(**REPLY.names(), generation=1, due_on=DUE_ON, working_days_left=left)
    ]


def test_a_warning_is_raised_once_and_never_for_a_longer_period_than_the_clock_has():
    """The second of the same warning, and one of twenty days left, change nothing."""
    warned = given(clock_decider, *started()).when(warn(3, DUE_ON))

    given(clock_decider, *started(), *warned.events).when(warn(3, DUE_ON)).then()
    given(clock_decider, *started()).when(warn(20, DUE_ON)).then()


def test_a_new_notice_moves_the_date_and_the_generation():
    """Spring Festival 2020: the amendment moves 17 to 19 February, and timers of the first count are void (D22)."""
    events = started(date(2020, 1, 15), load_calendar().as_of(date(2020, 1, 20)))
    counted = given(clock_decider, *events).when(recount())

    assert events[1].due_on == date(2020, 2, 17)
    assert [(event.due_on, event.generation) for event in counted.events] == [(date(2020, 2, 19), 2)]
    given(clock_decider, *events, *counted.events).when(strike(date(2020, 3, 1), generation=1)).then()
    assert given(clock_decider, *events, *counted.events).when(strike(date(2020, 3, 1), generation=2)).events


def test_a_recount_that_says_the_same_is_no_event():
    """Loading a notice for another year leaves a clock alone."""
    given(clock_decider, *started(calendar=before_year(2026))).when(recount()).then()


def test_a_deferred_clock_is_counted_when_the_notice_is_loaded():
    """不早于 becomes a date (D14)."""
    events = started(date(2025, 12, 15), before_year(2026))
    outcome = given(clock_decider, *events).when(recount())

    assert outcome.before.standing.state == "deferred"
    assert outcome.after.standing.state == "running"
    assert (outcome.after.standing.due_on, outcome.after.due.generation) == (date(2026, 1, 13), 2)


def test_a_deferred_clock_is_never_struck():
    """Whatever the day, a clock without a date cannot be late."""
    events = started(date(2025, 12, 15), before_year(2026))

    given(clock_decider, *events).when(strike(date(2030, 1, 1))).then()


def test_a_missed_clock_may_run_again_by_a_later_notice():
    """A date that was struck by the old calendar is counted anew when a notice moves it."""
    events = started(date(2020, 1, 15), load_calendar().as_of(date(2020, 1, 20)))
    missed = given(clock_decider, *events).when(strike(date(2020, 2, 18)))
    outcome = given(clock_decider, *events, *missed.events).when(recount())

    assert outcome.before.standing.state == "missed"
    assert outcome.after.standing.state == "running"


@pytest.mark.parametrize(("on", "in_time"), [(DUE_ON, True), (date(2025, 4, 1), False)])
def test_a_stop_says_whether_it_was_in_time(on, in_time):
    """The day of the act decides."""
    stopped = given(clock_decider, *started()).when(stop(on)).after.standing

    assert (stopped.stopped_on, stopped.cause, stopped.in_time) == (on, "reply-dispatched", in_time)


def test_an_act_in_time_that_became_known_late_is_in_time():
    """A clock that was struck because the service was entered late still stops in time, and the miss is taken back."""
    missed = given(clock_decider, *started()).when(strike(date(2025, 4, 1)))
    outcome = given(clock_decider, *started(), *missed.events).when(stop(DUE_ON))

    assert effects(outcome.events) == ["stopped", "deadline-miss-withdrawn"]
    assert outcome.after.standing.in_time is True


def test_an_act_that_must_lie_within_the_period_stops_nothing_before_day_0():
    """The sheet of a case that was void is not the sheet that the new case owes; one of day 0 itself is."""
    before, on_day_0 = (stop(date(2025, 3, day), within=True) for day in (2, 3))

    assert effects(given(clock_decider, *started()).when(before).events) == [""]
    assert given(clock_decider, *started()).when(on_day_0).after.standing.in_time is True
    assert effects(given(clock_decider, *started()).when(stop(date(2025, 3, 2))).events) == ["stopped"]


def test_a_stop_without_a_date_judges_nothing():
    """Where no due date could be counted, nothing is said about time."""
    events = started(date(2025, 12, 15), before_year(2026))
    stopped = given(clock_decider, *events).when(stop(date(2025, 12, 20), before_year(2026)))

    assert stopped.after.standing.state == "stopped"
    assert stopped.after.standing.in_time is None


COMMANDS = st.one_of(
    st.builds(stop, st.dates(date(2019, 1, 1), date(2026, 12, 31))),
    st.builds(strike, st.dates(date(2019, 1, 1), date(2026, 12, 31)), st.integers(0, 4)),
    st.builds(warn, st.integers(1, 25), st.dates(date(2019, 1, 1), date(2026, 12, 31)), st.integers(0, 4)),
    st.sampled_from([recount(), recount(before_year(2026)), recount(before_year(2021))]),
)


@forall(
    st.dates(date(2020, 1, 1), date(2026, 10, 1)),
    st.lists(COMMANDS, max_size=12),
    st.dates(date(2020, 1, 1), date(2026, 12, 31)),
)
def test_a_stop_after_any_history_stops_the_clock_for_good(day_zero_on, commands, stopped_on):
    """Generations only rise, each is struck once at most, and after the stop nothing moves the clock."""
    history = [*started(day_zero_on, before_year(2026))]
    for command in commands:
        history += clock_decider.decide(clock_decider.fold(history), command)
    before = clock_decider.fold(history)
    history += clock_decider.decide(before, stop(stopped_on))

    struck = [event.generation for event in history if isinstance(event, DeadlineMissed)]
    counts = [event.generation for event in history if isinstance(event, DueDateSet | DueDateDeferred)]
    after = clock_decider.fold(history)
    assert after.standing.state == "stopped"
    assert len(struck) == len(set(struck))
    assert counts == list(range(1, len(counts) + 1))
    assert after.standing.generation == counts[-1]
    assert all(not clock_decider.decide(after, command) for command in commands)


def test_a_history_without_its_start_is_not_believed():
    """A due date before the clock was started is a broken history."""
    with pytest.raises(BrokenHistory):
        clock_decider.fold(started()[1:])
