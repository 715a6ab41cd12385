"""征求意见: what a letter takes out of a period (convention C5)."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from shared.workdays.calendar import ONE_DAY


class Pause(NamedTuple):
    """A letter: the day it went out, the day its time ended, None while it is out; its kind, and how it ended.

    `ending` is `answered`, `silent` or "" where nothing is said of it. The days after the letter went out, up to the day of
    the end, are left out. `arrival_counts`: by the agency's own rule (`pause.edges`) the day of the end counts again.
    """

    sent_on: dt.date
    arrived_on: dt.date | None
    kind: str = ""
    ending: str = ""
    arrival_counts: bool = False

    @property
    def last_day(self) -> dt.date:
        """The last day that is left out; none is settled while the letter is out."""
        if self.arrived_on is None:
            return self.sent_on
        return self.arrived_on - ONE_DAY if self.arrival_counts else self.arrived_on


def span(pauses: Sequence[Pause]) -> tuple[dt.date, dt.date, dt.date]:
    """The day from which on the period stands still since a letter is out; the bounds of all days that are left out."""
    return (
        min((pause.sent_on for pause in pauses if pause.arrived_on is None), default=dt.date.max),
        min((pause.sent_on for pause in pauses), default=dt.date.max),
        max((pause.last_day for pause in pauses), default=dt.date.min),
    )


def held_by(pauses: Sequence[Pause], day: dt.date) -> str:
    """The places of the letters that leave out `day`, from 1, parted by spaces; "" if none does."""
    return _places(tuple(pause.sent_on < day <= pause.last_day for pause in pauses))


@lru_cache(maxsize=256)
def _places(held: tuple[bool, ...]) -> str:
    return " ".join(str(place) for place, holds in enumerate(held, 1) if holds)
