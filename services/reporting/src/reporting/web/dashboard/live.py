"""Live figures by server-sent events: a stream that speaks when the projection moved, and ends when it should.

It ends when the reader's pass runs out, after some minutes at most (the browser then asks again, and the pass is checked
again), and when the process is told to stop. There are never more streams than the process can bear: who comes beyond is
told so, and has the page, which is complete without it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from fastapi.sse import format_sse_event

from shared.command.decider import Full
from shared.time.clock import wall_clock

STREAMS_MAX: Final = 40
READER_STREAMS_MAX: Final = 6
"""Of one account: some windows on some devices, and never all the places there are."""
LOOK_SECONDS: Final = 1.0
STREAM_SECONDS: Final = 240.0
RETRY_MILLISECONDS: Final = 3_000
FULL_MILLISECONDS: Final = 30_000
BEAT_LOOKS: Final = 15
"""After so many looks without news a comment is sent, so that a broken line is noticed."""

Seen = tuple[int, ...]
"""How far the figures' projections of an agency, or of several, have come."""
Drawing = Callable[[], Awaitable[str]]
"""The part of the page that shows them."""


@dataclass
class Watch:
    """One look at a time for all streams of the process: how far the projections of the watched agencies have come."""

    look: Callable[[str], Awaitable[Seen]]
    seconds: float = LOOK_SECONDS
    _watched: Counter[str] = field(default_factory=Counter, init=False)
    _next: asyncio.Task[dict[str, Seen]] | None = field(default=None, init=False)

    async def looks(self, agencies: Sequence[str]) -> AsyncGenerator[Seen]:
        """What is found at once, and after each common look. Raises what a look raises."""
        self._watched.update(agencies)
        try:
            yield sum([await self.look(agency) for agency in agencies], ())
            while True:
                found = await asyncio.shield(self._common())
                if found.keys() >= set(agencies):
                    yield sum((found[agency] for agency in agencies), ())
        finally:
            self._watched -= Counter(agencies)
            if self._next and not self._watched:
                self._next.cancel()
                self._next = None

    def _common(self) -> asyncio.Task[dict[str, Seen]]:
        if self._next is None or self._next.done():
            self._next = asyncio.create_task(self._look_at_all())
        return self._next

    async def _look_at_all(self) -> dict[str, Seen]:
        await asyncio.sleep(self.seconds)
        return {agency: await self.look(agency) for agency in tuple(self._watched)}


@dataclass
class Streams:
    """The open streams of one process."""

    stopping: Callable[[], bool]
    watch: Watch
    most: int = STREAMS_MAX
    most_each: int = READER_STREAMS_MAX
    stream_seconds: float = STREAM_SECONDS
    _open: Counter[str] = field(default_factory=Counter, init=False)

    def admit(self, reader: str) -> None:
        """Refused: there is no place left, or none for this account."""
        if not self._has_room(reader):
            raise Full("streams-exhausted", "实时数字的连接已满，请刷新页面查看最新数字。")

    async def speak(
        self, reader: str, agencies: Sequence[str], drawn: Drawing, until: datetime
    ) -> AsyncGenerator[bytes]:
        """What one reader hears until their pass runs out; the place is given back, however it ends.

        Many may be admitted before the first of them begins: who begins and finds no place is asked to come later.
        """
        if not self._has_room(reader):
            yield format_sse_event(retry=FULL_MILLISECONDS)
            return
        self._open[reader] += 1
        try:
            async with aclosing(self._told(agencies, drawn, until)) as told:
                async for each in told:
                    yield each
        finally:
            self._open -= Counter([reader])

    async def _told(self, agencies: Sequence[str], drawn: Drawing, until: datetime) -> AsyncGenerator[bytes]:
        end = min(until, wall_clock() + timedelta(seconds=self.stream_seconds))
        told: Seen | None = None
        silent = 0
        yield format_sse_event(retry=RETRY_MILLISECONDS)
        async with aclosing(self.watch.looks(agencies)) as looks:
            async for seen in looks:
                if wall_clock() >= end or self.stopping():
                    return
                silent = 0 if seen != told else silent + 1
                if seen != told:
                    yield format_sse_event(event="figures", data_str=await drawn())
                    told = seen
                elif silent % BEAT_LOOKS == 0:
                    yield format_sse_event(comment="")

    def _has_room(self, reader: str) -> bool:
        return self._open.total() < self.most and self._open[reader] < self.most_each
