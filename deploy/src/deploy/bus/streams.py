"""The streams and durable consumers of all services; only this module creates and compares them.

A service declares nothing on the bus: a client that declares a stream overwrites the server's settings, and the server
binds a durable with a wrong subject without an error. This module lists the wanted objects, `provision` creates and
mends them, and `check` raises `BusDrift` with every difference.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import nats
from nats.js import JetStreamContext
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    ReplayPolicy,
    RetentionPolicy,
    StorageType,
    StoreCompression,
    StreamConfig,
)
from nats.js.errors import NotFoundError

from deploy.errors import Unable
from deploy.topology import (
    SERVICES,
    deliver_subject,
    durable_name,
    event_filter,
    stream_name,
    subscriptions,
)

MAX_AGE_SECONDS: Final = 30 * 24 * 3600
DUPLICATE_WINDOW_SECONDS: Final = 600
ACK_WAIT_SECONDS: Final = 30
MAX_ACK_PENDING: Final = 200
"""Delivered messages that wait for their effect. An inbox that reads the log instead takes so many for nothing."""
_CONNECT_SECONDS: Final = 5
_RETRY_SECONDS: Final = 0.2


class BusDrift(Unable):
    """The bus differs from the wanted objects; the message names every difference."""


@dataclass(frozen=True)
class Wanted:
    """A wanted stream, or a wanted durable consumer of the stream called `stream`."""

    what: str
    config: StreamConfig | ConsumerConfig
    stream: str


@dataclass(frozen=True)
class Difference:
    """A wanted object that is missing (no `fields`) or whose `fields` differ."""

    wanted: Wanted
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The difference in one line."""
        return f"{self.wanted.what}: {'; '.join(self.fields) if self.fields else '缺失'}"


def all_wanted() -> list[Wanted]:
    """Return all wanted objects, streams before their consumers."""
    streams = [Wanted(stream_name(one), wanted_stream(one), stream_name(one)) for one in SERVICES]
    consumers = [
        Wanted(
            f"{stream_name(source)}/{durable_name(listener)}",
            wanted_consumer(listener, source),
            stream_name(source),
        )
        for listener, source in subscriptions()
    ]
    return [*streams, *consumers]


def wanted_stream(service: str) -> StreamConfig:
    """Return the stream of `service`: on disk, 30 days, atomic batches, messages cannot be deleted or purged."""
    return StreamConfig(
        name=stream_name(service),
        subjects=[event_filter(service)],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        compression=StoreCompression.NONE,
        max_age=MAX_AGE_SECONDS,
        duplicate_window=DUPLICATE_WINDOW_SECONDS,
        num_replicas=1,
        allow_atomic=True,
        allow_direct=True,
        deny_delete=True,
        deny_purge=True,
    )


def wanted_consumer(listener: str, source: str) -> ConsumerConfig:
    """Return the durable push consumer of `listener` on the stream of `source`; it begins at the first message and never expires."""
    return ConsumerConfig(
        durable_name=durable_name(listener),
        deliver_subject=deliver_subject(listener, source),
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        replay_policy=ReplayPolicy.INSTANT,
        ack_wait=ACK_WAIT_SECONDS,
        max_deliver=-1,
        max_ack_pending=MAX_ACK_PENDING,
    )


async def provision(url: str) -> list[str]:
    """Create missing objects and update differing ones; return one line per change.

    `url` carries the user `deploy`. If the server refuses a change, its error is raised.
    """
    async with _jetstream(url) as jetstream:
        changes = await _differences(jetstream)
        for difference in changes:
            await _mend(jetstream, difference)
        return [str(difference) for difference in changes]


async def check(url: str) -> None:
    """Raise `BusDrift` with every difference between bus and wanted objects; nothing is changed."""
    async with _jetstream(url) as jetstream:
        found = [str(difference) for difference in await _differences(jetstream)]
    if found:
        raise BusDrift("消息总线与设定不符：\n" + "\n".join(found))


@asynccontextmanager
async def _jetstream(url: str) -> AsyncIterator[JetStreamContext]:
    client = await nats.connect(
        url,
        allow_reconnect=False,
        connect_timeout=_CONNECT_SECONDS,
        max_reconnect_attempts=1,  # by default it tries an absent server for two minutes
        reconnect_time_wait=_RETRY_SECONDS,
    )
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def _differences(jetstream: JetStreamContext) -> list[Difference]:
    found = [await _compare(jetstream, wanted) for wanted in all_wanted()]
    return [difference for difference in found if difference is not None]


async def _compare(jetstream: JetStreamContext, wanted: Wanted) -> Difference | None:
    try:
        actual = await _actual(jetstream, wanted)
    except NotFoundError:
        return Difference(wanted)
    fields = tuple(
        f"{name} 应为 {value}，实为 {actual.get(name)}"
        for name, value in wanted.config.as_dict().items()
        if actual.get(name) != value and (actual.get(name) or value)  # the server leaves out false and zero
    )
    return Difference(wanted, fields) if fields else None


async def _actual(jetstream: JetStreamContext, wanted: Wanted) -> dict[str, Any]:
    match wanted.config:
        case StreamConfig():
            config: Any = (await jetstream.stream_info(wanted.stream)).config
        case ConsumerConfig(durable_name=str(durable)):
            config = (await jetstream.consumer_info(wanted.stream, durable)).config
    return dict(config.as_dict())


async def _mend(jetstream: JetStreamContext, difference: Difference) -> None:
    match difference.wanted.config:
        case ConsumerConfig() as consumer:
            await jetstream.add_consumer(difference.wanted.stream, consumer)
        case StreamConfig() as stream if difference.fields:
            await jetstream.update_stream(stream)
        case StreamConfig() as stream:
            await jetstream.add_stream(stream)
