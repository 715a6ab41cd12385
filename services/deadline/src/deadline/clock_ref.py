"""The identity of a clock (期限), which events, rows and commands share."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.events.deadline.clock import ClockEvent
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
