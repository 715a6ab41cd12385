"""The count (条例第三十条至第三十四条): a pure function of the facts and the calendar, whatever the order in which they were heard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from deadline.clock.letters import Letter, letters_of
from deadline.clock.period import Facts, Period, Stop, in_order, known_at_stop, of, period_of, stop_of
from deadline.clock.state import Clock, Heard
from shared.command.decider import BrokenHistory
from shared.events.deadline.facts import Began, ClockFact, DoneBy, Extended, Lapsed
from shared.workdays import Calendar, Count, Pause, Uncovered
from shared.workdays import count as count_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the facts come to: the period, its letters and extension, its count if one can be made, and its stop.

    The count ends on no day while a letter holds the period. `uncovered`: it runs into a year without its notice.
    """

    period: Period | None
    letters: tuple[Letter, ...] = ()
    extension: Heard[Extended] | None = None
    count: Count | None = None
    uncovered: Uncovered | None = None
    stop: Stop | None = None

    @property
    def state(self) -> Literal["unstarted", "running", "deferred", "paused", "suspended", "stopped"]:
        """How the clock stands, but for a due date that was struck."""
        if self.period is None:
            return "unstarted"
        return "stopped" if self.stop else self.course

    @property
    def course(self) -> Literal["running", "deferred", "paused", "suspended"]:
        """How the period stands, or stood when it stopped."""
        if self.due_on is not None:
            return "running"
        if self.period and self.period.suspended:
            return "suspended"
        return "paused" if any(letter.end is None for letter in self.letters) else "deferred"

    @property
    def due_on(self) -> date | None:
        """The last day of the period; None while no date stands."""
        return self.count.due_on if self.count else None

    @property
    def out(self) -> Letter:
        """The earliest letter that is out: what a paused clock waits for."""
        return next(letter for letter in self.letters if letter.end is None)

    @property
    def stopped_on(self) -> date | None:
        """The day of the stop; an act whose day is not known was done on the last day of the period at the latest."""
        if self.stop is None:
            return None
        if isinstance(self.stop.fact, DoneBy) and self.due_on is not None:
            return min(self.due_on, self.stop.fact.on)
        return self.stop.fact.on

    @property
    def in_time(self) -> bool | None:
        """By the day of the act, whenever it became known; None where no date stands. What was not done is not in time.

        While a letter is out the period has not ended, so an act is in time.
        """
        if self.stop is None or self.stopped_on is None:
            return None
        if isinstance(self.stop.fact, Lapsed):
            return False
        if self.due_on is not None:
            return self.stopped_on <= self.due_on
        return True if self.course == "paused" else None


def judge(heard: Iterable[Heard[ClockFact]], calendar: Calendar) -> Judgement:
    """What all facts together come to by a calendar."""
    facts = in_order(heard)
    known = known_at_stop(facts, stop_of(facts))
    period = period_of(known)
    if period is None:
        return Judgement(period=None, letters=letters_of(known, date.min, calendar))
    waiting = period.suspended.fact.on if period.suspended else period.day_zero_on
    stop = stop_of(facts, max(period.day_zero_on, waiting))
    letters = letters_of(known, period.day_zero_on, calendar)
    if period.suspended:
        return Judgement(period=period, letters=letters, stop=stop)
    return _counted(period, letters, known, calendar, stop)


def _counted(
    period: Period, letters: tuple[Letter, ...], facts: Facts, calendar: Calendar, stop: Stop | None
) -> Judgement:
    counted = _count(period, letters, calendar)
    extension = next((each for each in of(Extended, facts) if _told_in_time(each, period, counted)), None)
    if extension:
        counted = _count(period, letters, calendar, extension.fact.working_days)
    judged = Judgement(period=period, letters=letters, extension=extension, stop=stop)
    if isinstance(counted, Count):
        return replace(judged, count=counted)
    return replace(judged, uncovered=counted)


def _count(
    period: Period, letters: tuple[Letter, ...], calendar: Calendar, extension_working_days: int = 0
) -> Count | Uncovered:
    """C1–C7 in the order of shared.workdays."""
    pauses = tuple(letter.pause() for letter in letters)
    working_days = period.began.fact.working_days
    return _days(calendar, period.day_zero_on, working_days, pauses, extension_working_days)


@lru_cache(maxsize=512)
def _days(
    calendar: Calendar, day_zero_on: date, working_days: int, pauses: tuple[Pause, ...], extension: int
) -> Count | Uncovered:
    """The count, once for all clocks that begin on the same day with the same length and letters."""
    try:
        return count_days(calendar, day_zero_on, working_days, pauses, extension)
    except Uncovered as refusal:
        return refusal


def _told_in_time(told: Heard[Extended], period: Period, first: Count | Uncovered) -> bool:
    """条例第三十三条第二款, C6: of this period, and told on or before its first due date, pauses left out.

    While none can be counted, it has not passed.
    """
    if told.fact.on < period.day_zero_on:
        return False
    return isinstance(first, Uncovered) or first.first_due_on is None or told.fact.on <= first.first_due_on


def began_of(clock: Clock) -> Began:
    """What began the period that stands. Raises `BrokenHistory` for a clock that has none."""
    period = period_of(in_order(clock.facts.values()))
    if period is None:
        raise BrokenHistory("a clock that runs has begun")
    return period.began.fact
