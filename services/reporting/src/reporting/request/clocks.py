"""A clock (期限) as supervision sees it: the standing that deadline stamped on its newest event, and nothing counted anew."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from shared.events.deadline.clock import ClockEvent

COUNTING: Final = "counting"
RUNNING: Final = "running"
DEFERRED: Final = "deferred"
PAUSED: Final = "paused"
SUSPENDED: Final = "suspended"
MISSED: Final = "missed"
STOPPED: Final = "stopped"
STANDINGS: Final = (RUNNING, MISSED, PAUSED, SUSPENDED, DEFERRED, COUNTING, STOPPED)
"""计时中, 已逾期, 征求意见中, 等待补正, 日历未公布, 正在计算, 已停止."""
UNSTARTED: Final = "unstarted"


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

    @classmethod
    def of(cls, event: ClockEvent) -> Self | None:
        """The clock as an event leaves it; None before it starts, whatever is known by then."""
        standing = event.standing
        if standing.state == UNSTARTED:
            return None
        return cls(
            clock=event.clock,
            standing=standing.state,
            day_zero_on=standing.day_zero_on,
            due_on=standing.due_on,
            not_before_on=standing.not_before_on,
            uncovered_year=standing.uncovered_year,
            warned_working_days=standing.warned_left,
            stopped_on=standing.stopped_on,
            in_time=standing.in_time,
        )


def clock_key(event: ClockEvent) -> str:
    """A request's clock by its name, that of one of its letters by name and letter: there may be several."""
    return event.clock if event.subject.kind == "request" else f"{event.clock}-{event.subject.id}"
