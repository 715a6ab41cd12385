"""Where the stream stands: a lane's last message that the log confirms. What the relay goes on from.

The stream is believed only where the log agrees. A message that the log does not know (forged, or written by a log
that was lost) is named, passed over, and never becomes a cursor.
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
from shared.service.logs import logger

STREAM_MAX_AGE = timedelta(days=30)
BEFORE_ALL_ROWS = datetime.min.replace(tzinfo=UTC) + STREAM_MAX_AGE
"""What an exercise's relay takes for now: its rows are dated by a clock that is not the stream's, so none is too old."""

STEPS_BACK_MAX = 500
"""How far behind a forged message its true predecessor is looked for, before the young rows are sent again."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a lane goes on: its last number and chain in the stream."""

    seq: int
    chain: bytes
    stream_seq: int
    """The stream's sequence of the lane's last message, true or not (0: none is left): what the next is held against."""


class StreamTail:
    """Reads the cursors of one service's lanes from its stream."""

    def __init__(self, service: str, log: LogReader, client: Client, now: Callable[[], datetime]) -> None:
        self._service = service
        self._log = log
        self._client = client
        self._now = now

    async def cursor(self, agency: str, head: int) -> Cursor:
        """The cursor of a lane whose log ends at `head`. Raises `NatsError`, `TimeoutError`, `StoreUnavailable`."""
        stream, lane = stream_name(self._service), lane_filter(self._service, agency)
        try:
            message = await self._client.jetstream().get_last_msg(stream, lane)
        except NotFoundError:
            return await self._first_young(agency, head, 0)
        last = message.seq or 0
        row = await self._confirmed(agency, message) or await self._step_back(agency, last)
        return Cursor(row.seq, row.chain, last) if row else await self._first_young(agency, head, last)

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
        """Look behind a message that the log does not know for the lane's last true one."""
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

    async def _first_young(self, agency: str, head: int, stream_seq: int) -> Cursor:
        """No message is left: begin before the first row that the stream would still keep (bisection by time)."""
        oldest = self._now() - STREAM_MAX_AGE
        low, high, chain = 0, head, genesis(self._service, agency)
        while low < high:
            middle = (low + high + 1) // 2
            (row,) = await self._log.read(agency, middle - 1, 1)
            if row.recorded_at < oldest:
                low, chain = middle, row.chain
            else:
                high = middle - 1
        return Cursor(low, chain, stream_seq)
