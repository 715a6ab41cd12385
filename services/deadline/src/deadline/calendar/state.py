"""The calendar (日历): the notices that were loaded, and the working days that follow from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from shared.events.deadline.clock import CalendarNoticeLoaded
from shared.workdays import NATIONAL_REGION, Calendar, Notice, Row, calendar_of_region


@dataclass(frozen=True, slots=True)
class Notices:
    """放假通知, in the order in which they were loaded."""

    loaded: tuple[CalendarNoticeLoaded, ...] = ()

    def holds(self, number: str) -> bool:
        """Whether a notice of this number was loaded."""
        return any(notice.number == number for notice in self.loaded)

    def arranged(self, year: int) -> str:
        """The number of the nation's notice that arranges a year, "" while none does."""
        national = (notice for notice in self.loaded if notice.region == NATIONAL_REGION)
        return next((notice.number for notice in national if notice.year == year), "")

    def calendar(self, region: str = NATIONAL_REGION) -> Calendar:
        """The working days of a region: by the nation's notices and by those of the regions on the way down to it."""
        return calendar_of(self.loaded, region)


@lru_cache(maxsize=32)
def calendar_of(loaded: tuple[CalendarNoticeLoaded, ...], region: str) -> Calendar:
    """The working days that notices give in a region; the same notices give the same tables, built once."""
    return calendar_of_region(region, (row for event in loaded for row in _rows(event)))


def _rows(event: CalendarNoticeLoaded) -> Iterator[Row]:
    notice = Notice(
        number=event.number,
        title=event.title,
        published_on=event.published_on,
        year=event.year,
        amends=event.amends,
        region=event.region,
    )
    for days in event.off:
        for offset in range((days.last - days.first).days + 1):
            yield Row(days.first + timedelta(days=offset), "off", days.name, notice)
    for day in event.worked:
        yield Row(day, "work", "", notice)
