"""The verbs of a clock. The calendar is an immutable value, so a command may carry it."""

from dataclasses import dataclass
from typing import TypeAlias

from deadline.clock.state import Heard
from deadline.clock_ref import ClockRef
from shared.events.deadline.facts import ClockFact
from shared.events.terms import Reason
from shared.message import Origin
from shared.workdays import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class HearFacts:
    """Keep facts of a clock and count by all that are known. A fact heard again replaces itself."""

    origin: Origin
    clock: ClockRef
    facts: tuple[Heard[ClockFact], ...]
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountClock:
    """重新计算: count an open clock again, since the calendar may say something else now."""

    origin: Origin
    calendar: Calendar
    reason: Reason


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


ClockCommand: TypeAlias = HearFacts | RecountClock | RaiseWarning | StrikeDeadline
"""All that can be asked of a clock."""
