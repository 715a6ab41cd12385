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
    """停止计时: what the clock waited for was done on `stopped_on`."""

    origin: Origin
    stopped_on: date
    cause: str


ClockCommand: TypeAlias = StartClock | RecountClock | RaiseWarning | StrikeDeadline | StopClock
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
