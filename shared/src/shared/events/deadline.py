"""Events of deadline 期限: clocks and the calendar they count by."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.events.terms import Basis, CountedDay, DayRange, SkippedDay
from shared.message import Event


class DeadlineEvent(Event, frozen=True, kw_only=True):
    """Only `deadline.domain` constructs these."""

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


class ClockStarted(DeadlineEvent, frozen=True, kw_only=True):
    """起算: day 0, the length, and the rule that says so.

    `clock`: `reply`, `correction-notice`, `correction`, `confidentiality-review` or `consultation-<id>`.
    `warn_working_days`: of how many working days left the agency wants to be warned; `warn_roles`: whom, in the same
    order; `missed_role`: who is told of a miss.
    """

    request_id: UUID
    clock: str
    day_zero_on: date
    working_days: int
    warn_working_days: tuple[int, ...]
    basis: Basis
    warn_roles: tuple[str, ...] = ()
    missed_role: str = ""


class ClockPaused(DeadlineEvent, frozen=True, kw_only=True):
    """不计入期限 (条例第三十三条第三款): a letter is out; the days until the answer arrives are not counted."""

    request_id: UUID
    clock: str
    pause: str
    kind: str
    sent_on: date
    basis: Basis
    edges: str = "after-sent-through-arrived"
    """`pause.edges` of the agency: by the other value the day on which the answer arrived counts again."""


class ClockResumed(DeadlineEvent, frozen=True, kw_only=True):
    """恢复计时: the answer arrived, or the time for it passed."""

    request_id: UUID
    clock: str
    pause: str
    arrived_on: date
    reason: str


class ClockExtended(DeadlineEvent, frozen=True, kw_only=True):
    """延期 (条例第三十三条第二款): the applicant was told in time; once."""

    request_id: UUID
    clock: str
    working_days: int
    notified_on: date
    basis: Basis


class ClockSuspended(DeadlineEvent, frozen=True, kw_only=True):
    """等待补正 (条例第三十条): no due date stands until the correction is received."""

    request_id: UUID
    clock: str
    suspended_on: date
    basis: Basis


class ClockRestarted(DeadlineEvent, frozen=True, kw_only=True):
    """重新起算 (条例第三十条): the period begins again on a new day 0; what was counted, paused or extended is void."""

    request_id: UUID
    clock: str
    day_zero_on: date
    basis: Basis


class DueDateSet(DeadlineEvent, frozen=True, kw_only=True):
    """到期日 as counted then, day by day, by the named notices; a later one for the same clock replaces it."""

    request_id: UUID
    clock: str
    generation: int
    due_on: date
    warn_working_days: tuple[int, ...]
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    basis: tuple[str, ...]
    reason: str


class DueDateDeferred(DeadlineEvent, frozen=True, kw_only=True):
    """日历未公布: the count runs into a year without a notice; no date is guessed, nothing is struck."""

    request_id: UUID
    clock: str
    generation: int
    not_before_on: date
    uncovered_year: int
    reason: str


class WarningRaised(DeadlineEvent, frozen=True, kw_only=True):
    """临期预警: so many working days are left."""

    request_id: UUID
    clock: str
    generation: int
    due_on: date
    working_days_left: int
    role: str = ""
    """Who is warned; the next role the nearer the day."""


class DeadlineMissed(DeadlineEvent, frozen=True, kw_only=True):
    """逾期: the due date passed with the clock running; once per generation."""

    request_id: UUID
    clock: str
    generation: int
    due_on: date
    role: str = ""
    """Who is told."""


class ClockStopped(DeadlineEvent, frozen=True, kw_only=True):
    """停止计时: what the clock waited for was done, in time or not (None: no due date could be counted)."""

    request_id: UUID
    clock: str
    stopped_on: date
    cause: str
    in_time: bool | None


EVENTS: tuple[type[Event], ...] = (
    CalendarNoticeLoaded,
    ClockStarted,
    ClockPaused,
    ClockResumed,
    ClockExtended,
    ClockSuspended,
    ClockRestarted,
    DueDateSet,
    DueDateDeferred,
    WarningRaised,
    DeadlineMissed,
    ClockStopped,
)
