"""Apply events to a clock. Every event carries the decided standing, so nothing is counted here."""

from dataclasses import replace
from datetime import date
from typing import Any

from deadline.clock.state import Clock, Heard
from deadline.clock_ref import ClockRef
from deadline.warning_days import warning_day
from shared.command.decider import BrokenHistory
from shared.events.deadline.clock import (
    ClockEvent,
    ClockFactHeard,
    DeadlineEvent,
    DeadlineMissed,
    DeadlineMissWithdrawn,
    DueDateDeferred,
    DueDateSet,
    WarningRaised,
)


def evolve(clock: Clock, event: DeadlineEvent) -> Clock:
    """Return the clock after an event. Raises `BrokenHistory` for a stream that does not begin with a fact."""
    if not isinstance(event, ClockEvent) or (clock.ref is None and not isinstance(event, ClockFactHeard)):
        raise BrokenHistory(f"{event.type_name()} cannot begin a clock")
    kept: dict[str, Any] = {"ref": ClockRef.of(event), "standing": event.standing}
    if event.standing.day_zero_on != clock.standing.day_zero_on:
        kept["warned"] = frozenset()
    return replace(clock, **(kept | _kept(clock, event)))


def _kept(clock: Clock, event: ClockEvent) -> dict[str, Any]:
    """Return the fields that an event sets besides the standing."""
    match event:
        case ClockFactHeard():
            heard = Heard(event.fact_id, event.source_seq, event.fact)
            return {"facts": {**clock.facts, event.fact_id: heard}}
        case DueDateSet() | DueDateDeferred():
            return {
                "published": event,
                "raised": frozenset(),
                "missed_on": _same_day_missed(clock.missed_on, event),
            }
        case WarningRaised(working_days_left=left):
            return {"raised": clock.raised | {left}, "warned": clock.warned | _warned(clock, left)}
        case DeadlineMissed(due_on=on):
            return {"missed_on": on}
        case DeadlineMissWithdrawn():
            return {"missed_on": None}
        case _:
            raise BrokenHistory(f"{event.type_name()} is no event of a clock")


def _same_day_missed(missed_on: date | None, published: DueDateSet | DueDateDeferred) -> date | None:
    """Keep a miss only while the published due date stays the same."""
    return missed_on if isinstance(published, DueDateSet) and published.due_on == missed_on else None


def _warned(clock: Clock, left: int) -> frozenset[tuple[int, date]]:
    day = warning_day(clock.published.counted, left) if isinstance(clock.published, DueDateSet) else None
    return frozenset() if day is None else frozenset({(left, day)})
