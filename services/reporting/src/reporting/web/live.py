"""Live figures by server-sent events: a stream that speaks when the book moved, and ends when it should.

It ends when the reader's pass runs out, after some minutes at most (the browser then asks again, and the pass is checked
again), and when the process is told to stop. There are never more streams than the process can bear: who comes beyond is
told so, and has the page, which is complete without it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from shared.command.decider import Refusal
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

Seen = Callable[[], Awaitable[tuple[int, ...]]]
"""How far the figures' book has come."""
Drawing = Callable[[], Awaitable[str]]
"""The part of the page that shows them."""


@dataclass
class Streams:
    """The open streams of one process."""

    stopping: Callable[[], bool]
    most: int = STREAMS_MAX
    most_each: int = READER_STREAMS_MAX
    look_seconds: float = LOOK_SECONDS
    stream_seconds: float = STREAM_SECONDS
    _open: Counter[str] = field(default_factory=Counter, init=False)

    def admit(self, reader: str) -> None:
        """Refused: there is no place left, or none for this account."""
        if not self._has_room(reader):
            raise Refusal("streams-exhausted", "实时数字的连接已满，请刷新页面查看最新数字。", status=503)

    async def speak(self, reader: str, seen: Seen, drawn: Drawing, until: datetime) -> AsyncIterator[str]:
        """What one reader hears until their pass runs out; the place is given back, however it ends.

        Many may be admitted before the first of them begins: who begins and finds no place is asked to come later.
        """
        if not self._has_room(reader):
            yield f"retry: {FULL_MILLISECONDS}\n\n"
            return
        self._open[reader] += 1
        try:
            async for each in self._told(seen, drawn, until):
                yield each
        finally:
            self._open -= Counter([reader])

    async def _told(self, seen: Seen, drawn: Drawing, until: datetime) -> AsyncIterator[str]:
        end = min(until, wall_clock() + timedelta(seconds=self.stream_seconds))
        told: tuple[int, ...] | None = None
        silent = 0
        yield f"retry: {RETRY_MILLISECONDS}\n\n"
        while wall_clock() < end and not self.stopping():
            now = await seen()
            silent = 0 if now != told else silent + 1
            if now != told:
                yield event("figures", await drawn())
                told = now
            elif silent % BEAT_LOOKS == 0:
                yield ": \n\n"
            await asyncio.sleep(self.look_seconds)

    def _has_room(self, reader: str) -> bool:
        return self._open.total() < self.most and self._open[reader] < self.most_each


def event(name: str, text: str) -> str:
    """One event; each line of the text is a line of data."""
    data = "\n".join(f"data: {line}" for line in text.splitlines())
    return f"event: {name}\n{data}\n\n"
