"""Apply a loaded notice to the calendar."""

from deadline.calendar.state import Notices
from shared.events.deadline.clock import CalendarNoticeLoaded


def evolve(notices: Notices, event: CalendarNoticeLoaded) -> Notices:
    """Return the notices with `event` appended."""
    return Notices((*notices.loaded, event))
