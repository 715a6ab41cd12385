"""Takes messages from the bus to the feeds: one durable push subscriber per source, acknowledged after the commit.

FastStream's batch pull leaves messages stranded and its default policy drops them; hence push, MANUAL, bounded by the
durable's `max_ack_pending`. The messages that arrive during one transaction form the next batch.
"""

import asyncio
import warnings
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker
from faststream.nats.annotations import NatsMessage
from nats.errors import Error as NatsError

from shared.bus.envelope import event_filter, from_envelope, stream_name
from shared.delivery.feed import Feed
from shared.message import Recorded
from shared.process.cancelling import raise_if_cancelled
from shared.process.logs import logger

BATCH_MESSAGES_MAX = 500
WAITING_MESSAGES_MAX = 4_000
"""Messages held in memory; further ones stay unacknowledged and come again, so memory is bounded during an outage."""

Ack = Callable[[], Awaitable[None]]
Put = Callable[[bytes, Ack], Awaitable[None]]
"""Accepts a message and acknowledges it after its effect is committed: `Inbox.put`."""


class Inbox:
    """Messages of one source that have arrived and are not yet applied."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._arrived: asyncio.Queue[tuple[Recorded, Ack]] = asyncio.Queue(WAITING_MESSAGES_MAX)

    async def put(self, body: bytes, ack: Ack) -> None:
        """Accept a message. An unreadable one is acknowledged at once; the head audit finds the missing row."""
        try:
            row = from_envelope(body)
        except (msgspec.DecodeError, ValueError) as error:
            logger().error("consumer.unreadable", source=self._feed.source, error=repr(error))
            await _acknowledge(ack)
            return
        with suppress(asyncio.QueueFull):
            self._arrived.put_nowait((row, ack))

    async def run(self) -> None:
        """Feed batches until cancelled."""
        while True:
            raise_if_cancelled()
            batch = [await self._arrived.get()]
            while len(batch) < BATCH_MESSAGES_MAX and not self._arrived.empty():
                batch.append(self._arrived.get_nowait())
            await self._feed.take([row for row, _ in batch])
            for _, ack in batch:
                await _acknowledge(ack)


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
        await put(message.body, message.ack)


async def _whole(message: NatsMessage) -> NatsMessage:
    """Hand the whole message to the handler, which reads the envelope and acknowledges the message."""
    return message


async def _acknowledge(ack: Ack) -> None:
    """Acknowledge a message. If this is lost, the message comes again and the checkpoint skips it."""
    with suppress(NatsError):
        await ack()
