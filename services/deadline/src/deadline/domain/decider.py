"""Decide and evolve of clocks and of the calendar. A command that comes too late, too early or twice does nothing."""

from collections.abc import Sequence
from typing import assert_never

from deadline.domain import calendar, clock, rules
from deadline.domain.calendar import Notices
from deadline.domain.clock import Clock, Counting, Deferred, Missed, NoClock, Running, Stopped, generation_of
from deadline.domain.commands import (
    ClockCommand,
    LoadNotice,
    RaiseWarning,
    RecountClock,
    StartClock,
    StopClock,
    StrikeDeadline,
)
from shared.decider import Decider, Refusal
from shared.events.deadline import (
    CalendarNoticeLoaded,
    ClockStarted,
    ClockStopped,
    DeadlineEvent,
    DeadlineMissed,
    WarningRaised,
)

STARTED_REASON = "收到申请，起算"


def decide_clock(state: Clock, command: ClockCommand) -> Sequence[DeadlineEvent]:
    """What `command` makes happen; nothing is refused, since timers and reactions cannot be told to come back."""
    match command:
        case StartClock():
            return _start(state, command)
        case RecountClock():
            return _recount(state, command)
        case RaiseWarning():
            return _warn(state, command)
        case StrikeDeadline():
            return _strike(state, command)
        case StopClock():
            return _stop(state, command)
        case _:
            assert_never(command)


def _start(state: Clock, command: StartClock) -> Sequence[DeadlineEvent]:
    """A clock starts once."""
    if not isinstance(state, NoClock):
        return ()
    started = ClockStarted(
        request_id=command.request_id,
        clock=command.clock,
        day_zero_on=command.day_zero_on,
        working_days=command.working_days,
        warn_working_days=command.warn_working_days,
        basis=command.basis,
    )
    return started, rules.counted(started, command.calendar, 1, STARTED_REASON)


def _recount(state: Clock, command: RecountClock) -> Sequence[DeadlineEvent]:
    """Only a count that says something else is an event; a missed clock may run again by it."""
    match state:
        case NoClock() | Counting() | Stopped():
            return ()
        case Running(due=before) | Missed(due=before) | Deferred(deferral=before):
            after = rules.counted(state.started, command.calendar, generation_of(state) + 1, command.reason)
            return () if rules.same_count(before, after) else (after,)
        case _:
            assert_never(state)


def _warn(state: Clock, command: RaiseWarning) -> Sequence[DeadlineEvent]:
    """Once for each threshold and generation, and never early."""
    left = command.working_days_left
    if not isinstance(state, Running) or state.due.generation != command.generation or left in state.warned:
        return ()
    at = rules.warning_at(state.due, left)
    if at is None or command.origin.at < at:
        return ()
    return (
        WarningRaised(
            request_id=state.started.request_id,
            clock=state.started.clock,
            generation=command.generation,
            due_on=state.due.due_on,
            working_days_left=left,
        ),
    )


def _strike(state: Clock, command: StrikeDeadline) -> Sequence[DeadlineEvent]:
    """Once for each generation, and never early."""
    if not isinstance(state, Running) or state.due.generation != command.generation:
        return ()
    if not rules.passed(state.due, command.origin.at):
        return ()
    return (
        DeadlineMissed(
            request_id=state.started.request_id,
            clock=state.started.clock,
            generation=command.generation,
            due_on=state.due.due_on,
        ),
    )


def _stop(state: Clock, command: StopClock) -> Sequence[DeadlineEvent]:
    """In time is judged by the day of the act, even where the clock was struck before the act became known."""
    match state:
        case NoClock() | Stopped():
            return ()
        case Running(due=due) | Missed(due=due):
            in_time: bool | None = command.stopped_on <= due.due_on
        case Counting() | Deferred():
            in_time = None
        case _:
            assert_never(state)
    return (
        ClockStopped(
            request_id=state.started.request_id,
            clock=state.started.clock,
            stopped_on=command.stopped_on,
            cause=command.cause,
            in_time=in_time,
        ),
    )


def decide_calendar(state: Notices, command: LoadNotice) -> Sequence[CalendarNoticeLoaded]:
    """Load a notice once. Refused: a change (`amends`) of a notice that is not loaded, days that contradict."""
    if state.holds(command.number):
        return ()
    if command.amends and not state.arranged(command.year):
        raise Refusal(
            "amended-notice-missing",
            f"这份通知修改{command.amends}，但{command.year}年的放假通知还没有录入。请先录入当年的通知。",
        )
    if not command.amends and state.arranged(command.year):
        raise Refusal(
            "year-already-arranged",
            f"{command.year}年已有{state.arranged(command.year)}。如为调整通知，请注明它修改的通知文号。",
        )
    rules.days_ordered_once(command)
    rules.worked_on_weekends(command)
    return (
        CalendarNoticeLoaded(
            number=command.number,
            title=command.title,
            published_on=command.published_on,
            region=command.region,
            year=command.year,
            amends=command.amends,
            off=command.off,
            worked=command.worked,
        ),
    )


clock_decider: Decider[Clock, ClockCommand, DeadlineEvent] = Decider(NoClock(), decide_clock, clock.evolve)
"""The behaviour of a clock."""

calendar_decider: Decider[Notices, LoadNotice, CalendarNoticeLoaded] = Decider(
    Notices(), decide_calendar, calendar.evolve
)
"""The behaviour of the calendar."""
