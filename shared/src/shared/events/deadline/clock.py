"""Events of deadline 期限: clocks, and the calendar by which they count.

Every event of a clock carries the clock's `standing`, so that a service that hears it need not fold the clock's
history.
"""

from datetime import date
from typing import ClassVar, Final, Literal
from uuid import UUID

import msgspec

from shared.events.codes import ClockName, ClockState
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

ClockEffect = Literal["", "started", "paused", "resumed", "extended", "suspended", "restarted", "stopped"]
"""The effect of a fact on its clock; "" if the count does not depend on the fact, or if the clock had stopped in the same way before."""


class Standing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The clock after the decision that recorded the event. Days are dates in law; periods are in working days.

    - `since`, `waiting_for`: while paused or suspended: from which day, and for which kind of letter or suspension. A
      clock that stopped in that state keeps both.
    - `day_zero_on`, `working_days`: day 0 and the length of the period.
    - `due_on`: the due date, or the date that was due when the clock stopped; None while there is none.
    - `not_before_on`, `uncovered_year`: while deferred: the earliest possible due date, and the year without a
      holiday notice.
    - `generation`: counts the published counts of the clock.
    - `pauses`: the letters that hold the period. `extension_working_days`: how many an extension added.
    - `warned_left`, `warned_role`: the working days left at the last warning of this generation, and the role that
      was warned.
    - `missed`: the due date passed, and no later fact took that back. `missed_role`: the role that is told.
    - `stopped_on`, `cause`, `in_time`: the day of the act that stopped the clock, its event type, and whether it was
      in time.
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
    """Base of deadline's events. Only the deciders of deadline's nouns construct them."""

    service: ClassVar[str] = "deadline"


class CalendarNoticeLoaded(DeadlineEvent, frozen=True, kw_only=True):
    """放假安排: an administrator loaded a State Council notice with its days off and its worked weekend days.

    The lane is `national`. `number`: the notice's 文号. `amends`: the number of the notice of that year that it
    changes, "" for the one that arranges the year.
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
    """Base of the events of a clock.

    `subject`: the thing that has the clock. `about`: the request to which a letter belongs; None for a request's own
    clocks. `clock`: one of the published names.
    """

    subject: Subject
    about: Subject | None = None
    clock: ClockName
    standing: Standing = UNSTARTED

    @property
    def request_id(self) -> UUID | None:
        """The request that is the clock's subject or that the subject is about; None if neither is a request."""
        return request_among(self.subject, self.about)


class ClockFactHeard(ClockEvent, frozen=True, kw_only=True):
    """期限事实: deadline heard a fact from another service's event.

    A fact with the same `fact_id` replaces the earlier one. `fact_id`, `source_seq`: the id and the lane number of
    that event. `effect`: what the fact did by all facts known then.
    """

    fact_id: UUID
    source_seq: int
    fact: ClockFact
    effect: ClockEffect = ""


class DueDateSet(ClockEvent, frozen=True, kw_only=True):
    """确定到期日: deadline counted the due date day by day. A later event of the same clock replaces it.

    `warn_working_days`: the numbers of working days left at which a warning is still to come. `counted`, `skipped`:
    the days. `grounds`: the rules and notices of the count. `reason`: the fact that caused it.
    """

    due_on: date
    warn_working_days: tuple[int, ...]
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    grounds: tuple[Ground, ...]
    reason: Reason

    @property
    def pauses(self) -> tuple[LetterPause, ...]:
        """The letters that hold the period; skipped days refer to them by position."""
        return self.standing.pauses

    @property
    def generation(self) -> int:
        """The number of this count among the clock's."""
        return self.standing.generation


class DueDateDeferred(ClockEvent, frozen=True, kw_only=True):
    """日历未公布: the count runs into a year whose holiday notice is not published.

    There is no due date and no deadline is missed. `not_before_on`: the earliest possible due date. `uncovered_year`:
    the year without a notice.
    """

    not_before_on: date
    uncovered_year: int
    reason: Reason

    @property
    def generation(self) -> int:
        """The number of this count among the clock's."""
        return self.standing.generation


class WarningRaised(ClockEvent, frozen=True, kw_only=True):
    """临期预警: deadline warned `role` that `working_days_left` remain before `due_on`.

    The nearer the date, the higher the role.
    """

    generation: int
    due_on: date
    working_days_left: int
    role: str = ""


class DeadlineMissed(ClockEvent, frozen=True, kw_only=True):
    """逾期: `due_on` passed while the clock was running. Recorded once in a generation; `role` is told."""

    generation: int
    due_on: date
    role: str = ""


class DeadlineMissWithdrawn(ClockEvent, frozen=True, kw_only=True):
    """撤销逾期: later facts show that the period had not ended on `due_on`, or that the act was done in time."""

    due_on: date


CLOCK_EVENTS: Final[tuple[type[ClockEvent], ...]] = tuple(ClockEvent.__subclasses__())
