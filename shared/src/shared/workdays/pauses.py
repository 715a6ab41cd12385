"""征求意见: the days that a letter excludes from a period (convention C5)."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from shared.workdays.calendar import ONE_DAY


class Pause(NamedTuple):
    """A letter: the day it went out, the day its time ended, None while it is out; its kind, and how it ended.

    `ending` is `answered`, `silent` or "" if unknown. The days after the letter went out, up to and including the
    day of the end, are excluded.
    `arrival_counts`: by the agency's own rule (`pause.edges`) the day of the end is counted.
    """

    sent_on: dt.date
    arrived_on: dt.date | None
    kind: str = ""
    ending: str = ""
    arrival_counts: bool = False

    @property
    def last_day(self) -> dt.date:
        """The last excluded day; None while the letter is out."""
        if self.arrived_on is None:
            return self.sent_on
        return self.arrived_on - ONE_DAY if self.arrival_counts else self.arrived_on


def span(pauses: Sequence[Pause]) -> tuple[dt.date, dt.date, dt.date]:
    """The day from which the period is paused because a letter is out, and the bounds of all excluded days."""
    return (
        min((pause.sent_on for pause in pauses if pause.arrived_on is None), default=dt.date.max),
        min((pause.sent_on for pause in pauses), default=dt.date.max),
        max((pause.last_day for pause in pauses), default=dt.date.min),
    )


def held_by(pauses: Sequence[Pause], day: dt.date) -> str:
    """The positions of the letters that exclude `day`, from 1, separated by spaces; "" if none does."""
    return _places(tuple(pause.sent_on < day <= pause.last_day for pause in pauses))


@lru_cache(maxsize=256)
def _places(held: tuple[bool, ...]) -> str:
    return " ".join(str(place) for place, holds in enumerate(held, 1) if holds)
