"""Rules that a holiday notice (放假通知) must satisfy before it is loaded, one function each."""

from datetime import date
from itertools import pairwise

from deadline.calendar.commands import LoadNotice
from shared.command.decider import Refusal
from shared.events.terms import DayRange

SATURDAY = 5


def require_days_ordered_once(command: LoadNotice) -> None:
    """Refuse a range that ends before it begins, and a day that is off twice or both off and worked."""
    ranges = sorted(command.off, key=lambda days: days.first)
    if any(days.last < days.first for days in ranges):
        raise Refusal("range-ends-before-it-begins", "放假日期的止日早于起日。请按通知原文核对后重新录入。")
    if any(later.first <= earlier.last for earlier, later in pairwise(ranges)):
        raise Refusal("days-off-twice", "同一天被列入两段放假日期。请按通知原文核对后重新录入。")
    if any(_is_off(day, ranges) for day in command.worked):
        raise Refusal("off-and-worked", "同一天既放假又上班。请按通知原文核对后重新录入。")


def require_work_on_weekends(command: LoadNotice) -> None:
    """Refuse a make-up working day (调休上班) that is neither a Saturday nor a Sunday (放假办法)."""
    if any(day.weekday() < SATURDAY for day in command.worked):
        raise Refusal("worked-not-on-weekend", "调休上班日应当是周六或周日。请按通知原文核对后重新录入。")


def _is_off(day: date, ranges: list[DayRange]) -> bool:
    return any(days.first <= day <= days.last for days in ranges)
