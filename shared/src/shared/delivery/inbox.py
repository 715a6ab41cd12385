"""Takes messages from the bus to the feeds: one durable push subscriber per source, acknowledged after the commit.

FastStream's batch pull leaves messages stranded and its default policy drops them; hence push, MANUAL, bounded by the
durable's `max_ack_pending`. The messages that arrive during one transaction form the next batch, in which every lane has
an equal share. A lane with more messages than its bound is read from the source's log instead, in turns with the other
lanes; its messages are acknowledged, so they do not fill the durable and another lane's message passes at once.

A long backlog of the stream is not taken message by message: a page of the log costs a tenth of it. The inbox skips to the
stream's end and reads the lanes that are behind from the log, in turns.
"""

import asyncio
import warnings
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic

import msgspec
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker
from faststream.nats.annotations import NatsMessage
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.envelope import event_filter, from_envelope, stream_name
from shared.delivery.feed import Feed
from shared.message import Recorded
from shared.process.cancelling import raise_if_cancelled
from shared.process.logs import logger

LANE_MESSAGES_MAX = 250
"""Messages of one lane that are held; the rows of further ones are read from the source's log."""
BACKLOG_MESSAGES = 500
"""Messages still to come at which the inbox skips to the end of the stream."""
SKIP_SECONDS = 1.0
"""Seconds between two skips at least."""

Ack = Callable[[], Awaitable[None]]
Put = Callable[[bytes, Ack, int], Awaitable[None]]
"""Accepts a message and acknowledges it after its effect is committed: `Inbox.put`."""
Skip = Callable[[], Awaitable[None]]


class Inbox:
    """Messages of one source that have arrived and are not yet applied, by lane."""

    def __init__(self, feed: Feed, skip: Skip | None = None) -> None:
        """`skip` moves the durable to the end of its stream."""
        self._feed = feed
        self._skip = skip
        self._backlog = False
        self._skipped_at = -SKIP_SECONDS
        self._lanes: dict[str, deque[tuple[Recorded, Ack]]] = {}
        self._behind: dict[str, None] = {}
        """Lanes to be read from the source's log; the next one comes first."""
        self._arrived = asyncio.Event()

    async def put(self, body: bytes, ack: Ack, pending: int = 0) -> None:
        """Accept a message; `pending` are still to come. An unreadable one is acknowledged at once: the head audit finds its row."""
        self._backlog = self._backlog or pending > BACKLOG_MESSAGES
        try:
            row = from_envelope(body)
        except (msgspec.DecodeError, ValueError) as error:
            logger().error("consumer.unreadable", source=self._feed.source, error=repr(error))
            await _acknowledge(ack)
            return
        lane = self._lanes.setdefault(row.agency, deque())
        if row.agency not in self._behind and len(lane) < LANE_MESSAGES_MAX:
            lane.append((row, ack))
        else:
            self._behind.setdefault(row.agency)
            await _acknowledge(ack)
        self._arrived.set()

    async def run(self) -> None:
        """Feed the lanes in turns until cancelled."""
        while True:
            raise_if_cancelled()
            await self._arrived.wait()
            await self._turn()
            if not (self._behind or any(self._lanes.values())):
                self._arrived.clear()

    async def _turn(self) -> None:
        """Apply what arrived, an equal share of each lane; then read one page of one lane that is behind."""
        if self._backlog and monotonic() > self._skipped_at + SKIP_SECONDS:
            await self._skip_backlog()
        if batch := self._shares():
            for agency in await self._feed.apply([row for row, _ in batch]):
                self._behind.setdefault(agency)
            await _acknowledge(*(ack for _, ack in batch))
        if self._behind:
            agency = next(iter(self._behind))
            del self._behind[agency]  # before the read: what arrives from now on may be after the page
            if await self._feed.read_on(agency):
                self._behind[agency] = None
                await _acknowledge(*(ack for _, ack in self._lanes.pop(agency, ())))

    async def _skip_backlog(self) -> None:
        """Leave the backlog to the log. The heads are read after the skip, so no message is missed between them."""
        if self._skip is not None:
            try:
                await self._skip()
            except (NatsError, TimeoutError) as error:
                logger().warning("consumer.not-skipped", source=self._feed.source, error=repr(error))
        self._backlog, self._skipped_at = False, monotonic()
        self._behind |= dict.fromkeys(await self._feed.behind())

    def _shares(self) -> list[tuple[Recorded, Ack]]:
        """Take the next batch: as many messages of each lane as of any other."""
        lanes = {agency: lane for agency, lane in self._lanes.items() if lane}
        share = max(1, self._feed.pace.rows() // max(1, len(lanes)))
        batch = [lane.popleft() for lane in lanes.values() for _ in range(min(share, len(lane)))]
        self._lanes = {agency: lane for agency, lane in lanes.items() if lane}
        return batch


async def skip_to_end(client: Client, service: str, source: str) -> None:
    """Let the durable of (service, source) go on with the next message of the stream; those before it are read from the log.

    Raises `NatsError`, `TimeoutError`.
    """
    jetstream, stream = client.jetstream(), stream_name(source)
    info = await jetstream.consumer_info(stream, service)
    delivered = info.delivered.stream_seq if info.delivered else 0
    await jetstream.reset_consumer(stream, service, seq=delivered + (info.num_pending or 0) + 1)


def subscribe(broker: NatsBroker, service: str, source: str, put: Put) -> None:
    """Bind the durable that `deploy` provisioned for (service, source); nothing is declared here."""
    with warnings.catch_warnings():
        # the client warns of horizontal scaling, which is not wanted: one process is active (lock.py)
        warnings.simplefilter("ignore", RuntimeWarning)
        subscriber = broker.subscriber(
            event_filter(source),
            stream=JStream(stream_name(source), declare=False),
            durable=service,
            ack_policy=AckPolicy.MANUAL,
            decoder=_whole,
            title=f"{service}.{source}",
        )

    @subscriber
    async def arrived(message: NatsMessage) -> None:
        await put(message.body, message.ack, message.raw_message.metadata.num_pending)


async def _whole(message: NatsMessage) -> NatsMessage:
    """Hand the whole message to the handler, which reads the envelope and acknowledges the message."""
    return message


async def _acknowledge(*acks: Ack) -> None:
    """Acknowledge messages. If an acknowledgement is lost, the message comes again and the checkpoint skips it."""
    for ack in acks:
        with suppress(NatsError):
            await ack()
