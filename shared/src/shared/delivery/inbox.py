"""Takes messages from the bus to the feeds: one durable push subscriber per source, acknowledged after the commit.

FastStream's batch pull leaves messages stranded and its default policy drops them; hence push, MANUAL, bounded by the
durable's `max_ack_pending`. The messages that arrive during one transaction form the next batch, in which every lane has
an equal share.

When too many are still to come, the inbox takes none: it reads the lanes from the source's log, in turns. Messages are not
acknowledged meanwhile, so the durable stops at its bound; when the log grows slowly again, the durable is moved to the
stream's end and the inbox goes on with messages.
"""

import asyncio
import warnings
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker
from faststream.nats.annotations import NatsMessage
from nats.aio.client import Client
from nats.errors import Error as NatsError

from shared.bus.envelope import event_filter, from_envelope, stream_name
from shared.delivery.feed import Feed
from shared.delivery.log_turns import LogTurns
from shared.message import Recorded
from shared.process.cancelling import raise_if_cancelled
from shared.process.logs import logger

BACKLOG_MESSAGES = 300
"""Messages still to come at which the inbox reads the log instead."""

Ack = Callable[[], Awaitable[None]]
Put = Callable[[bytes, Ack, int], Awaitable[None]]
"""Accepts a message and acknowledges it after its effect is committed: `Inbox.put`."""
Skip = Callable[[], Awaitable[None]]


class Inbox:
    """Messages of one source that have arrived and are not yet applied, by lane."""

    def __init__(self, feed: Feed, skip: Skip) -> None:
        """`skip` moves the durable to the end of its stream."""
        self._feed = feed
        self._skip = skip
        self._overrun = False
        """Whether there are too many messages; none is taken meanwhile."""
        self._lanes: dict[str, deque[tuple[Recorded, Ack]]] = {}
        self._broken: dict[str, None] = {}
        """Lanes whose messages did not follow; the next one to be read from the source's log comes first."""
        self._arrived = asyncio.Event()

    async def put(self, body: bytes, ack: Ack, pending: int = 0) -> None:
        """Accept a message; `pending` are still to come. An unreadable one is acknowledged at once: the head audit finds its row."""
        if self._overrun:
            return
        try:
            row = from_envelope(body)
        except (msgspec.DecodeError, ValueError) as error:
            logger().error("consumer.unreadable", source=self._feed.source, error=repr(error))
            await _acknowledge(ack)
            return
        self._lanes.setdefault(row.agency, deque()).append((row, ack))
        self._overrun = pending > BACKLOG_MESSAGES
        self._arrived.set()

    async def run(self) -> None:
        """Feed the lanes in turns until cancelled."""
        while True:
            raise_if_cancelled()
            await self._arrived.wait()
            await (self._read_log() if self._overrun else self._turn())
            if not (self._overrun or self._broken or any(self._lanes.values())):
                self._arrived.clear()

    async def _turn(self) -> None:
        """Apply what arrived, an equal share of each lane; then read one page of one lane whose messages did not follow."""
        if batch := self._shares():
            self._broken |= dict.fromkeys(await self._feed.apply([row for row, _ in batch]))
            await _acknowledge(*(ack for _, ack in batch))
        if self._broken:
            agency = next(iter(self._broken))
            del self._broken[agency]  # before the read: what arrives from now on may be after the page
            if await self._feed.read_on(agency):
                self._broken[agency] = None
                await _acknowledge(*(ack for _, ack in self._lanes.pop(agency, ())))

    async def _read_log(self) -> None:
        """Read the log until it grows slowly, then go on with messages.

        The heads are compared once more after the durable was moved, so no row is missed between log and messages.
        """
        self._lanes.clear()
        await LogTurns(self._feed).until_calm()
        self._overrun = False
        try:
            await self._skip()
        except (NatsError, TimeoutError) as error:
            logger().warning("consumer.not-skipped", source=self._feed.source, error=repr(error))
        self._broken |= dict.fromkeys(await self._feed.behind())

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
