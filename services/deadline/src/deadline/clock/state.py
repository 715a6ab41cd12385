"""What is known of a clock (期限): every fact that was heard, the count that was said last, and how the clock stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from deadline.clock_ref import ClockRef
from shared.events.deadline.clock import UNSTARTED, DueDateDeferred, DueDateSet, Standing
from shared.events.deadline.facts import ClockFact, Fact

F_co = TypeVar("F_co", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Heard(Generic[F_co]):
    """A fact, by the id and the lane number of the event that told it."""

    id: UUID
    seq: int
    fact: F_co

    @property
    def key(self) -> tuple[date, int, UUID]:
        """The order of facts: by their day in law, on the same day as their lane has them."""
        return self.fact.on, self.seq, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock, whatever it has heard; `ref` is None before it heard anything.

    `said`: the count that was published last. `raised`: the working days left that were warned of in its generation.
    `warned`: (working days left, day of the warning) of this period: a later count whose warning falls on the same day
    does not repeat it. `missed_on`: the due date that was struck and not taken back.
    """

    ref: ClockRef | None = None
    facts: Mapping[UUID, Heard[ClockFact]] = field(default_factory=dict)
    standing: Standing = UNSTARTED
    said: DueDateSet | DueDateDeferred | None = None
    raised: frozenset[int] = frozenset()
    warned: frozenset[tuple[int, date]] = frozenset()
    missed_on: date | None = None

    @property
    def due(self) -> DueDateSet | None:
        """The count behind the date that stands, or that stood when the clock stopped."""
        return self.said if isinstance(self.said, DueDateSet) and self.standing.due_on else None


NO_CLOCK = Clock()
