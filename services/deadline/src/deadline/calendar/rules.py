"""Rules that a holiday notice (放假通知) must satisfy before it is loaded, one function each."""

from datetime import date, timedelta
from itertools import pairwise

from deadline.calendar.commands import LoadNotice
from shared.command.decider import Refusal
from shared.events.terms import DayRange

SATURDAY = 5
FIRST_YEAR, LAST_YEAR = 1999, 2999
NEW_YEAR = timedelta(days=14)
HOLIDAY_DAYS_MAX = 20
"""The longest holiday since 1999 had eleven days (2020, with its extension)."""
YEAR_DAYS_MAX = 60
"""A year has about thirty days off with their weekends; regions add some days."""


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


def require_days_about_year(command: LoadNotice) -> None:
    """Refuse a day that is not of the notice's year. New Year may begin in the last days of December, and end in January."""
    if not FIRST_YEAR <= command.year <= LAST_YEAR:
        raise Refusal("notice-year-wrong", f"年份 {command.year} 不对。请按通知原文核对后重新录入。")
    first = date(command.year, 1, 1) - NEW_YEAR
    last = date(command.year, 12, 31) + NEW_YEAR
    days = [*command.worked, *(day for each in command.off for day in (each.first, each.last))]
    for day in days:
        if not first <= day <= last:
            reason = f"{day} 不属于 {command.year} 年的放假安排。请核对年份和日期后重新录入。"
            raise Refusal("day-of-another-year", reason)


def require_bounded_days_off(command: LoadNotice) -> None:
    """Refuse more days off than any holiday and any year has: a mistake in one date would stop every period."""
    lengths = [(each.last - each.first).days + 1 for each in command.off]
    if max(lengths, default=0) > HOLIDAY_DAYS_MAX:
        reason = f"有一段假期长达 {max(lengths)} 天，超过 {HOLIDAY_DAYS_MAX} 天。请按通知原文核对起止日期后重新录入。"
        raise Refusal("holiday-too-long", reason)
    if sum(lengths) > YEAR_DAYS_MAX:
        reason = f"这份通知共放假 {sum(lengths)} 天，超过 {YEAR_DAYS_MAX} 天。请按通知原文核对后重新录入。"
        raise Refusal("days-off-too-many", reason)


def _is_off(day: date, ranges: list[DayRange]) -> bool:
    return any(days.first <= day <= days.last for days in ranges)
