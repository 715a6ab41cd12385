"""A clock (期限) as supervision sees it: the standing stamped on its newest event. Nothing is counted here."""

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
"""In Chinese: 计时中, 已逾期, 征求意见中, 等待补正, 日历未公布, 正在计算, 已停止."""
UNSTARTED: Final = "unstarted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """A clock at an instant. `due_on` is the present due date, or for a stopped clock the last one.

    `warned_working_days`: the days left of the last warning; None before the first warning of this count.
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
        """Return the clock after an event; None until it starts."""
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
    """Return the clock's name; for a letter's clock, name and letter, since a request may have several letters."""
    return event.clock if event.subject.kind == "request" else f"{event.clock}-{event.subject.id}"
