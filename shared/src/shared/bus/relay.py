"""The relay: rows of the log → messages of the stream. No row is marked as published.

A lane's position is its last message in the stream; the relay reads it again after every error and reconnect, and every
minute. One atomic batch spans many lanes. Each lane's first message states the lane's expected last stream sequence, so
the server refuses a relay that was replaced and still sends. Appends wake the relay; idle lanes are not polled. Every woken
lane has an equal share of a batch, and batches are short while a lane with few rows is at work.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic
from uuid import uuid4

import msgspec
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.envelope import lane_filter, subject, to_envelope
from shared.bus.stream_tail import StreamPosition, StreamTail
from shared.eventlog.evidence import genesis
from shared.eventlog.store import LanesReader, StoreUnavailable
from shared.message import Recorded
from shared.process.cancelling import raise_if_cancelled
from shared.process.logs import logger
from shared.process.pace import Pace

BATCH_MESSAGES_MAX = 900
"""Messages in an atomic batch; the server allows 1,000."""
BATCH_BYTES_MAX = 8 * 1024 * 1024
LANES_MAX = 128
RECHECK_SECONDS = 60.0
RETRY_SECONDS = 0.25
ACK_SECONDS = 10.0


class Refused(Exception):
    """The server refused a batch: another relay was faster, or the stream lost its tail. The positions are read again."""


class PubAck(msgspec.Struct):
    """JetStream's answer to a publish or to the commit of a batch."""

    seq: int = 0
    duplicate: bool = False
    error: dict[str, object] | None = None


class Message(msgspec.Struct, frozen=True):
    """A row as it is published: subject, body and headers."""

    row: Recorded
    payload: bytes
    headers: dict[str, str]


