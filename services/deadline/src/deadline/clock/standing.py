"""How a clock stands once something was decided: what the facts come to, and what timers said of the date."""

from typing import Any

from deadline.clock import rules
from deadline.clock.count import Judgement
from deadline.clock.state import Clock
from shared.events.deadline.clock import DueDateDeferred, DueDateSet, Standing


def standing_of(clock: Clock, judged: Judgement, said: DueDateSet | DueDateDeferred | None) -> Standing:
    """The standing after facts were judged; `said` is the count that is published now, if one is."""
    generation = clock.standing.generation + (said is not None)
    if judged.period is None:
        return Standing(generation=generation)
    return Standing(
        generation=generation,
        day_zero_on=judged.period.day_zero_on,
        working_days=judged.period.began.fact.working_days,
        pauses=tuple(letter.said() for letter in judged.letters),
        extension_working_days=judged.extension.fact.working_days if judged.extension else 0,
        **_date(judged),
        **_waiting(judged),
        **_stop(judged),
        **_told(clock, judged, said),
    )


def _date(judged: Judgement) -> dict[str, Any]:
    if judged.course == "deferred" and judged.uncovered is not None:
        return {"not_before_on": judged.uncovered.not_before, "uncovered_year": judged.uncovered.year}
    return {"due_on": judged.due_on}


def _waiting(judged: Judgement) -> dict[str, Any]:
    """What the clock waits for, or waited for when it stopped."""
    match judged.course:
        case "paused":
            letter = judged.out.sent.fact
            return {"since": letter.on, "waiting_for": letter.kind}
        case "suspended" if judged.period and judged.period.suspended:
            waits = judged.period.suspended.fact
            return {"since": waits.on, "waiting_for": waits.kind}
        case _:
            return {}


def _stop(judged: Judgement) -> dict[str, Any]:
    if judged.stop is None:
        return {}
    return {"stopped_on": judged.stopped_on, "cause": judged.stop.fact.cause, "in_time": judged.in_time}


def _told(clock: Clock, judged: Judgement, said: DueDateSet | DueDateDeferred | None) -> dict[str, Any]:
    """The state, with the warnings and the miss of the date that stands: another count takes them back."""
    before, told = clock.standing, {}
    if said is None and judged.course == "running":
        told = {"warned_left": before.warned_left, "warned_role": before.warned_role}
    missed_on = clock.missed_on
    if missed_on is None or missed_on != judged.due_on or not rules.still_missed(missed_on, judged):
        return {**told, "state": judged.state}
    missed = {"missed": True, "missed_role": before.missed_role}
    return {**told, **missed, "state": "missed" if judged.state == "running" else judged.state}
