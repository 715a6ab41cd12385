"""Origins and commits of made-up staff, for tests in which the command itself does not matter."""

from datetime import UTC, datetime
from uuid import UUID

from shared.eventlog.store import Change, Commit
from shared.events.intake.request import ApplicantViewed
from shared.message import Actor, Event, Origin
from shared.time.clock import FrozenClock

AGENCY = "qionghai"
OTHER_AGENCY = "tongliao"
NOON = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai
REQUEST = UUID("00000000-0000-4000-8000-000000000001")


def frozen_clock(at: datetime = NOON) -> FrozenClock:
    """A clock that stands until the test steps it."""
    return FrozenClock(at)


def staff(login: str = "wang.li", role: str = "clerk") -> Actor:
    """A member of staff."""
    return Actor(kind="staff", id=login, role=role)


def origin(agency: str = AGENCY, command_id: UUID | None = None, at: datetime = NOON) -> Origin:
    """The origin of a clerk's command, the first of its chain."""
    return Origin.first(agency, staff(), at, command_id)


def happening(purpose: str = "contact") -> ApplicantViewed:
    """A small event."""
    return ApplicantViewed(request_id=REQUEST, purpose=purpose)


def commit(
    stream: str, expected: int = 0, *events: Event, by: Origin | None = None, key_id: str | None = None
) -> Commit:
    """A commit of one stream; one small event if none is given."""
    return Commit(by or origin(), (Change(stream, expected, events or (happening(),), key_id),))
