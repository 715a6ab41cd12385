"""Which clock (期限) an event, a row or a command is about."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.events.deadline.clock import ClockEvent
from shared.events.terms import REPLY_CLOCK, Subject, request_among


@dataclass(frozen=True, slots=True)
class ClockRef:
    """Which clock: its subject, its published name, and what the subject belongs to."""

    subject: Subject
    name: str
    about: Subject | None = None

    @classmethod
    def of(cls, event: ClockEvent) -> "ClockRef":
        """The clock of an event."""
        return cls(event.subject, event.clock, event.about)

    @property
    def stream(self) -> str:
        """Its stream in the log."""
        return f"clock/{self.subject.kind}/{self.subject.id}/{self.name}"

    @property
    def request_id(self) -> UUID | None:
        """The request that the clock is of or about."""
        return request_among(self.subject, self.about)

    def names(self) -> dict[str, Any]:
        """The fields by which an event names its clock."""
        return {"subject": self.subject, "about": self.about, "clock": self.name}


def clock_of_request(request_id: UUID, name: str = REPLY_CLOCK) -> ClockRef:
    """One of a request's own clocks."""
    return ClockRef(Subject.request(request_id), name)
