"""Group commit: commits that arrive while the database works are appended together in the next statement.

A single writer costs one plain call; a few share one statement. Many share two concurrent statements on disjoint lanes,
so Python encodes one group while the database writes the other. If the database refuses a whole group, its commits are
tried one by one, so one bad commit does not fail the others.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.append import Pending, Verdict
from shared.eventlog.append_connection import AppendConnection
from shared.eventlog.outage import is_outage
from shared.eventlog.store import InvalidEvent, StoreUnavailable

CONCURRENT_GROUPS_MAX = 2
SHARE_MIN = 12
"""Commits that a second concurrent group must have; a smaller one costs more than waiting for the first."""
GROUP_COMMITS_MAX = 128
GROUP_EVENTS_MAX = 512
WAITING_COMMITS_MAX = 5_000
"""Waiting commits at most; a further one raises `StoreUnavailable` at once, so the queue cannot grow."""

REFUSED = (
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.DataError,
    asyncpg.ProgramLimitExceededError,
    ValueError,
)
"""A commit's own fault; ValueError is the driver's, when it cannot encode a value."""

Ticket = tuple[Pending, "asyncio.Future[Verdict]"]


class GroupCommitter:
    """Appends groups over a few connections of the engine. A lane is in one group at a time; its commits keep their order."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._lanes: dict[str, deque[Ticket]] = {}
        self._waiting = 0
        self._in_progress = 0
        self._busy: set[str] = set()
        self._free = [AppendConnection(engine) for _ in range(CONCURRENT_GROUPS_MAX)]
        self._writers: set[asyncio.Task[None]] = set()

    async def submit(self, pending: Pending) -> Verdict:
        """Append a commit with the next group and return its verdict. Raises `StoreUnavailable`, `InvalidEvent`."""
        if self._waiting >= WAITING_COMMITS_MAX:
            raise StoreUnavailable("too many commits are waiting")
        future: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._lanes.setdefault(pending.commit.origin.agency, deque()).append((pending, future))
        self._waiting += 1
        if self._free and self._may_start():
            self._start(self._free.pop())
        return await future

    async def close(self) -> None:
        """Finish waiting commits, then close the connections."""
        while self._writers:
            await asyncio.wait(self._writers)
        for line in self._free:
            await line.drop()

    def _may_start(self) -> bool:
        return not self._in_progress or self._waiting >= SHARE_MIN

    def _start(self, line: AppendConnection) -> None:
        writer = asyncio.create_task(self._append_waiting(line))
        self._writers.add(writer)
        writer.add_done_callback(self._writers.discard)

    async def _append_waiting(self, line: AppendConnection) -> None:
        """Append groups on one connection until no commit waits."""
        while group := self._take():
            lanes = {pending.commit.origin.agency for pending, _ in group}
            self._busy |= lanes
            self._in_progress += len(group)
            await self._append_group(line, group)
            self._busy -= lanes
            self._in_progress -= len(group)
        self._free.append(line)

    def _take(self) -> list[Ticket]:
        """Take whole lanes that no running group holds, up to an even share of the waiting and running commits."""
        if not self._may_start():
            return []
        share = max(SHARE_MIN, -(-(self._waiting + self._in_progress) // CONCURRENT_GROUPS_MAX))
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
                break  # the same command twice: the second gets the first's receipt in a later group
            ids.add(pending.commit.origin.command_id)
            events += len(pending.events)
            group.append(queue.popleft())
        if queue:
            self._lanes[lane] = queue  # moved to the end, so that other lanes come first

    async def _append_group(self, line: AppendConnection, group: Sequence[Ticket]) -> None:
        try:
            await self._flush(line, group)
        except Exception as error:  # noqa: BLE001  # it belongs to the waiting callers, not to the flight
            if is_outage(error):
                await line.drop()
                error = StoreUnavailable(str(error))  # the error that the protocol promises
            _fail(group, error)

    async def _flush(self, line: AppendConnection, group: Sequence[Ticket]) -> None:
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

    async def _flush_alone(self, line: AppendConnection, ticket: Ticket) -> None:
        try:
            await self._flush(line, [ticket])
        except InvalidEvent as error:
            _fail([ticket], error)


def _fail(group: Sequence[Ticket], error: Exception) -> None:
    for _, future in group:
        if not future.done():
            future.set_exception(error)
