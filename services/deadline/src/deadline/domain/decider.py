"""Decide and evolve of clocks and of the calendar. A command that comes too late, too early or twice does nothing."""

from collections.abc import Sequence
from typing import assert_never

from deadline.domain import calendar, clock, counting, notice_rules, rules
from deadline.domain.calendar import Notices
from deadline.domain.clock import (
    Clock,
    Counting,
    Deferred,
    Missed,
    NoClock,
    Open,
    Paused,
    Running,
    Stopped,
    Suspended,
)
from deadline.domain.commands import (
    ClockCommand,
    LoadNotice,
    RaiseWarning,
    StopClock,
    StrikeDeadline,
)
from deadline.domain.ladder import role_warned, warning_at
from shared.command.decider import Decider, Refusal
from shared.events.deadline import (
    CalendarNoticeLoaded,
    ClockStopped,
    DeadlineEvent,
    DeadlineMissed,
    WarningRaised,
)
from shared.workdays import NATIONAL_REGION


def decide_clock(state: Clock, command: ClockCommand) -> Sequence[DeadlineEvent]:
    """What `command` makes happen; nothing is refused, since timers and reactions cannot be told to come back."""
    match command:
        case RaiseWarning():
            return _warn(state, command)
        case StrikeDeadline():
            return _strike(state, command)
        case StopClock():
            return _stop(state, command)
        case _:
            return counting.decide(state, command)


def _warn(state: Clock, command: RaiseWarning) -> Sequence[DeadlineEvent]:
    """Once for each threshold and generation, and never early."""
    left = command.working_days_left
    if not isinstance(state, Running) or state.due.generation != command.generation:
        return ()
    if left in state.warned or left not in state.due.warn_working_days:
        return ()
    at = warning_at(state.due, left)
    if at is None or command.origin.at < at:
        return ()
    return (
        WarningRaised(
            request_id=state.terms.started.request_id,
            clock=state.terms.started.clock,
            generation=command.generation,
            due_on=state.due.due_on,
            working_days_left=left,
            role=role_warned(state.terms.started, left),
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
            request_id=state.terms.started.request_id,
            clock=state.terms.started.clock,
            generation=command.generation,
            due_on=state.due.due_on,
            role=state.terms.started.missed_role,
        ),
    )


def _stop(state: Clock, command: StopClock) -> Sequence[DeadlineEvent]:
    """Once; but what was done and registered late sets right that nothing was."""
    if isinstance(state, NoClock) or (
        isinstance(state, Stopped) and not clock.sets_right(state, command.cause)
    ):
        return ()
    if command.within and command.stopped_on < state.terms.day_zero_on:
        return ()
    return (
        ClockStopped(
            request_id=state.terms.started.request_id,
            clock=state.terms.started.clock,
            stopped_on=command.stopped_on,
            cause=command.cause,
            in_time=_in_time(state, command),
        ),
    )


def _in_time(state: Open | Stopped, command: StopClock) -> bool | None:
    """By the day of the act, even where the clock was struck before the act became known; None where no date stands.

    While a letter is out the period has not ended, so an act is in time; what was not done at all is not.
    """
    if not command.done:
        return False
    match state:
        case Running(due=due) | Missed(due=due):
            return command.stopped_on <= due.due_on
        case Stopped(due=due):
            return command.stopped_on <= due.due_on if due else None
        case Paused():
            return True
        case Counting() | Deferred() | Suspended():
            return None
        case _:
            assert_never(state)


def decide_calendar(state: Notices, command: LoadNotice) -> Sequence[CalendarNoticeLoaded]:
    """Load a notice once. Refused: a change (`amends`) of a notice that is not loaded, days that contradict.

    Only the nation's notices arrange a year; a region's order its own festivals, as many as it has (放假办法第四条).
    """
    if state.holds(command.number):
        return ()
    national = command.region == NATIONAL_REGION
    if national and command.amends and not state.arranged(command.year):
        raise Refusal(
            "amended-notice-missing",
            f"这份通知修改{command.amends}，但{command.year}年的放假通知还没有录入。请先录入当年的通知。",
        )
    if national and not command.amends and state.arranged(command.year):
        raise Refusal(
            "year-already-arranged",
            f"{command.year}年已有{state.arranged(command.year)}。如为调整通知，请注明它修改的通知文号。",
        )
    notice_rules.days_ordered_once(command)
    notice_rules.worked_on_weekends(command)
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
