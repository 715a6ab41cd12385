"""A lane's position in the stream: its last message that the log confirms. The relay continues after it.

The log decides. A message that is not in the log (forged, or written by a log that was lost) is logged
and skipped; it never becomes a position.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from nats.aio.client import Client
from nats.js.api import RawStreamMsg
from nats.js.errors import NotFoundError

from shared.bus.envelope import from_envelope, lane_filter, stream_name
from shared.eventlog.evidence import genesis
from shared.eventlog.store import LogReader
from shared.message import Recorded
from shared.process.logs import logger

STREAM_MAX_AGE = timedelta(days=30)
BEFORE_ALL_ROWS = datetime.min.replace(tzinfo=UTC) + STREAM_MAX_AGE
"""The present for the relay of an exercise: its rows carry another clock's dates than the stream, so no row counts as too old."""

STEPS_BACK_MAX = 500
"""Messages to search back from a forged one for a confirmed one; without any, the rows that the stream still keeps are sent again."""


@dataclass(frozen=True, slots=True)
class StreamPosition:
    """A lane's last number and chain in the stream."""

    seq: int
    chain: bytes
    stream_seq: int
    """The stream sequence of the lane's last message, confirmed or not; 0 if none is left. The next batch states it as expected."""


class StreamTail:
    """Reads the positions of one service's lanes from its stream."""

    def __init__(self, service: str, log: LogReader, client: Client, now: Callable[[], datetime]) -> None:
        self._service = service
        self._log = log
        self._client = client
        self._now = now

    async def position(self, agency: str, head: int) -> StreamPosition:
        """The position of a lane whose log ends at `head`. Raises `NatsError`, `TimeoutError`, `StoreUnavailable`."""
        stream, lane = stream_name(self._service), lane_filter(self._service, agency)
        try:
            message = await self._client.jetstream().get_last_msg(stream, lane)
        except NotFoundError:
            return await self._before_retained(agency, head, 0)
        last = message.seq or 0
        row = await self._confirmed(agency, message) or await self._step_back(agency, last)
        return (
            StreamPosition(row.seq, row.chain, last)
            if row
            else await self._before_retained(agency, head, last)
        )

    async def _confirmed(self, agency: str, message: RawStreamMsg) -> Recorded | None:
        """The row that a message carries, if the log has the same."""
        try:
            row = from_envelope(message.data or b"")
            found = await self._log.read(agency, row.seq - 1, 1) if row.seq > 0 else ()
        except (msgspec.DecodeError, ValueError):
            row, found = None, ()
        if row is not None and list(found) == [row]:
            return row
        logger().error("relay.unknown-message", service=self._service, agency=agency, stream_seq=message.seq)
        return None

    async def _step_back(self, agency: str, stream_seq: int) -> Recorded | None:
        """Search back from a message that is not in the log for the lane's last confirmed row."""
        stream, lane = stream_name(self._service), lane_filter(self._service, agency).removesuffix(">")
        for earlier in range(stream_seq - 1, max(0, stream_seq - STEPS_BACK_MAX - 1), -1):
            try:
                message = await self._client.jetstream().get_msg(stream, earlier)
            except NotFoundError:
                return None
            in_lane = (message.subject or "").startswith(lane)
            if in_lane and (row := await self._confirmed(agency, message)):
                return row
        return None

    async def _before_retained(self, agency: str, head: int, stream_seq: int) -> StreamPosition:
        """The position before the first row young enough for the stream to keep, if no message is left (bisection by time)."""
        oldest = self._now() - STREAM_MAX_AGE
        low, high, chain = 0, head, genesis(self._service, agency)
        while low < high:
            middle = (low + high + 1) // 2
            (row,) = await self._log.read(agency, middle - 1, 1)
            if row.recorded_at < oldest:
                low, chain = middle, row.chain
            else:
                high = middle - 1
        return StreamPosition(low, chain, stream_seq)
