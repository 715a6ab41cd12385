"""Replay a request: the events known at an instant, and the request's state in all services at that instant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections.trail import rows_of
from reporting.request.causal_order import KnownEvent, in_order
from reporting.request.standing import RequestState, evolve, state_after
from shared.events.deadline.clock import ClockFactHeard
from shared.events.registry import load
from shared.time.clock import SHANGHAI

FIRST_YEAR, LAST_YEAR = 2000, 2999
TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Replay:
    """The events of a request in all services that changed or did something, in the order of their effect."""

    steps: Sequence[KnownEvent]

    def known_at(self, as_of: datetime) -> int:
        """Return how many events were known at an instant."""
        return sum(1 for step in self.steps if step.at <= as_of)

    def after(self, count: int) -> RequestState:
        """Return the state after the first `count` events."""
        return state_after(load(step.row) for step in self.steps[:count])

    def positions(self, count: int) -> Mapping[str, int]:
        """Return service → number of its last event among the first `count`."""
        return {step.row.service: step.row.seq for step in self.steps[:count]}


async def replay_of(connection: AsyncConnection, agency: str, request_id: UUID) -> Replay:
    """Read the replay of an agency's request; it has no steps if there is no such request."""
    return Replay([*_with_effect(in_order(await rows_of(connection, agency, request_id)))])


def _with_effect(steps: Iterable[KnownEvent]) -> Iterator[KnownEvent]:
    """Leave out facts that a clock heard without effect: the service that recorded the fact has the step."""
    before = RequestState()
    for step in steps:
        event = load(step.row)
        after = evolve(before, event)
        if after != before or not isinstance(event, ClockFactHeard) or event.effect:
            yield step
        before = after


def parse_instant(text: str) -> datetime | None:
    """Parse an instant; None if the text is none. Without an offset it is Shanghai time; a day alone means its last instant."""
    try:
        day_alone = len(text) == len("2025-10-01")
        at = _end_of(date.fromisoformat(text)) if day_alone else datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def form_value(at: datetime) -> str:
    """Format an instant for the page's input field: Shanghai time, with seconds only if there are any."""
    local = at.astimezone(SHANGHAI).replace(microsecond=0, tzinfo=None)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def _end_of(day: date) -> datetime:
    """Return the last instant of a day in Shanghai."""
    if day.year > LAST_YEAR:
        raise ValueError(day)
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI) - TICK


def as_object(agency: str, request_id: UUID, replay: Replay, as_of: datetime) -> dict[str, Any]:
    """Return the state at an instant as JSON for programs. Its keys are stable."""
    count = replay.known_at(as_of)
    return {
        "agency": agency,
        "request_id": str(request_id),
        "as_of": as_of.isoformat(),
        "events": count,
        "events_in_all": len(replay.steps),
        "positions": dict(replay.positions(count)),
        "state": msgspec.to_builtins(replay.after(count)),
    }
