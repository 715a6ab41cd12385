"""The clock (期限): what is known of one legal period, from its start to its stop."""

from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from shared.decider import BrokenHistory
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
ClockEvent: TypeAlias = (
    ClockStarted | DueDateSet | DueDateDeferred | WarningRaised | DeadlineMissed | ClockStopped
)


def generation_of(clock: Open) -> int:
    """Which count stands: a timer of an earlier one says nothing any more."""
    match clock:
        case Running(due=due) | Missed(due=due):
            return due.generation
        case Deferred(deferral=deferral):
            return deferral.generation
        case Counting():
            return 0


def evolve(clock: Clock, event: DeadlineEvent) -> Clock:
    """What an event makes of the clock. Raises `BrokenHistory` for one that `decide` could not have written then."""
    if isinstance(event, ClockStarted) and isinstance(clock, NoClock):
        return Counting(event)
    if not isinstance(event, ClockEvent) or isinstance(clock, NoClock | Stopped):
        raise _broken(clock, event)
    return _evolve_open(clock, event)


def _evolve_open(clock: Open, event: ClockEvent) -> Clock:
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
        case ClockStarted() | WarningRaised() | DeadlineMissed():
            raise _broken(clock, event)
        case _:
            assert_never(event)


def _broken(clock: Clock, event: DeadlineEvent) -> BrokenHistory:
    return BrokenHistory(f"{event.type_name()} cannot follow {type(clock).__name__}")
