"""征求意见: what a letter takes out of a period, and how that is said (convention C5)."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from shared.workdays.calendar import ONE_DAY

NAMED_MAX = 2
"""So many letters are named on a day; more are only numbered, since an explanation has its limit in an event."""


class Pause(NamedTuple):
    """A letter: the day it went out, the day its time ended, None while it is out; what it asked, how it ended.

    The days after the letter went out, up to the day of the end, are left out. `arrival_counts`: by the agency's own
    rule (`pause.edges`) the day of the end counts again.
    """

    sent_on: dt.date
    arrived_on: dt.date | None
    letter: str = "征求意见"
    ending: str = "收到"
    arrival_counts: bool = False

    @property
    def last_day(self) -> dt.date:
        """The last day that is left out; none is settled while the letter is out."""
        if self.arrived_on is None:
            return self.sent_on
        return self.arrived_on - ONE_DAY if self.arrival_counts else self.arrived_on

    def __str__(self) -> str:
        """Which letter, by its days."""
        return f"{self.sent_on:%m-%d}发出，{self.arrived_on:%m-%d}{self.ending}"


def span(pauses: Sequence[Pause]) -> tuple[dt.date, dt.date, dt.date]:
    """The day from which on the period stands still since a letter is out; the bounds of all days that are left out."""
    return (
        min((pause.sent_on for pause in pauses if pause.arrived_on is None), default=dt.date.max),
        min((pause.sent_on for pause in pauses), default=dt.date.max),
        max((pause.last_day for pause in pauses), default=dt.date.min),
    )


def why_paused(pauses: Sequence[Pause], day: dt.date) -> str:
    """Which letters leave out `day`, "" if none does."""
    letters = tuple(pause for pause in pauses if pause.sent_on < day <= pause.last_day)
    return _said(letters) if letters else ""


@lru_cache(maxsize=256)
def _said(letters: tuple[Pause, ...]) -> str:
    """The same letters hold many days: they are worded once."""
    names = "、".join(dict.fromkeys(pause.letter for pause in letters))
    which = "；".join(str(pause) for pause in islice(letters, NAMED_MAX))
    more = f"；共{len(letters)}件" if len(letters) > NAMED_MAX else ""
    return f"{names}期间不计入({which}{more})"
