"""A period of working days, counted day by day with the reason for each (conventions C1–C6)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shared.events.terms import CountedDay, Ground, SkippedDay
from shared.workdays.calendar import ONE_DAY, Calendar
from shared.workdays.pauses import Pause, held_by, span


@dataclass(frozen=True, slots=True)
class Count:
    """A period explained.

    `due_on` is None while an opinion is awaited; `counted` then ends on the day the letter went out. `first_due_on`
    is where the period ends without its extension (C6). `pauses` are the letters that skipped days
    name, `grounds` the rules and notices.
    """

    due_on: dt.date | None
    first_due_on: dt.date | None
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    pauses: tuple[Pause, ...]
    grounds: tuple[Ground, ...]

    @property
    def paused(self) -> bool:
        """Whether the period is paused for an opinion that is not there yet."""
        return self.due_on is None


def count(
    calendar: Calendar,
    day0: dt.date,
    working_days: int,
    pauses: Sequence[Pause | tuple[dt.date, dt.date | None]] = (),
    extension_working_days: int = 0,
) -> Count:
    """Count the allowed days (`working_days` and the extension together, once) after `day0`, which never counts.

    Days after a letter went out, up to the day its answer came, are left out (C5); overlapping letters leave out
    their union; a letter of the last day therefore saves nothing. Raises `Uncovered` where a notice is missing.
    """
    letters = tuple(Pause(*pause) for pause in pauses)
    _refuse_nonsense(working_days, extension_working_days, letters)
    allowed = working_days + extension_working_days
    still_on, held_from, held_to = span(letters)
    counted: list[CountedDay] = []
    skipped: list[SkippedDay] = []
    day = day0
    while len(counted) < allowed and day < still_on:
        day += ONE_DAY
        works, cause, ref, name = calendar.cause_of(day)
        held = held_by(letters, day) if works and held_from < day <= held_to else ""
        if held:
            skipped.append(SkippedDay(day, "paused", held))
        elif not works:
            skipped.append(SkippedDay(day, cause, ref, name))
        else:
            n = len(counted) + 1
            counted.append(CountedDay(day, n, cause, ref, max(n - working_days, 0)))
    grounds = _grounds(calendar, day0, day, bool(letters), extension_working_days)
    due_on = counted[-1].date if len(counted) == allowed else None
    first_due_on = counted[working_days - 1].date if len(counted) >= working_days else None
    return Count(due_on, first_due_on, tuple(counted), tuple(skipped), letters, grounds)


def _refuse_nonsense(working_days: int, extension_working_days: int, pauses: Sequence[Pause]) -> None:
    """Raise `ValueError` for impossible arguments; forms and commands check theirs before."""
    if working_days < 1 or extension_working_days < 0:
        raise ValueError("a period has at least one working day, an extension none or more")
    if any(pause.arrived_on is not None and pause.arrived_on < pause.sent_on for pause in pauses):
        raise ValueError("an opinion cannot arrive before its letter was sent")


DAY_ZERO = Ground("day-zero")
PAUSED = Ground("pause")


def _grounds(
    calendar: Calendar,
    day0: dt.date,
    last: dt.date,
    paused: bool,  # noqa: FBT001  # private
    extension_working_days: int,
) -> tuple[Ground, ...]:
    """The rules and notices on which the count rests."""
    rules = [DAY_ZERO]
    if paused:
        rules.append(PAUSED)
    if extension_working_days:
        rules.append(Ground("extension", working_days=extension_working_days))
    notices = calendar.notices_for(min(day0 + ONE_DAY, last), last)
    named = (Ground("notice", ref=n.number, source=n.title, on=n.published_on) for n in notices)
    return (*rules, *named)
