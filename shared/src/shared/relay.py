"""The relay: rows of the log → messages of the stream. Nothing is marked 'published'; the stream itself is the cursor.

A lane's cursor is its last message in the stream, read again after every error, reconnect and minute. One atomic
batch spans many lanes; each lane's first message compares and sets the lane's last stream sequence, so a relay that
slept through its replacement (a zombie) is refused by the server. Woken by append; idle lanes are not polled.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from shared.bus import from_envelope, lane_filter, stream_name, subject, to_envelope
from shared.evidence import genesis
from shared.log import logger
from shared.message import Recorded
from shared.store import LanesReader, StoreUnavailable

BATCH_MESSAGES_MAX = 900
"""Under the server's limit of 1,000 messages in an atomic batch."""
LANES_MAX = 128
RECHECK_SECONDS = 60.0
RETRY_SECONDS = 0.25
ACK_SECONDS = 10.0
STREAM_MAX_AGE = timedelta(days=30)


class Refused(Exception):
    """The server refused a batch: another relay was faster, or the stream lost its tail. The cursors are read again."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The lane's last message: its number, its chain, its place in the stream (0: none is left)."""

    seq: int
    chain: bytes
    stream_seq: int


class PubAck(msgspec.Struct):
    """What JetStream answers a publish or the commit of a batch."""

    seq: int = 0
    error: dict[str, object] | None = None


class Relay:
    """Relays one service's lanes. One runs at a time; two do no harm."""

    def __init__(self, service: str, log: LanesReader, client: Client, now: Callable[[], datetime]) -> None:
        self._service = service
        self._log = log
        self._client = client
        self._now = now
        self._cursors: dict[str, Cursor] = {}
        self._dirty: set[str] = set()
        self._woken = asyncio.Event()
        self._known = False

    def wake(self, agency: str) -> None:
        """There is something new in a lane."""
        self._dirty.add(agency)
        self._woken.set()

    def forget(self) -> None:
        """Read all cursors again: after a reconnect the broker may have lost its tail."""
        self._known = False
        self._woken.set()

    def position(self, agency: str) -> int:
        """The last number known to be in the stream: for health."""
        return self._cursors[agency].seq if agency in self._cursors else 0

    async def run(self) -> None:
        """Relay until cancelled."""
        while True:
            try:
                await self._turn()
            except (NatsError, TimeoutError, StoreUnavailable, Refused, NotFoundError) as error:
                logger().warning("relay.retry", service=self._service, error=repr(error))
                self._known = False
                await asyncio.sleep(RETRY_SECONDS)

    async def _turn(self) -> None:
        if not self._known:
            await self._learn()
        rows = await self._collect()
        if rows:
            await self._publish(rows)
            return
        self._woken.clear()
        if self._dirty or not self._known:
            return
        try:
            await asyncio.wait_for(self._woken.wait(), RECHECK_SECONDS)
        except TimeoutError:
            self._known = False

    async def _learn(self) -> None:
        self._known = True
        heads = await self._log.heads()
        for agency, head in heads.items():
            self._cursors[agency] = await self._read_cursor(agency, head.seq)
            if self._cursors[agency].seq < head.seq:
                self._dirty.add(agency)

    async def _read_cursor(self, agency: str, head: int) -> Cursor:
        try:
            message = await self._client.jetstream().get_last_msg(
                stream_name(self._service), lane_filter(self._service, agency)
            )
        except NotFoundError:
            return await self._first_young(agency, head)
        row = from_envelope(message.data or b"")
        return Cursor(row.seq, row.chain, message.seq or 0)

    async def _first_young(self, agency: str, head: int) -> Cursor:
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
        return Cursor(low, chain, 0)

    async def _collect(self) -> list[Recorded]:
        lanes = sorted(self._dirty)[:LANES_MAX]
        if not lanes:
            return []
        self._dirty.difference_update(lanes)
        limit = max(1, BATCH_MESSAGES_MAX // len(lanes))
        after = {agency: self.position(agency) for agency in lanes}
        rows = list(await self._log.read_lanes(after, limit))
        full = [agency for agency in lanes if sum(row.agency == agency for row in rows) == limit]
        self._dirty.update(full)
        return rows

    async def _publish(self, rows: list[Recorded]) -> None:
        batch = uuid4().hex
        cursors = dict(self._cursors)
        messages = []
        for n, row in enumerate(rows, 1):
            before = cursors.get(row.agency) or Cursor(0, genesis(self._service, row.agency), 0)
            headers = {"Nats-Msg-Id": str(row.id), "content-type": "application/json"}
            if row.seq == self.position(row.agency) + 1:
                headers["Nats-Expected-Last-Subject-Sequence"] = str(before.stream_seq)
                headers["Nats-Expected-Last-Subject-Sequence-Subject"] = lane_filter(
                    self._service, row.agency
                )
            if len(rows) > 1:
                headers |= {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(n)}
            messages.append((subject(row), to_envelope(row, before.chain), headers))
            cursors[row.agency] = Cursor(row.seq, row.chain, 0)
        last_seq = await self._send(messages)
        for n, row in enumerate(rows):
            self._cursors[row.agency] = Cursor(row.seq, row.chain, last_seq - len(rows) + 1 + n)

    async def _send(self, messages: list[tuple[str, bytes, dict[str, str]]]) -> int:
        *most, (to, payload, headers) = messages
        for each, body, its in most:
            await self._client.publish(each, body, headers=its)
        if most:
            headers["Nats-Batch-Commit"] = "1"
        reply = await self._client.request(to, payload, timeout=ACK_SECONDS, headers=headers)
        ack = msgspec.json.decode(reply.data, type=PubAck)
        if ack.error is not None:
            raise Refused(str(ack.error))
        return ack.seq
