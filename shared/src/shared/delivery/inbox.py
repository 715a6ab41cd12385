"""From the bus to the feeds: one durable push subscriber per source, acknowledged when the effect is committed.

FastStream's batch pull strands messages, its default policy drops them; so: push, MANUAL, bounded by the durable's
`max_ack_pending`. Whatever arrived while the last transaction ran forms the next batch.
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
from shared.service.logs import logger

BATCH_MESSAGES_MAX = 500
WAITING_MESSAGES_MAX = 4_000
"""Beyond it messages are left unacknowledged: they come again, and while the database is away nothing piles up."""

Ack = Callable[[], Awaitable[None]]
Put = Callable[[bytes, Ack], Awaitable[None]]
"""What takes a message in, and acknowledges it when its effect is committed: `Inbox.put`."""


class Inbox:
    """What arrived from one source and is not yet in effect."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._arrived: asyncio.Queue[tuple[Recorded, Ack]] = asyncio.Queue(WAITING_MESSAGES_MAX)

    async def put(self, body: bytes, ack: Ack) -> None:
        """Take a message in. What cannot be read is acknowledged: the heads will show what is missing."""
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
            batch = [await self._arrived.get()]
            while len(batch) < BATCH_MESSAGES_MAX and not self._arrived.empty():
                batch.append(self._arrived.get_nowait())
            await self._feed.take([row for row, _ in batch])
            for _, ack in batch:
                await _acknowledge(ack)


def subscribe(broker: NatsBroker, service: str, source: str, put: Put) -> None:
    """Bind the durable that `deploy` provisioned for (service, source); nothing is declared here."""
    with warnings.catch_warnings():
        # "can't be scaled horizontally": it must not be, one process carries (lock.py)
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
    """What the handler is given: the envelope is ours to read, and the message is what is acknowledged."""
    return message


async def _acknowledge(ack: Ack) -> None:
    """An acknowledgement that is lost brings the message again; the checkpoint skips it."""
    with suppress(NatsError):
        await ack()
