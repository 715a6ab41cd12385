"""From the bus to the feeds: one durable push subscriber per source, acknowledged when the effect is committed.

FastStream's batch pull strands messages, its default policy drops them; so: push, MANUAL, bounded by the durable's
`max_ack_pending`. Whatever arrived while the last transaction ran forms the next batch.
"""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker
from faststream.nats.annotations import NatsMessage

from shared.bus import from_envelope, lane_filter, stream_name
from shared.feed import Feed
from shared.log import logger
from shared.message import Recorded

BATCH_MESSAGES_MAX = 500

Arrived = tuple[Recorded, Callable[[], Awaitable[None]]]


class Inbox:
    """What arrived from one source and is not yet in effect."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._arrived: asyncio.Queue[Arrived] = asyncio.Queue()

    async def put(self, body: bytes, ack: Callable[[], Awaitable[None]]) -> None:
        """Take a message in. What cannot be read is acknowledged: the heads will show what is missing."""
        try:
            row = from_envelope(body)
        except (msgspec.DecodeError, ValueError) as error:
            logger().error("consumer.unreadable", source=self._feed.source, error=repr(error))
            await ack()
            return
        self._arrived.put_nowait((row, ack))

    async def run(self) -> None:
        """Feed batches until cancelled."""
        while True:
            batch = [await self._arrived.get()]
            while len(batch) < BATCH_MESSAGES_MAX and not self._arrived.empty():
                batch.append(self._arrived.get_nowait())
            await self._feed.take([row for row, _ in batch])
            for _, ack in batch:
                await ack()


def subscribe(broker: NatsBroker, service: str, source: str, inbox: Inbox) -> None:
    """Bind the durable that `deploy` provisioned for (service, source); nothing is declared here."""

    @broker.subscriber(
        lane_filter(source, "*").replace("*.>", ">"),
        stream=JStream(stream_name(source), declare=False),
        durable=service,
        ack_policy=AckPolicy.MANUAL,
        decoder=_raw,
        title=f"{service}.{source}",
    )
    async def arrived(body: bytes, message: NatsMessage) -> None:
        await inbox.put(body, message.ack)


async def _raw(message: NatsMessage) -> bytes:
    return message.body
