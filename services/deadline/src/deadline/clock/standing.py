"""Build the standing that events carry, from the evaluation and from the recorded warnings and misses."""

from typing import Any

from deadline.clock import rules
from deadline.clock.count import Evaluation
from deadline.clock.state import Clock
from shared.events.deadline.clock import DueDateDeferred, DueDateSet, Standing


def standing_of(
    clock: Clock, evaluation: Evaluation, published: DueDateSet | DueDateDeferred | None
) -> Standing:
    """Return the standing after an evaluation. `published` is the count that is published with it, or None."""
    generation = clock.standing.generation + (published is not None)
    if evaluation.period is None:
        return Standing(generation=generation)
    return Standing(
        generation=generation,
        day_zero_on=evaluation.period.day_zero_on,
        working_days=evaluation.period.began.fact.working_days,
        pauses=tuple(letter.published() for letter in evaluation.letters),
        extension_working_days=evaluation.extension.fact.working_days if evaluation.extension else 0,
        **_date(evaluation),
        **_waiting(evaluation),
        **_stop(evaluation),
        **_state(clock, evaluation, published),
    )


def _date(evaluation: Evaluation) -> dict[str, Any]:
    if evaluation.period_state == "deferred" and evaluation.uncovered is not None:
        return {"not_before_on": evaluation.uncovered.not_before, "uncovered_year": evaluation.uncovered.year}
    return {"due_on": evaluation.due_on}


def _waiting(evaluation: Evaluation) -> dict[str, Any]:
    """Return what the clock waits for, or for a stopped clock what it waited for."""
    match evaluation.period_state:
        case "paused":
            letter = evaluation.open_letter.sent.fact
            return {"since": letter.on, "waiting_for": letter.kind}
        case "suspended" if evaluation.period and evaluation.period.suspended:
            waits = evaluation.period.suspended.fact
            return {"since": waits.on, "waiting_for": waits.kind}
        case _:
            return {}


def _stop(evaluation: Evaluation) -> dict[str, Any]:
    if evaluation.stop is None:
        return {}
    return {
        "stopped_on": evaluation.stopped_on,
        "cause": evaluation.stop.fact.cause,
        "in_time": evaluation.in_time,
    }


def _state(
    clock: Clock, evaluation: Evaluation, published: DueDateSet | DueDateDeferred | None
) -> dict[str, Any]:
    """Return the state with the warning and the miss of the current due date. A new count clears both."""
    before, warned = clock.standing, {}
    if published is None and evaluation.period_state == "running":
        warned = {"warned_left": before.warned_left, "warned_role": before.warned_role}
    missed_on = clock.missed_on
    if missed_on is None or missed_on != evaluation.due_on or not rules.still_missed(missed_on, evaluation):
        return {**warned, "state": evaluation.state}
    missed = {"missed": True, "missed_role": before.missed_role}
    return {**warned, **missed, "state": "missed" if evaluation.state == "running" else evaluation.state}
