"""State of a clock (期限): all known facts, the last published count, and the standing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from shared.events.deadline.clock import UNSTARTED, ClockEvent, DueDateDeferred, DueDateSet, Standing
from shared.events.deadline.facts import ClockFact, Fact
from shared.events.terms import REPLY_CLOCK, Subject, request_among


@dataclass(frozen=True, slots=True)
class ClockRef:
    """The identity of a clock: its subject, its published name, and the subject's own owner (`about`)."""

    subject: Subject
    name: str
    about: Subject | None = None

    @classmethod
    def of(cls, event: ClockEvent) -> "ClockRef":
        """Return the clock of an event."""
        return cls(event.subject, event.clock, event.about)

    @property
    def stream(self) -> str:
        """The clock's stream in the log."""
        return f"clock/{self.subject.kind}/{self.subject.id}/{self.name}"

    @property
    def request_id(self) -> UUID | None:
        """The request that is the clock's subject or owner; None if there is none."""
        return request_among(self.subject, self.about)

    def names(self) -> dict[str, Any]:
        """Return the fields by which events name their clock."""
        return {"subject": self.subject, "about": self.about, "clock": self.name}


def clock_of_request(request_id: UUID, name: str = REPLY_CLOCK) -> ClockRef:
    """Return a request's own clock with this name."""
    return ClockRef(Subject.request(request_id), name)


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
