"""When and whom an agency's ladder of warnings (预警) warns: the nearer the day, the higher the role."""

from collections.abc import Sequence
from datetime import date, datetime

from shared.events.clock_facts import Began
from shared.events.deadline import DueDateSet
from shared.events.terms import CountedDay
from shared.time.clock import shanghai_midnight


def warning_day(counted: Sequence[CountedDay], working_days_left: int) -> date | None:
    """The day after which so many working days are left; None if the period is shorter."""
    nth = len(counted) - working_days_left
    return counted[nth - 1].date if nth > 0 else None


def warning_at(due: DueDateSet, working_days_left: int) -> datetime | None:
    """The first instant of that day."""
    day = warning_day(due.counted, working_days_left)
    return None if day is None else shanghai_midnight(day)


def role_warned(began: Began, working_days_left: int) -> str:
    """Who is warned of so many days left; "" for a clock that began without a ladder."""
    return dict(zip(began.warn_working_days, began.warn_roles, strict=False)).get(working_days_left, "")
