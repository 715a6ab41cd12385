"""Dates without their explanation: due dates from a table, days left, calendar periods, and the instant of a deadline."""

import calendar as months
from datetime import date, datetime

from shared.time.clock import shanghai_midnight
from shared.workdays.calendar import ONE_DAY, Calendar

MONTHS_A_YEAR = 12


def due_date(calendar: Calendar, day0: date, working_days: int) -> date:
    """The last day of a period without pauses: the same day as `count` gives, by two look-ups. Raises `Uncovered`."""
    if working_days < 1:
        raise ValueError("a period has at least one working day")
    try:
        passed, working = calendar.positions[day0]
        return working[passed + working_days - 1]
    except (KeyError, IndexError):
        raise calendar.uncovered_after(day0) from None


def working_days_between(calendar: Calendar, a: date, b: date) -> int:
    """Working days d with a < d ≤ b: the days left until `b`; below zero when `b` has passed. Raises `Uncovered`."""
    earlier, later = min(a, b), max(a, b)
    refusal = calendar.uncovered_after(earlier)
    if refusal.first_day <= later:
        raise refusal
    if a == b:
        return 0
    return calendar.positions[b][0] - calendar.positions[a][0]


def deadline_instant(due_on: date) -> datetime:
    """The instant at which a period that ends on `due_on` is over: the next midnight in Shanghai, in UTC (C4)."""
    return shanghai_midnight(due_on + ONE_DAY)


def days_later(calendar: Calendar, day0: date, days: int) -> date:
    """The end of a period in calendar days, such as 60 days for 行政复议: day 0 not counted, rolled forward (C8)."""
    return roll_forward(calendar, day0 + ONE_DAY * days)


def months_later(calendar: Calendar, day0: date, count: int) -> date:
    """The end of a period in months, such as 6 months for 行政诉讼 (C8, 民法典 202).

    It is the day of that number; a month without it ends the period on its own last day; rolled forward.
    """
    years, month0 = divmod(day0.month - 1 + count, MONTHS_A_YEAR)
    year, month = day0.year + years, month0 + 1
    last = months.monthrange(year, month)[1]
    return roll_forward(calendar, date(year, month, min(day0.day, last)))


def roll_forward(calendar: Calendar, day: date) -> date:
    """`day` if it is a working day, else the next one (民法典 203). Not for fixed dates and retention minimums."""
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day
