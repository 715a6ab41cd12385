"""What a fact does to its clock, and how a count names it as its reason."""

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from deadline.clock.count import Judgement
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
"""What each kind of fact does where the count rests on it."""


def effect_of(heard: Heard[ClockFact], judged: Judgement) -> ClockEffect:
    """What a fact does, "" if the count does not rest on it."""
    if heard.id not in _rests_on(judged):
        return ""
    return "restarted" if _begins_anew(heard, judged) else EFFECTS[type(heard.fact)]


def _begins_anew(heard: Heard[ClockFact], judged: Judgement) -> bool:
    """Whether a period began after a void one, without a correction: its case was assigned anew."""
    period = judged.period
    return (
        isinstance(heard.fact, Began)
        and period is not None
        and period.restart is None
        and period.void_since is not None
    )


def _rests_on(judged: Judgement) -> set[UUID]:
    return {each.id for each in _facts_behind(judged) if each is not None}


def _facts_behind(judged: Judgement) -> Iterator[Heard[ClockFact] | None]:
    yield from (judged.extension, judged.stop)
    if judged.period:
        yield from (judged.period.began, judged.period.restart, judged.period.suspended)
    for letter in judged.letters:
        yield from (letter.sent, letter.end)


def reason_of(heard: Heard[ClockFact], judged: Judgement) -> Reason:
    """Why a count was made when this fact was heard."""
    match heard.fact:
        case Began(on=on, cause=cause):
            return Reason("reassigned", on) if _begins_anew(heard, judged) else Reason(cause)
        case LetterSent(on=on, letter=letter):
            return Reason("letter-sent", on, letter)
        case LetterAnswered(on=on, letter=letter):
            return Reason("letter-answered", on, letter)
        case LetterSilent(on=on, letter=letter):
            ends = (each.ended_on for each in judged.letters if each.end and each.end.id == heard.id)
            return Reason("letter-silent", next(ends, on), letter)
        case Extended(on=on, working_days=working_days):
            return Reason("extended", on, working_days=working_days)
        case fact:
            return Reason("corrected" if isinstance(fact, Restarted) else "fact-heard", fact.on)
