"""Live figures as server-sent events: an event whenever the projections changed.

A stream ends when the reader's pass expires or the account is closed, after four minutes at the latest (the browser reconnects and the pass is
checked again), and when the process stops. The number of streams is limited. A reader beyond the limit gets an error
and still has the page, which is complete without the stream.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from fastapi.sse import format_sse_event

from shared.command.decider import Full
from shared.time.clock import wall_clock

STREAMS_MAX: Final = 40
READER_STREAMS_MAX: Final = 6
"""The limit for one account: a few windows on a few devices, never all streams."""
POLL_SECONDS: Final = 1.0
STREAM_SECONDS: Final = 240.0
RETRY_MILLISECONDS: Final = 3_000
FULL_MILLISECONDS: Final = 30_000
HEARTBEAT_POLLS: Final = 15
"""After this many polls without a change a comment is sent, so that a broken connection is noticed."""

Positions = tuple[int, ...]
"""The folded positions of one or several agencies' projections."""
Render = Callable[[], Awaitable[str]]
"""Renders the part of the page that shows the figures."""


@dataclass
class Poller:
    """Polls the projections' positions once for all streams of the process, for the agencies that are watched."""

    poll: Callable[[str], Awaitable[Positions]]
    seconds: float = POLL_SECONDS
    _watched: Counter[str] = field(default_factory=Counter, init=False)
    _next: asyncio.Task[dict[str, Positions]] | None = field(default=None, init=False)

    async def polls(self, agencies: Sequence[str]) -> AsyncGenerator[Positions]:
        """Yield the positions at once and after each shared poll. Raises what a poll raises."""
        self._watched.update(agencies)
        try:
            yield sum([await self.poll(agency) for agency in agencies], ())
            while True:
                found = await asyncio.shield(self._shared_poll())
                if found.keys() >= set(agencies):
                    yield sum((found[agency] for agency in agencies), ())
        finally:
            self._watched -= Counter(agencies)
            if self._next and not self._watched:
                self._next.cancel()
                self._next = None

    def _shared_poll(self) -> asyncio.Task[dict[str, Positions]]:
        if self._next is None or self._next.done():
            self._next = asyncio.create_task(self._poll_all())
        return self._next

    async def _poll_all(self) -> dict[str, Positions]:
        await asyncio.sleep(self.seconds)
        return {agency: await self.poll(agency) for agency in tuple(self._watched)}


@dataclass
class Streams:
    """The open streams of one process."""

    stopping: Callable[[], bool]
    poller: Poller
    limit: int = STREAMS_MAX
    limit_per_reader: int = READER_STREAMS_MAX
    stream_seconds: float = STREAM_SECONDS
    _open: Counter[str] = field(default_factory=Counter, init=False)

    def admit(self, reader: str) -> None:
        """Raise `Full` if the process or this account has no stream left."""
        if not self._has_room(reader):
            raise Full(
                "streams-exhausted",
                "实时数字的连接已满，请刷新页面查看最新数字。",
                retry_after_seconds=FULL_MILLISECONDS // 1000,
            )

    async def stream(
        self, reader: str, agencies: Sequence[str], render: Render, valid: Callable[[], bool]
    ) -> AsyncGenerator[bytes]:
        """Yield one reader's events as long as the pass is valid, then release the stream in every case.

        More readers may be admitted than there are streams; one that finds none at its start is told to retry later.
        """
        if not self._has_room(reader):
            yield format_sse_event(retry=FULL_MILLISECONDS)
            return
        self._open[reader] += 1
        try:
            async with aclosing(self._events(agencies, render, valid)) as sent:
                async for each in sent:
                    yield each
        finally:
            self._open -= Counter([reader])

    async def _events(
        self, agencies: Sequence[str], render: Render, valid: Callable[[], bool]
    ) -> AsyncGenerator[bytes]:
        end = wall_clock() + timedelta(seconds=self.stream_seconds)
        sent: Positions | None = None
        unchanged = 0
        yield format_sse_event(retry=RETRY_MILLISECONDS)
        async with aclosing(self.poller.polls(agencies)) as polls:
            async for positions in polls:
                if wall_clock() >= end or self.stopping() or not valid():
                    return
                unchanged = 0 if positions != sent else unchanged + 1
                if positions != sent:
                    yield format_sse_event(event="figures", data_str=await render())
                    sent = positions
                elif unchanged % HEARTBEAT_POLLS == 0:
                    yield format_sse_event(comment="")

    def _has_room(self, reader: str) -> bool:
        return self._open.total() < self.limit and self._open[reader] < self.limit_per_reader
