"""The clock (期限): what is known of one legal period, from its start to its stop."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from shared.events.deadline import (
    ClockStarted,
    ClockStopped,
    DeadlineEvent,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)


@dataclass(frozen=True, slots=True)
class NoClock:
    """未起算: nothing was received yet."""


@dataclass(frozen=True, slots=True)
class Counting:
    """正在计算: started, and its first count not yet read; only ever seen between two events of one commit."""

    started: ClockStarted


@dataclass(frozen=True, slots=True)
class Running:
    """计时中: a due date stands; `warned` holds the working days left that were warned of in this generation."""

    started: ClockStarted
    due: DueDateSet
    warned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Deferred:
    """日历未公布: no due date can be counted yet; it is never struck."""

    started: ClockStarted
    deferral: DueDateDeferred


@dataclass(frozen=True, slots=True)
class Missed:
    """逾期: the due date passed; the clock still waits for the act."""

    started: ClockStarted
    due: DueDateSet


@dataclass(frozen=True, slots=True)
class Stopped:
    """已停止: the act was done, in time or not; the clock is over."""

    started: ClockStarted
    stopped: ClockStopped


Clock: TypeAlias = NoClock | Counting | Running | Deferred | Missed | Stopped
Open: TypeAlias = Counting | Running | Deferred | Missed


def generation_of(clock: Open) -> int:
    """Which count stands: a timer of an earlier one says nothing any more."""
    match clock:
        case Running(due=due) | Missed(due=due):
            return due.generation
        case Deferred(deferral=deferral):
            return deferral.generation
        case Counting():
            return 0


def evolve(clock: Clock, event: DeadlineEvent) -> Clock:  # noqa: PLR0911  # one return for each event
    """What an event makes of the clock; an event that says nothing about it leaves it as it is."""
    if isinstance(event, ClockStarted):
        return Counting(event)
    if isinstance(clock, NoClock | Stopped):
        return clock
    match event:
        case DueDateSet():
            return Running(clock.started, event)
        case DueDateDeferred():
            return Deferred(clock.started, event)
        case ClockStopped():
            return Stopped(clock.started, event)
        case WarningRaised() if isinstance(clock, Running):
            return replace(clock, warned=clock.warned | {event.working_days_left})
        case DeadlineMissed() if isinstance(clock, Running):
            return Missed(clock.started, clock.due)
        case _:
            return clock
