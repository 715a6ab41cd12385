"""Due dates through the function that pages use, beside a naive loop over chinesecalendar."""

from datetime import date, timedelta

import chinese_calendar

from bench.ground import Ground
from bench.measure import Figure, Stopwatch, medians
from deadline.calendar.package import load_calendar
from shared.workdays import due_date

TARGET = 100.0
DAYS = [date(2025, 1, 2) + timedelta(days=n) for n in range(300)]
WORKING_DAYS = 20


async def figures(_: Ground) -> list[Figure]:
    """Due dates per second."""
    taken = await medians({"ours": ours, "naive": naive})
    return [Figure("due dates", taken["ours"], taken["naive"], "chinesecalendar loop", TARGET)]


async def ours() -> float:
    """Through the prefix table of a calendar."""
    calendar = load_calendar()
    due_date(calendar, DAYS[0], WORKING_DAYS)
    watch = Stopwatch()
    for _ in range(100):
        for day in DAYS:
            due_date(calendar, day, WORKING_DAYS)
    return 100 * len(DAYS) / watch.seconds()


async def naive() -> float:
    """Day by day."""
    watch = Stopwatch()
    for day in DAYS:
        left, at = WORKING_DAYS, day
        while left:
            at += timedelta(days=1)
            left -= chinese_calendar.is_workday(at)
    return len(DAYS) / watch.seconds()
