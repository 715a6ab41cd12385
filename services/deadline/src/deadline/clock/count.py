"""Count a period (条例第三十条至第三十四条). The result depends on the facts and the calendar, not on the order of arrival."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from deadline.clock.letters import PausingLetter, letters_of
from deadline.clock.period import Facts, Period, Stop, facts_of, in_order, known_at_stop, period_of, stop_of
from deadline.clock.state import Clock, Heard
from shared.command.decider import BrokenHistory
from shared.events.deadline.facts import Began, ClockFact, DoneBy, Extended, Lapsed
from shared.workdays import Calendar, Count, Pause, Uncovered
from shared.workdays import count as count_days


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The result of all facts: the period, its letters, extension, count and stop.

    `count` has no due date while a letter pauses the period. `uncovered` replaces `count` where the count runs into a
    year without a holiday notice.
    """

    period: Period | None
    letters: tuple[PausingLetter, ...] = ()
    extension: Heard[Extended] | None = None
    count: Count | None = None
    uncovered: Uncovered | None = None
    stop: Stop | None = None

    @property
    def state(self) -> Literal["unstarted", "running", "deferred", "paused", "suspended", "stopped"]:
        """The state of the clock, except `missed`, which a timer records."""
        if self.period is None:
            return "unstarted"
        return "stopped" if self.stop else self.period_state

    @property
    def period_state(self) -> Literal["running", "deferred", "paused", "suspended"]:
        """The state of the period, or for a stopped clock its state at the stop."""
        if self.due_on is not None:
            return "running"
        if self.period and self.period.suspended:
            return "suspended"
        return "paused" if any(letter.end is None for letter in self.letters) else "deferred"

    @property
    def due_on(self) -> date | None:
        """The last day of the period; None while there is no due date."""
        return self.count.due_on if self.count else None

    @property
    def open_letter(self) -> PausingLetter:
        """The earliest unanswered letter, which a paused clock waits for. Raises `StopIteration` if there is none."""
        return next(letter for letter in self.letters if letter.end is None)

    @property
    def stopped_on(self) -> date | None:
        """The day of the stop. An act of unknown day (`DoneBy`) counts as done on the due date at the latest."""
        if self.stop is None:
            return None
        if isinstance(self.stop.fact, DoneBy) and self.due_on is not None:
            return min(self.due_on, self.stop.fact.on)
        return self.stop.fact.on

    @property
    def in_time(self) -> bool | None:
        """Whether the act was done in time, judged by its own day; None if the clock is open or has no due date.

        A lapse is never in time. An act while a letter is unanswered always is, since the period has not ended.
        """
        if self.stop is None or self.stopped_on is None:
            return None
        if isinstance(self.stop.fact, Lapsed):
            return False
        if self.due_on is not None:
            return self.stopped_on <= self.due_on
        return True if self.period_state == "paused" else None


def evaluate(heard: Iterable[Heard[ClockFact]], calendar: Calendar) -> Evaluation:
    """Evaluate all facts by a calendar."""
    facts = in_order(heard)
    known = known_at_stop(facts, stop_of(facts))
    period = period_of(known)
    if period is None:
        return Evaluation(period=None, letters=letters_of(known, date.min, calendar))
    waiting = period.suspended.fact.on if period.suspended else period.day_zero_on
    stop = stop_of(facts, max(period.day_zero_on, waiting))
    letters = letters_of(known, period.day_zero_on, calendar)
    if period.suspended:
        return Evaluation(period=period, letters=letters, stop=stop)
    return _counted(period, letters, known, calendar, stop)


def _counted(
    period: Period, letters: tuple[PausingLetter, ...], facts: Facts, calendar: Calendar, stop: Stop | None
) -> Evaluation:
    counted = _count(period, letters, calendar)
    extension = next(
        (each for each in facts_of(Extended, facts) if _notified_in_time(each, period, counted)), None
    )
    if extension:
        counted = _count(period, letters, calendar, extension.fact.working_days)
    evaluation = Evaluation(period=period, letters=letters, extension=extension, stop=stop)
    if isinstance(counted, Count):
        return replace(evaluation, count=counted)
    return replace(evaluation, uncovered=counted)


def _count(
    period: Period, letters: tuple[PausingLetter, ...], calendar: Calendar, extension_working_days: int = 0
) -> Count | Uncovered:
    """Apply rules C1–C7 in the order of `shared.workdays`."""
    pauses = tuple(letter.pause() for letter in letters)
    working_days = period.began.fact.working_days
    return _days(calendar, period.day_zero_on, working_days, pauses, extension_working_days)


@lru_cache(maxsize=512)
def _days(
    calendar: Calendar, day_zero_on: date, working_days: int, pauses: tuple[Pause, ...], extension: int
) -> Count | Uncovered:
    """Count days. Cached, since clocks of one day mostly have the same length and letters."""
    try:
        return count_days(calendar, day_zero_on, working_days, pauses, extension)
    except Uncovered as refusal:
        return refusal


def _notified_in_time(notice: Heard[Extended], period: Period, first: Count | Uncovered) -> bool:
    """Return whether an extension notice was served within this period, by its first due date (条例第三十三条第二款, C6).

    Pauses move the first due date. While there is none, the notice is in time.
    """
    if notice.fact.on < period.day_zero_on:
        return False
    return isinstance(first, Uncovered) or first.first_due_on is None or notice.fact.on <= first.first_due_on


def began_of(clock: Clock) -> Began:
    """Return the fact that began the current period. Raises `BrokenHistory` if none has begun."""
    period = period_of(in_order(clock.facts.values()))
    if period is None:
        raise BrokenHistory("a clock that runs has begun")
    return period.began.fact
