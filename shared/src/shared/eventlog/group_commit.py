"""Group commit: commits that wait while the database works go together in the next statement.

One writer alone pays one plain call; a few share a statement; many share two statements under way at once, on
disjoint lanes, so that Python encodes one group while the database writes the other. A group that the database refuses whole is
tried one by one, so that one bad commit does not fail its neighbours.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.append import Pending, Verdict
from shared.eventlog.append_connection import Line
from shared.eventlog.outage import is_outage
from shared.eventlog.store import InvalidEvent, StoreUnavailable

FLIGHTS_MAX = 2
SHARE_MIN = 12
"""A second flight leaves only with so many commits: a smaller one costs more than the wait for the first."""
GROUP_COMMITS_MAX = 128
GROUP_EVENTS_MAX = 512
WAITING_COMMITS_MAX = 5_000
"""Beyond it the writer answers 'unavailable' at once: back-pressure instead of a growing queue."""

REFUSED = (
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.DataError,
    asyncpg.ProgramLimitExceededError,
    ValueError,
)
"""A commit's own fault; ValueError is the driver's, when it cannot encode a value."""

Ticket = tuple[Pending, "asyncio.Future[Verdict]"]


class GroupCommitter:
    """Feeds `append` over a few connections of the engine. A lane is in one flight at a time, first come first served."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._lanes: dict[str, deque[Ticket]] = {}
        self._waiting = 0
        self._flying = 0
        self._busy: set[str] = set()
        self._free = [Line(engine) for _ in range(FLIGHTS_MAX)]
        self._pumps: set[asyncio.Task[None]] = set()

    async def submit(self, pending: Pending) -> Verdict:
        """The verdict on a commit. Raises `StoreUnavailable`, `InvalidEvent`."""
        if self._waiting >= WAITING_COMMITS_MAX:
            raise StoreUnavailable("too many commits are waiting")
        future: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._lanes.setdefault(pending.commit.origin.agency, deque()).append((pending, future))
        self._waiting += 1
        if self._free and self._worthwhile():
            self._start(self._free.pop())
        return await future

    async def close(self) -> None:
        """Let what waits finish, then give the connections back."""
        while self._pumps:
            await asyncio.wait(self._pumps)
        for line in self._free:
            await line.drop()

    def _worthwhile(self) -> bool:
        return not self._flying or self._waiting >= SHARE_MIN

    def _start(self, line: Line) -> None:
        pump = asyncio.create_task(self._pump(line))
        self._pumps.add(pump)
        pump.add_done_callback(self._pumps.discard)

    async def _pump(self, line: Line) -> None:
        """Fly as long as there is something to take; who lands last leaves nothing behind."""
        while group := self._take():
            lanes = {pending.commit.origin.agency for pending, _ in group}
            self._busy |= lanes
            self._flying += len(group)
            await self._fly(line, group)
            self._busy -= lanes
            self._flying -= len(group)
        self._free.append(line)

    def _take(self) -> list[Ticket]:
        """Whole lanes that are in no flight, up to an even share of all that is under way."""
        if not self._worthwhile():
            return []
        share = max(SHARE_MIN, -(-(self._waiting + self._flying) // FLIGHTS_MAX))
        group: list[Ticket] = []
        for lane in [lane for lane in self._lanes if lane not in self._busy]:
            if len(group) >= share:
                break
            self._take_lane(lane, group)
        self._waiting -= len(group)
        return group

    def _take_lane(self, lane: str, group: list[Ticket]) -> None:
        queue, ids = self._lanes.pop(lane), set[object]()
        events = sum(len(pending.events) for pending, _ in group)
        while queue and len(group) < GROUP_COMMITS_MAX and events < GROUP_EVENTS_MAX:
            pending = queue[0][0]
            if pending.commit.origin.command_id in ids:
                break  # the same command twice: the second learns the first's receipt in a later flight
            ids.add(pending.commit.origin.command_id)
            events += len(pending.events)
            group.append(queue.popleft())
        if queue:
            self._lanes[lane] = queue  # at the end: the other lanes come first

    async def _fly(self, line: Line, group: Sequence[Ticket]) -> None:
        try:
            await self._flush(line, group)
        except Exception as error:  # noqa: BLE001  # it belongs to the waiting callers, not to the flight
            if is_outage(error):
                await line.drop()
                error = StoreUnavailable(str(error))  # what the port promises to raise
            _fail(group, error)

    async def _flush(self, line: Line, group: Sequence[Ticket]) -> None:
        try:
            verdicts = await line.append([pending for pending, _ in group])
        except REFUSED as error:
            if len(group) == 1:
                raise InvalidEvent(str(error)) from error
            for ticket in group:
                await self._flush_alone(line, ticket)
            return
        for (_, future), verdict in zip(group, verdicts, strict=True):
            if not future.done():
                future.set_result(verdict)

    async def _flush_alone(self, line: Line, ticket: Ticket) -> None:
        try:
            await self._flush(line, [ticket])
        except InvalidEvent as error:
            _fail([ticket], error)


def _fail(group: Sequence[Ticket], error: Exception) -> None:
    for _, future in group:
        if not future.done():
            future.set_exception(error)
