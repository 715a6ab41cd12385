"""The command of the calendar."""

from dataclasses import dataclass
from datetime import date

from shared.events.terms import DayRange
from shared.message import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadNotice:
    """录入放假通知: load one holiday notice. `amends` is the number of the notice that it changes, "" for none."""

    origin: Origin
    number: str
    title: str
    published_on: date
    region: str
    year: int
    amends: str
    off: tuple[DayRange, ...]
    worked: tuple[date, ...]