class Relay:
    """Relays one service's lanes. One relay should run at a time; the server refuses the slower of two."""

    def __init__(self, service: str, log: LanesReader, client: Client, now: Callable[[], datetime]) -> None:
        self._service = service
        self._log = log
        self._client = client
        self._tail = StreamTail(service, log, client, now)
        self._positions: dict[str, StreamPosition] = {}
        self._dirty: dict[str, None] = {}
        """Woken lanes, oldest first; a lane with more rows than its share goes to the end."""
        self._woken = asyncio.Event()
        self._known = False
        self._failing_since: float | None = None
        self._pace = Pace(BATCH_MESSAGES_MAX)
        self.held: dict[str, int] = {}
        """Lane → the number at which its log's chain is broken; no later row of it is sent."""

    def wake(self, agency: str) -> None:
        """Note that a lane has new rows."""
        self._dirty.setdefault(agency)
        self._woken.set()

    def forget(self) -> None:
        """Read all positions again: after a reconnect the broker may have lost the end of its stream."""
        self._known = False
        self._woken.set()

    def position(self, agency: str) -> int:
        """The lane's last number known to be in the stream; health shows it."""
        return self._positions[agency].seq if agency in self._positions else 0

    def failing(self, seconds: float) -> bool:
        """Whether nothing could be sent or asked for `seconds`; health shows it."""
        return self._failing_since is not None and self._failing_since < monotonic() - seconds

    async def run(self) -> None:
        """Relay until cancelled."""
        while True:
            raise_if_cancelled()
            try:
                sent = await self._turn()
                self._failing_since = None
                if not sent:
                    await self._rest()
            except (NatsError, TimeoutError, StoreUnavailable, Refused) as error:
                logger().warning("relay.retry", service=self._service, error=repr(error))
                self._known = False
                self._failing_since = self._failing_since or monotonic()
                await asyncio.sleep(RETRY_SECONDS)

    async def _turn(self) -> bool:
        """Send the next batch; return whether there was one."""
        if not self._known:
            await self._read_positions()
        rows = await self._collect()
        if rows:
            await self._publish(rows)
        return bool(rows)

    async def _rest(self) -> None:
        """Wait for a lane to be woken; after a while without one the positions are read again."""
        self._woken.clear()
        if self._dirty or not self._known:
            return
        raise_if_cancelled()
        try:
            await asyncio.wait_for(self._woken.wait(), RECHECK_SECONDS)
        except TimeoutError:
            self._known = False

    async def _read_positions(self) -> None:
        self._known = True
        self.held = {}
        for agency, head in (await self._log.heads()).items():
            self._positions[agency] = await self._tail.position(agency, head.seq)
            if self._positions[agency].seq < head.seq:
                self.wake(agency)

    async def _collect(self) -> Sequence[Recorded]:
        """Read the next rows of the woken lanes: an equal share of each, as many as fit into a batch."""
        lanes = list(self._dirty)[:LANES_MAX]
        if not lanes:
            return ()
        for agency in lanes:
            del self._dirty[agency]
        share = max(1, self._pace.rows() // len(lanes))
        after = {agency: self.position(agency) for agency in lanes if agency not in self.held}
        rows = await self._log.read_lanes(after, share)
        fitting = _fitting(rows)
        taken = dict.fromkeys(after, 0)
        for row in fitting:
            taken[row.agency] += 1
        for agency in {row.agency for row in rows[len(fitting) :]} | {
            a for a, n in taken.items() if n == share
        }:
            self._dirty.setdefault(agency)
        return fitting

    async def _publish(self, rows: Sequence[Recorded]) -> None:
        messages = self._messages(rows)
        if not messages:
            return
        began = monotonic()
        last = await self._send(messages)
        self._pace.took(Counter(row.agency for row in rows).values(), monotonic() - began)
        for stream_seq, message in enumerate(messages, last - len(messages) + 1):
            row = message.row
            self._positions[row.agency] = StreamPosition(row.seq, row.chain, stream_seq)

    def _messages(self, rows: Sequence[Recorded]) -> list[Message]:
        ends = dict(self._positions)
        messages: list[Message] = []
        for row in rows:
            if row.agency in self.held:
                continue
            end = ends.get(row.agency) or StreamPosition(0, genesis(self._service, row.agency), 0)
            try:
                payload = to_envelope(row, end.chain)
            except ValueError as error:
                self.held[row.agency] = row.seq
                logger().error("relay.log-broken", service=self._service, agency=row.agency, error=str(error))
                continue
            fence = self._expected_position(row.agency, end) if end.seq == self.position(row.agency) else {}
            messages.append(Message(row, payload, {**fence, **_headers(row)}))
            ends[row.agency] = StreamPosition(row.seq, row.chain, 0)
        return messages

    def _expected_position(self, agency: str, end: StreamPosition) -> Mapping[str, str]:
        """The headers by which the server refuses the batch if the lane's last message is not the expected one."""
        return {
            "Nats-Expected-Last-Subject-Sequence": str(end.stream_seq),
            "Nats-Expected-Last-Subject-Sequence-Subject": lane_filter(self._service, agency),
        }

    async def _send(self, messages: Sequence[Message]) -> int:
        """Send all messages or none; return the stream sequence of the last."""
        batch = uuid4().hex
        *most, last = messages
        for n, each in enumerate(most, 1):
            place = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(n)}
            await self._client.publish(subject(each.row), each.payload, headers={**each.headers, **place})
        headers = dict(last.headers)
        if most:
            headers |= {
                "Nats-Batch-Id": batch,
                "Nats-Batch-Sequence": str(len(messages)),
                "Nats-Batch-Commit": "1",
            }
        reply = await self._client.request(
            subject(last.row), last.payload, timeout=ACK_SECONDS, headers=headers
        )
        ack = msgspec.json.decode(reply.data, type=PubAck)
        if ack.error is not None or ack.duplicate:
            raise Refused(str(ack.error or "the message is there already"))
        return ack.seq


def _headers(row: Recorded) -> dict[str, str]:
    return {"Nats-Msg-Id": str(row.id), "content-type": "application/json"}


def _fitting(rows: Sequence[Recorded]) -> Sequence[Recorded]:
    size = 0
    for n, row in enumerate(rows):
        size += len(row.body)
        if size > BATCH_BYTES_MAX:
            return rows[:n]
    return rows
