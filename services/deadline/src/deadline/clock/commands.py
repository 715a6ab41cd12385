"""Commands of a clock. A calendar is an immutable value, so commands carry it."""

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
    """Store facts of a clock and count again from all known facts. A fact with a known id replaces the earlier one."""

    origin: Origin
    clock: ClockRef
    facts: tuple[Heard[ClockFact], ...]
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountClock:
    """重新计算: count an open clock again by a calendar that may have changed."""

    origin: Origin
    calendar: Calendar
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseWarning:
    """预警: record that `working_days_left` are left by the count of `generation`. Sent by a timer."""

    origin: Origin
    generation: int
    working_days_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeDeadline:
    """记逾期: record that the due date of `generation` has passed. Sent by a timer."""

    origin: Origin
    generation: int


ClockCommand: TypeAlias = HearFacts | RecountClock | RaiseWarning | StrikeDeadline
