"""What a count is made of: day 0, the letters that are or were out, and the extension."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from shared.events.deadline import (
    ClockExtended,
    ClockPaused,
    ClockRestarted,
    ClockResumed,
    ClockStarted,
    DueDateDeferred,
    DueDateSet,
)
from shared.workdays import Pause

ARRIVAL_COUNTS = "after-sent-before-arrived"
"""The value of `pause.edges` by which the day on which the answer arrived counts again."""

LETTERS = {"third_party": "征求第三方意见", "other_agency": "征求其他机关意见"}


@dataclass(frozen=True, slots=True)
class Letter:
    """征求意见书: as it was sent, and its answer or the end of the time for it, None while it is out."""

    sent: ClockPaused
    answered: ClockResumed | None = None

    def pause(self) -> Pause:
        """What it takes out of the count; an answer never arrives before its letter."""
        sent_on, name = self.sent.sent_on, LETTERS.get(self.sent.kind, "征求意见")
        arrival_counts = self.sent.edges == ARRIVAL_COUNTS
        if self.answered is None:
            return Pause(sent_on, None, name, arrival_counts=arrival_counts)
        arrived_on = max(sent_on, self.answered.arrived_on)
        return Pause(sent_on, arrived_on, name, self.answered.reason, arrival_counts=arrival_counts)


@dataclass(frozen=True, slots=True)
class Letters:
    """All letters of a clock, in the order in which they became known; each is known by its pause id."""

    each: tuple[Letter, ...] = ()

    @property
    def out(self) -> tuple[Letter, ...]:
        """Those without an answer, the earliest first."""
        unanswered = (letter for letter in self.each if letter.answered is None)
        return tuple(sorted(unanswered, key=lambda letter: letter.sent.sent_on))

    def find(self, pause: str) -> Letter | None:
        """The letter of a pause id."""
        return next((letter for letter in self.each if letter.sent.pause == pause), None)

    def with_sent(self, sent: ClockPaused) -> Self:
        """One letter more; the same letter again changes nothing."""
        return self if self.find(sent.pause) else replace(self, each=(*self.each, Letter(sent)))

    def with_answer(self, answer: ClockResumed) -> Self:
        """The answer to one of them."""
        each = (replace(one, answered=answer) if one.sent.pause == answer.pause else one for one in self.each)
        return replace(self, each=tuple(each))

    def since(self, day_zero_on: date) -> Self:
        """Those of a period that begins on `day_zero_on`: what was sent before it belongs to no part of it."""
        return replace(self, each=tuple(one for one in self.each if one.sent.sent_on >= day_zero_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """所据: all that the count of one period needs but the calendar. `generation` numbers its counts."""

    started: ClockStarted
    day_zero_on: date
    letters: Letters = field(default_factory=Letters)
    extension: ClockExtended | None = None
    generation: int = 0
    warned: frozenset[tuple[int, date]] = frozenset()
    """(working days left, day of the warning): a later count whose warning falls on the same day does not repeat it."""

    @classmethod
    def of(cls, started: ClockStarted, letters: Letters) -> Self:
        """The terms of a fresh start, with letters that became known before it."""
        return cls(
            started=started, day_zero_on=started.day_zero_on, letters=letters.since(started.day_zero_on)
        )

    @property
    def extension_working_days(self) -> int:
        """How many working days the extension adds, 0 without one."""
        return self.extension.working_days if self.extension else 0

    def restarted(self, event: ClockRestarted) -> Self:
        """C7: a new day 0; letters of before it and the extension are void, the counts' numbers go on."""
        return replace(
            self,
            day_zero_on=event.day_zero_on,
            letters=self.letters.since(event.day_zero_on),
            extension=None,
            warned=frozenset(),
        )

    def counted(self, count: DueDateSet | DueDateDeferred) -> Self:
        """After one more count."""
        return replace(self, generation=count.generation)
