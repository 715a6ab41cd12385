"""Events of deadline 期限: clocks and the calendar they count by.

Each event of a clock carries the clock's `standing`, so that whoever hears one knows how it stands and folds nothing.
"""

from datetime import date
from typing import ClassVar, Final, Literal
from uuid import UUID

import msgspec

from shared.events.deadline.facts import ClockFact
from shared.events.terms import (
    CountedDay,
    DayRange,
    Ground,
    LetterPause,
    Reason,
    SkippedDay,
    Subject,
    request_among,
)
from shared.message import Event

ClockState = Literal["unstarted", "running", "deferred", "paused", "suspended", "missed", "stopped"]
"""未起算, 计时中, 日历未公布, 征求意见中, 等待补正, 逾期, 已停止."""

ClockEffect = Literal["", "started", "paused", "resumed", "extended", "suspended", "restarted", "stopped"]
"""What a fact did to its clock, "" if the count does not rest on it."""


class Standing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a clock stands after what was decided together.

    `since`, `waiting_for`: while paused or suspended, or when it stopped so, from which day and for what kind of letter or
    suspension. `due_on`:
    the date that stands, or stood when the clock stopped. `warned_left`: of how many working days left was warned last in
    this generation, `warned_role`: whom. `missed`: the due date passed and no later fact took that back.
    """

    state: ClockState = "unstarted"
    since: date | None = None
    waiting_for: str = ""
    day_zero_on: date | None = None
    working_days: int = 0
    due_on: date | None = None
    not_before_on: date | None = None
    uncovered_year: int | None = None
    generation: int = 0
    pauses: tuple[LetterPause, ...] = ()
    extension_working_days: int = 0
    warned_left: int | None = None
    warned_role: str = ""
    missed: bool = False
    missed_role: str = ""
    stopped_on: date | None = None
    cause: str = ""
    in_time: bool | None = None


UNSTARTED = Standing()


class DeadlineEvent(Event, frozen=True, kw_only=True):
    """Only deadline's own decisions construct these."""

    service: ClassVar[str] = "deadline"


class CalendarNoticeLoaded(DeadlineEvent, frozen=True, kw_only=True):
    """放假安排: a State Council notice with its days off and its worked weekend days (lane `national`).

    `amends` is the number of the notice of that year that it changes, empty for the one that arranges the year.
    """

    number: str
    title: str
    published_on: date
    region: str
    year: int
    amends: str
    off: tuple[DayRange, ...]
    worked: tuple[date, ...]


class ClockEvent(DeadlineEvent, frozen=True, kw_only=True):
    """Base of what happens to a clock.

    `subject`: whose clock it is; `about`: the request that a letter is of, None for a request's own clocks. `clock`: one of
    the published names (shared.events.terms).
    """

    subject: Subject
    about: Subject | None = None
    clock: str
    standing: Standing = UNSTARTED

    @property
    def request_id(self) -> UUID | None:
        """The request that the clock is of or about; None for a clock of something else."""
        return request_among(self.subject, self.about)


class ClockFactHeard(ClockEvent, frozen=True, kw_only=True):
    """A fact as another service told it; heard again under the same `fact_id`, it replaces what was heard before.

    `fact_id`, `source_seq`: id and lane number of the event that told it. `effect`: what it did, by all that was known then.
    """

    fact_id: UUID
    source_seq: int
    fact: ClockFact
    effect: ClockEffect = ""


class DueDateSet(ClockEvent, frozen=True, kw_only=True):
    """到期日 as counted then, day by day, by the named notices; a later one for the same clock replaces it.

    `pauses` of the standing are the letters that its skipped days name.
    """

    due_on: date
    warn_working_days: tuple[int, ...]
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    grounds: tuple[Ground, ...]
    reason: Reason

    @property
    def pauses(self) -> tuple[LetterPause, ...]:
        """The letters that hold the period."""
        return self.standing.pauses

    @property
    def generation(self) -> int:
        """Which count of this clock it is."""
        return self.standing.generation


class DueDateDeferred(ClockEvent, frozen=True, kw_only=True):
    """日历未公布: the count runs into a year without a notice; no date is guessed, nothing is struck."""

    not_before_on: date
    uncovered_year: int
    reason: Reason

    @property
    def generation(self) -> int:
        """Which count of this clock it is."""
        return self.standing.generation


class WarningRaised(ClockEvent, frozen=True, kw_only=True):
    """临期预警: so many working days are left."""

    generation: int
    due_on: date
    working_days_left: int
    role: str = ""
    """Who is warned; the next role the nearer the day."""


class DeadlineMissed(ClockEvent, frozen=True, kw_only=True):
    """逾期: the due date passed with the clock running; once per generation."""

    generation: int
    due_on: date
    role: str = ""
    """Who is told."""


class DeadlineMissWithdrawn(ClockEvent, frozen=True, kw_only=True):
    """撤销逾期: by what became known since, the period had not ended or the act had been done on `due_on`."""

    due_on: date


CLOCK_EVENTS: Final[tuple[type[ClockEvent], ...]] = tuple(ClockEvent.__subclasses__())
