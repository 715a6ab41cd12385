"""Group commit: commits that wait while one statement runs go together in the next one.

One writer alone pays one plain call; thirty-two share a flush. A group that the database refuses whole is tried one
by one, so that one bad commit does not fail its neighbours.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import cast

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.pg_append import Pending, Verdict, append
from shared.store import InvalidEvent, StoreUnavailable
from shared.unreachable import is_unreachable

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
    """Feeds `log.append` over one connection of the engine, held as long as it lives."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: deque[Ticket] = deque()
        self._pump: asyncio.Task[None] | None = None
        self._connection: AsyncConnection | None = None
        self._opened: asyncpg.Connection | None = None

    async def submit(self, pending: Pending) -> Verdict:
        """The verdict on a commit. Raises `StoreUnavailable`, `InvalidEvent`."""
        if len(self._waiting) >= WAITING_COMMITS_MAX:
            raise StoreUnavailable("too many commits are waiting")
        future: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._waiting.append((pending, future))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._run())
        return await future

    async def close(self) -> None:
        """Let what waits finish, then give the connection back."""
        if self._pump is not None:
            await self._pump
        await self._drop()

    async def _run(self) -> None:
        while self._waiting:
            group = self._take()
            try:
                await self._flush(group)
            except Exception as error:  # noqa: BLE001  # it belongs to the waiting callers, not to the pump
                if is_unreachable(error):
                    await self._drop()
                    error = StoreUnavailable(str(error))  # what the port promises to raise
                _fail(group, error)

    def _take(self) -> list[Ticket]:
        group: list[Ticket] = []
        ids: set[object] = set()
        events = 0
        while self._waiting and len(group) < GROUP_COMMITS_MAX and events < GROUP_EVENTS_MAX:
            origin = self._waiting[0][0].commit.origin
            if (origin.agency, origin.command_id) in ids:
                break  # the same command twice: the second learns the first's receipt in the next group
            ids.add((origin.agency, origin.command_id))
            group.append(self._waiting.popleft())
            events += len(group[-1][0].events)
        return group

    async def _flush(self, group: Sequence[Ticket]) -> None:
        driver = await self._driver()
        try:
            verdicts = await append(driver, [pending for pending, _ in group])
        except REFUSED as error:
            if len(group) == 1:
                raise InvalidEvent(str(error)) from error
            for ticket in group:
                await self._flush_alone(ticket)
            return
        for (_, future), verdict in zip(group, verdicts, strict=True):
            if not future.done():
                future.set_result(verdict)

    async def _flush_alone(self, ticket: Ticket) -> None:
        try:
            await self._flush([ticket])
        except InvalidEvent as error:
            _fail([ticket], error)

    async def _driver(self) -> asyncpg.Connection:
        if self._opened is None or self._opened.is_closed():
            await self._drop()
            connection = await self._engine.connect()
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            raw = await self._connection.get_raw_connection()
            self._opened = cast("asyncpg.Connection", raw.driver_connection)
        return self._opened

    async def _drop(self) -> None:
        connection, self._connection, self._opened = self._connection, None, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


def _fail(group: Sequence[Ticket], error: Exception) -> None:
    for _, future in group:
        if not future.done():
            future.set_exception(error)
