"""State of the calendar: the loaded notices. The working days of a region are derived from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from shared.events.deadline.clock import CalendarNoticeLoaded
from shared.workdays import NATIONAL_REGION, Calendar, Notice, Row, calendar_of_region


@dataclass(frozen=True, slots=True)
class Notices:
    """放假通知 in loading order."""

    loaded: tuple[CalendarNoticeLoaded, ...] = ()

    def holds(self, number: str) -> bool:
        """Return whether the notice with this number is loaded."""
        return any(notice.number == number for notice in self.loaded)

    def arranged(self, year: int) -> str:
        """Return the number of the national notice that arranges a year, "" if none does."""
        national = (notice for notice in self.loaded if notice.region == NATIONAL_REGION)
        return next((notice.number for notice in national if notice.year == year), "")

    def calendar(self, region: str = NATIONAL_REGION) -> Calendar:
        """Return a region's working days by the notices of the nation, of the regions above it, and its own."""
        return calendar_of(self.loaded, region)


@lru_cache(maxsize=32)
def calendar_of(loaded: tuple[CalendarNoticeLoaded, ...], region: str) -> Calendar:
    """Return a region's working days by these notices. The result is cached."""
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
