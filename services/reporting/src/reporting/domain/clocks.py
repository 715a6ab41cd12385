"""A clock (期限) as supervision sees it: what deadline's events say of it, and nothing counted anew."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from shared.events.deadline import (
    ClockPaused,
    ClockRestarted,
    ClockStarted,
    ClockStopped,
    ClockSuspended,
    DeadlineMissed,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)
from shared.message import Event

COUNTING: Final = "counting"
RUNNING: Final = "running"
DEFERRED: Final = "deferred"
PAUSED: Final = "paused"
SUSPENDED: Final = "suspended"
MISSED: Final = "missed"
STOPPED: Final = "stopped"
STANDINGS: Final = (RUNNING, MISSED, PAUSED, SUSPENDED, DEFERRED, COUNTING, STOPPED)
"""计时中, 已逾期, 征求意见中, 等待补正, 日历未公布, 正在计算, 已停止."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One clock at an instant; `due_on` is the date that stands, or stood when the clock stopped.

    `warned_working_days`: of how many working days left was warned last, None before the first warning of this count.
    """

    clock: str
    standing: str
    day_zero_on: date | None = None
    due_on: date | None = None
    not_before_on: date | None = None
    uncovered_year: int | None = None
    warned_working_days: int | None = None
    stopped_on: date | None = None
    in_time: bool | None = None


def evolve(state: ClockState | None, event: Event) -> ClockState | None:
    """The clock after an event of deadline; None before it starts, whatever letters are out by then."""
    if isinstance(event, ClockStarted):
        return ClockState(clock=event.clock, standing=COUNTING, day_zero_on=event.day_zero_on)
    if state is None or (state.standing == STOPPED and not isinstance(event, ClockStopped)):
        return state
    return _counted(_moved(state, event), event)


def _moved(state: ClockState, event: Event) -> ClockState:
    """What makes the date fall: it stands again when it is counted anew."""
    match event:
        case ClockPaused() if state.standing != SUSPENDED:
            return _without_date(state, PAUSED)
        case ClockSuspended():
            return _without_date(state, SUSPENDED)
        case ClockRestarted(day_zero_on=on):
            return replace(_without_date(state, COUNTING), day_zero_on=on)
        case _:
            return state


def _counted(state: ClockState, event: Event) -> ClockState:
    match event:
        case DueDateSet(due_on=on):
            return replace(_without_date(state, RUNNING), due_on=on)
        case DueDateDeferred(not_before_on=on, uncovered_year=year):
            return replace(_without_date(state, DEFERRED), not_before_on=on, uncovered_year=year)
        case WarningRaised(working_days_left=left):
            return replace(state, warned_working_days=left)
        case DeadlineMissed():
            return replace(state, standing=MISSED)
        case ClockStopped(stopped_on=on, in_time=in_time):
            return replace(state, standing=STOPPED, stopped_on=on, in_time=in_time)
        case _:
            return state


def _without_date(state: ClockState, standing: str) -> ClockState:
    return replace(
        state,
        standing=standing,
        due_on=None,
        not_before_on=None,
        uncovered_year=None,
        warned_working_days=None,
    )
