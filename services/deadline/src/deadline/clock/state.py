"""State of a clock (期限): all known facts, the last published count, and the standing."""

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
    """A fact with the id and the lane number of the event that it came from."""

    id: UUID
    seq: int
    fact: F_co

    @property
    def key(self) -> tuple[date, int, UUID]:
        """The sort key of facts: their legal day, then their number in the lane."""
        return self.fact.on, self.seq, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock; `ref` is None before its first fact.

    `published`: the last published count. `raised`: the days left that were warned of in its generation. `warned`:
    (days left, day of the warning) in this period, so that a later count does not repeat a warning for the same day.
    `missed_on`: the due date that was recorded as missed and not withdrawn.
    """

    ref: ClockRef | None = None
    facts: Mapping[UUID, Heard[ClockFact]] = field(default_factory=dict)
    standing: Standing = UNSTARTED
    published: DueDateSet | DueDateDeferred | None = None
    raised: frozenset[int] = frozenset()
    warned: frozenset[tuple[int, date]] = frozenset()
    missed_on: date | None = None

    @property
    def due(self) -> DueDateSet | None:
        """The published count of the current due date, or of the due date at the stop; None without a due date."""
        return self.published if isinstance(self.published, DueDateSet) and self.standing.due_on else None


NO_CLOCK = Clock()
