"""Name the effect of a fact on its clock, and the reason of a count."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from deadline.clock.count import Evaluation
from deadline.clock.state import Heard
from shared.events.deadline.clock import ClockEffect
from shared.events.deadline.facts import (
    Began,
    ClockFact,
    Done,
    DoneBy,
    Ended,
    Extended,
    Fact,
    Lapsed,
    LetterAnswered,
    LetterReceived,
    LetterSent,
    LetterSilent,
    NotOwed,
    Restarted,
    Suspended,
)
from shared.events.terms import Reason

EFFECTS: Final[Mapping[type[Fact], ClockEffect]] = {
    Began: "started",
    LetterSent: "paused",
    LetterAnswered: "resumed",
    LetterSilent: "resumed",
    Extended: "extended",
    Suspended: "suspended",
    Restarted: "restarted",
    Done: "stopped",
    DoneBy: "stopped",
    Lapsed: "stopped",
    Ended: "stopped",
    LetterReceived: "",
    NotOwed: "",
}
"""The effect of each kind of fact, if the count uses it."""


def effect_of(heard: Heard[ClockFact], evaluation: Evaluation) -> ClockEffect:
    """Return the effect of a fact, "" if the evaluation does not use it."""
    if heard.id not in _rests_on(evaluation):
        return ""
    return "restarted" if _is_reassignment(heard, evaluation) else EFFECTS[type(heard.fact)]


def _is_reassignment(heard: Heard[ClockFact], evaluation: Evaluation) -> bool:
    """Return whether a period began after a void one by a new assignment of its case, not by a correction."""
    period = evaluation.period
    return (
        isinstance(heard.fact, Began)
        and period is not None
        and period.restart is None
        and period.void_since is not None
    )


def _rests_on(evaluation: Evaluation) -> set[UUID]:
    return {each.id for each in _facts_behind(evaluation) if each is not None}


def _facts_behind(evaluation: Evaluation) -> Iterator[Heard[ClockFact] | None]:
    yield from (evaluation.extension, evaluation.stop)
    if evaluation.period:
        yield from (evaluation.period.began, evaluation.period.restart, evaluation.period.suspended)
    for letter in evaluation.letters:
        yield from (letter.sent, letter.end)


def reason_of(heard: Heard[ClockFact], evaluation: Evaluation) -> Reason:
    """Return the reason of the count that follows a new fact."""
    match heard.fact:
        case Began(on=on, cause=cause):
            return Reason("reassigned", on) if _is_reassignment(heard, evaluation) else Reason(cause)
        case LetterSent(on=on, letter=letter):
            return Reason("letter-sent", on, letter)
        case LetterAnswered(on=on, letter=letter):
            return Reason("letter-answered", on, letter)
        case LetterSilent(on=on, letter=letter):
            ends = (each.ended_on for each in evaluation.letters if each.end and each.end.id == heard.id)
            return Reason("letter-silent", next(ends, on), letter)
        case Extended(on=on, working_days=working_days):
            return Reason("extended", on, working_days=working_days)
        case fact:
            return Reason("corrected" if isinstance(fact, Restarted) else "fact-heard", fact.on)
