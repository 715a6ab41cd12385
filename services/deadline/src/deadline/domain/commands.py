"""The verbs of clocks and of the calendar. The calendar is an immutable value, so a command may carry it."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from shared.events.terms import Basis, DayRange
from shared.message import Origin
from shared.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock:
    """起算: begin to count `working_days` after day 0. Length, basis and warnings come from the agency's policy."""

    origin: Origin
    request_id: UUID
    clock: str
    day_zero_on: date
    working_days: int
    warn_working_days: tuple[int, ...]
    basis: Basis
    calendar: Calendar
    warn_roles: tuple[str, ...] = ()
    missed_role: str = ""
    reason: str = "收到申请，起算"


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseClock:
    """不计入期限 (条例第三十三条第三款): the letter `pause` went out; `edges` as the agency's `pause.edges` says."""

    origin: Origin
    request_id: UUID
    clock: str
    pause: str
    kind: str
    sent_on: date
    edges: str
    basis: Basis
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeClock:
    """恢复计时: the answer to the letter `pause` arrived, or the time for it ended on `arrived_on`."""

    origin: Origin
    request_id: UUID
    clock: str
    pause: str
    arrived_on: date
    reason: str
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendClock:
    """延期 (条例第三十三条第二款): the applicant was told on `notified_on` of `working_days` more."""

    origin: Origin
    working_days: int
    notified_on: date
    basis: Basis
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspendClock:
    """等待补正 (条例第三十条): the correction notice was served on `suspended_on`, or a void case's review waits since then."""

    origin: Origin
    suspended_on: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class RestartClock:
    """重新起算 (条例第三十条): the corrected request was received on `day_zero_on`, or the case assigned anew."""

    origin: Origin
    day_zero_on: date
    basis: Basis
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountClock:
    """重新计算: count an open clock again, since the calendar may say something else now."""

    origin: Origin
    calendar: Calendar
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseWarning:
    """预警: a timer says that `working_days_left` are left by the count of `generation`."""

    origin: Origin
    generation: int
    working_days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeDeadline:
    """记逾期: a timer says that the due date of `generation` has passed."""

    origin: Origin
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopClock:
    """停止计时: what the clock waited for was done on `stopped_on`; `done=False`: nobody waits for it any more.

    `within`: only on day 0 or later. An end of the request, an early answer, and a check of before the day of receipt
    stop a clock whenever they were.
    """

    origin: Origin
    stopped_on: date
    cause: str
    done: bool = True
    within: bool = False


Recounting: TypeAlias = (
    StartClock | PauseClock | ResumeClock | ExtendClock | SuspendClock | RestartClock | RecountClock
)
"""What may move the due date."""

ClockCommand: TypeAlias = Recounting | RaiseWarning | StrikeDeadline | StopClock
"""All that can be asked of a clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadNotice:
    """录入放假通知: what a State Council notice orders; `amends` names the notice that it changes, if any."""

    origin: Origin
    number: str
    title: str
    published_on: date
    region: str
    year: int
    amends: str
    off: tuple[DayRange, ...]
    worked: tuple[date, ...]
