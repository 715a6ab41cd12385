"""The day on which a warning (预警) is due."""

from collections.abc import Sequence
from datetime import date, datetime

from shared.events.deadline.clock import DueDateSet
from shared.events.terms import CountedDay
from shared.time.clock import shanghai_midnight


def warning_day(counted: Sequence[CountedDay], working_days_left: int) -> date | None:
    """Return the day after which this many working days are left; None if the period is shorter."""
    nth = len(counted) - working_days_left
    return counted[nth - 1].date if nth > 0 else None


def warning_at(due: DueDateSet, working_days_left: int) -> datetime | None:
    """Return the first instant of the warning's day; None if the period is shorter."""
    day = warning_day(due.counted, working_days_left)
    return None if day is None else shanghai_midnight(day)
