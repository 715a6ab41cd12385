"""征求意见书 that hold a period, each with its end, whichever became known first."""

from dataclasses import dataclass
from datetime import date

from deadline.clock.period import Facts, of
from deadline.clock.state import Heard
from shared.events.deadline.facts import LetterAnswered, LetterReceived, LetterSent, LetterSilent
from shared.events.terms import LetterPause
from shared.workdays import Calendar, Pause, Uncovered, due_date

ARRIVAL_COUNTS = "after-sent-before-arrived"
"""The value of `pause.edges` by which the day on which the answer arrived counts again."""

End = Heard[LetterAnswered] | Heard[LetterSilent]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its end: the answer, or the end of the other side's period; without one it is out."""

    sent: Heard[LetterSent]
    end: End | None = None
    ended_on: date | None = None

    @property
    def ending(self) -> str:
        """How it ended, "" while it is out."""
        if self.end is None:
            return ""
        return "answered" if isinstance(self.end.fact, LetterAnswered) else "silent"

    def pause(self) -> Pause:
        """What it takes out of the count."""
        sent = self.sent.fact
        return Pause(sent.on, self.ended_on, sent.kind, self.ending, sent.edges == ARRIVAL_COUNTS)

    def said(self) -> LetterPause:
        """As it is published."""
        sent = self.sent.fact
        return LetterPause(sent.letter, sent.kind, sent.on, self.ended_on, self.ending)


def letters_of(facts: Facts, day_zero_on: date, calendar: Calendar) -> tuple[Letter, ...]:
    """The letters of a period, in the order in which they went out: what was sent before day 0 belongs to no part of it."""
    sent = [each for each in of(LetterSent, facts) if each.fact.pauses and each.fact.on >= day_zero_on]
    return tuple(_with_end(each, facts, calendar) for each in sent)


def _with_end(sent: Heard[LetterSent], facts: Facts, calendar: Calendar) -> Letter:
    """The earliest end: an answer of before the end of the other side's period counts although silence was noted first.

    No answer arrives before its letter. Of one day the answer is the end.
    """
    letter, on = sent.fact.letter, sent.fact.on
    ends: list[tuple[date, bool, End]] = [
        (max(on, each.fact.on), False, each)
        for each in of(LetterAnswered, facts)
        if each.fact.letter == letter
    ]
    ends += [
        (max(on, _period_ended_on(each.fact, facts, calendar)), True, each)
        for each in of(LetterSilent, facts)
        if each.fact.letter == letter
    ]
    if not ends:
        return Letter(sent)
    ended_on, _, end = min(ends, key=lambda each: (*each[:2], each[2].key))
    return Letter(sent, end, ended_on)


def _period_ended_on(silent: LetterSilent, facts: Facts, calendar: Calendar) -> date:
    """C5: the last day of the other side's period, whenever its silence was noted; the noted day where it cannot be counted."""
    there = [each.fact for each in of(LetterReceived, facts) if each.fact.letter == silent.letter]
    try:
        return due_date(calendar, there[0].on, there[0].respond_working_days) if there else silent.on
    except Uncovered:
        return silent.on
