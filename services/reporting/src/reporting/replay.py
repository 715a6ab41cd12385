"""Replays a request: which of its events were known at an instant, and where it stood then in all services."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting.projections.trail import rows_of
from reporting.request.causal_order import Known, in_order
from reporting.request.standing import Standing, evolve, standing
from shared.events.deadline.clock import ClockFactHeard
from shared.events.registry import load
from shared.time.clock import SHANGHAI

FIRST_YEAR, LAST_YEAR = 2000, 2999
TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Replay:
    """What changed or was done over all services, in the order in which it took effect."""

    steps: Sequence[Known]

    def known_at(self, as_of: datetime) -> int:
        """How many of its events were known at an instant."""
        return sum(1 for step in self.steps if step.at <= as_of)

    def after(self, count: int) -> Standing:
        """Where it stood after its first `count` events."""
        return standing(load(step.row) for step in self.steps[:count])

    def positions(self, count: int) -> Mapping[str, int]:
        """The number of the last event of each service among the first `count`."""
        return {step.row.service: step.row.seq for step in self.steps[:count]}


async def replay_of(connection: AsyncConnection, agency: str, request_id: UUID) -> Replay:
    """The replay of a request of an agency; without steps if there is none."""
    return Replay([*_telling(in_order(await rows_of(connection, agency, request_id)))])


def _telling(steps: Iterable[Known]) -> Iterator[Known]:
    """Leave out what a clock heard without effect: the service that recorded the fact tells it already."""
    before = Standing()
    for step in steps:
        event = load(step.row)
        after = evolve(before, event)
        if after != before or not isinstance(event, ClockFactHeard) or event.effect:
            yield step
        before = after


def parse_instant(text: str) -> datetime | None:
    """An instant as written: with its offset, else in Shanghai; a day alone means its end. None: not an instant."""
    try:
        day_alone = len(text) == len("2025-10-01")
        at = _end_of(date.fromisoformat(text)) if day_alone else datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)


def typed(at: datetime) -> str:
    """An instant as the page's own field takes it again: Shanghai's time, seconds only where there are any."""
    local = at.astimezone(SHANGHAI).replace(microsecond=0, tzinfo=None)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


def _end_of(day: date) -> datetime:
    """The last instant of a day in Shanghai."""
    if day.year > LAST_YEAR:
        raise ValueError(day)
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI) - TICK


def as_object(agency: str, request_id: UUID, replay: Replay, as_of: datetime) -> dict[str, Any]:
    """The state at an instant for programs; its keys are stable."""
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
