"""What a loaded notice makes of the calendar."""

from deadline.calendar.state import Notices
from shared.events.deadline.clock import CalendarNoticeLoaded


def evolve(notices: Notices, event: CalendarNoticeLoaded) -> Notices:
    """One more notice."""
    return Notices((*notices.loaded, event))
