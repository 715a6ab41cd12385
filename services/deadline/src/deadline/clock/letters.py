"""Pair each consultation letter (征求意见书) that pauses a period with its end, in whatever order both became known."""

from dataclasses import dataclass
from datetime import date

from deadline.clock.period import Facts, facts_of
from deadline.clock.state import Heard
from shared.events.deadline.facts import LetterAnswered, LetterReceived, LetterSent, LetterSilent
from shared.events.terms import LetterPause
from shared.workdays import Calendar, Pause, Uncovered, due_date

ARRIVAL_COUNTS = "after-sent-before-arrived"
"""The value of `pause.edges` under which the day of the answer's arrival counts again."""

End = Heard[LetterAnswered] | Heard[LetterSilent]


@dataclass(frozen=True, slots=True)
class PausingLetter:
    """A letter and its end: the answer, or the end of the other side's period. It is open while `end` is None."""

    sent: Heard[LetterSent]
    end: End | None = None
    ended_on: date | None = None

    @property
    def ending(self) -> str:
        """The way the letter ended: `answered`, `silent`, or "" while it is open."""
        if self.end is None:
            return ""
        return "answered" if isinstance(self.end.fact, LetterAnswered) else "silent"

    def pause(self) -> Pause:
        """Return the days that the letter takes out of the count."""
        sent = self.sent.fact
        return Pause(sent.on, self.ended_on, sent.kind, self.ending, sent.edges == ARRIVAL_COUNTS)

    def published(self) -> LetterPause:
        """Return the pause as events publish it."""
        sent = self.sent.fact
        return LetterPause(sent.letter, sent.kind, sent.on, self.ended_on, self.ending)


def letters_of(facts: Facts, day_zero_on: date, calendar: Calendar) -> tuple[PausingLetter, ...]:
    """Return the letters of a period by day of dispatch. A letter sent before day 0 belongs to an earlier period."""
    sent = [each for each in facts_of(LetterSent, facts) if each.fact.pauses and each.fact.on >= day_zero_on]
    return tuple(_with_end(each, facts, calendar) for each in sent)


def _with_end(sent: Heard[LetterSent], facts: Facts, calendar: Calendar) -> PausingLetter:
    """Pair a letter with its earliest end; an answer ends it before a silence of the same day.

    An answer that arrived within the other side's period counts even if silence was recorded first. An end before the
    letter's own day counts from that day.
    """
    letter, on = sent.fact.letter, sent.fact.on
    ends: list[tuple[date, bool, End]] = [
        (max(on, each.fact.on), False, each)
        for each in facts_of(LetterAnswered, facts)
        if each.fact.letter == letter
    ]
    ends += [
        (max(on, _period_ended_on(each.fact, facts, calendar)), True, each)
        for each in facts_of(LetterSilent, facts)
        if each.fact.letter == letter
    ]
    if not ends:
        return PausingLetter(sent)
    ended_on, _, end = min(ends, key=lambda each: (*each[:2], each[2].key))
    return PausingLetter(sent, end, ended_on)


def _period_ended_on(silent: LetterSilent, facts: Facts, calendar: Calendar) -> date:
    """Return the last day of the other side's period (C5), or the day of the silence where the period cannot be counted."""
    there = [each.fact for each in facts_of(LetterReceived, facts) if each.fact.letter == silent.letter]
    try:
        return due_date(calendar, there[0].on, there[0].respond_working_days) if there else silent.on
    except Uncovered:
        return silent.on
