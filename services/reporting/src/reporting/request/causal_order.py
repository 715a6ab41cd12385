"""Sort a request's events of all services: each lane keeps its order, and no effect precedes its cause.

Clocks of different databases differ a little. An event therefore counts as known no earlier than its cause and than
the event before it in its lane, so that the events known at an instant always form a state that existed.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.message import Recorded


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event, and the instant from which it counts as known."""

    row: Recorded
    at: datetime


def in_order(rows: Iterable[Recorded]) -> Sequence[KnownEvent]:
    """Merge the lanes: take the earliest event whose cause was taken before."""
    lanes = _lanes(rows)
    waiting = {row.id for lane in lanes.values() for row in lane}
    known: dict[UUID, KnownEvent] = {}
    reached: dict[str, datetime] = {}
    while lanes:
        ready = [lane for lane in lanes.values() if lane[0].causation_id not in waiting] or [*lanes.values()]
        lane = min(ready, key=lambda each: (each[0].recorded_at, each[0].service))
        row = lane.popleft()
        cause = known.get(row.causation_id) if row.causation_id else None
        at = max(
            row.recorded_at, reached.get(row.service, row.recorded_at), cause.at if cause else row.recorded_at
        )
        known[row.id], reached[row.service] = KnownEvent(row, at), at
        waiting.discard(row.id)
        if not lane:
            del lanes[row.service]
    return sorted(known.values(), key=lambda each: each.at)


def _lanes(rows: Iterable[Recorded]) -> dict[str, deque[Recorded]]:
    lanes: dict[str, deque[Recorded]] = defaultdict(deque)
    for row in sorted(rows, key=lambda each: (each.service, each.seq)):
        lanes[row.service].append(row)
    return dict(lanes)
