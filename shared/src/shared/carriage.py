"""The carriage: everything that moves events in one service, in one active process.

The active process holds an advisory lock; stand-by processes serve pages. The lock spares double work, it guards
nothing: cursors are locked in the effect's transaction and the relay compares and sets.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any, cast

import nats
from faststream.nats import NatsBroker
from faststream.nats.prometheus import NatsPrometheusMiddleware
from faststream.security import SASLPlaintext
from nats.aio.client import Client
from prometheus_client import CollectorRegistry

from shared.bus import LISTENS
from shared.carriage_lock import CarriageLock
from shared.clock import wall_clock
from shared.consumer import Inbox, subscribe
from shared.feed import Feed
from shared.follower import BookFollower, Follower, Reaction, ReactionFollower
from shared.log import logger
from shared.projector import Book
from shared.relay import Relay
from shared.rpc import RemoteLog, serve_log
from shared.runtime import Runtime
from shared.settings import Settings
from shared.unreachable import is_unreachable

AUDIT_SECONDS = 5.0
START_SECONDS = 1.0


class Carriage:
    """Relay, feeds and tickers of one service."""

    def __init__(
        self,
        runtime: Runtime,
        books: Iterable[Book],
        reactions: Iterable[Reaction],
        registry: CollectorRegistry,
    ) -> None:
        self._runtime = runtime
        service = runtime.service
        followers: list[Follower] = [
            *(BookFollower(book) for book in books),
            *(ReactionFollower(service, reaction) for reaction in reactions),
        ]
        self._broker = _broker(runtime.settings, registry, self._reconnected)
        self.feeds = {source: self._feed(source, followers) for source in (service, *LISTENS[service])}
        self._inboxes = {source: Inbox(self.feeds[source]) for source in LISTENS[service]}
        for source, inbox in self._inboxes.items():
            subscribe(self._broker, service, source, inbox)
        self._own = asyncio.Event()
        self._own_lanes: set[str] = set()
        self.relay: Relay | None = None
        self.active = False
        self.started = False
        runtime.on_append(self._appended)

    async def run(self, tickers: Sequence[Callable[[], Coroutine[Any, Any, None]]]) -> None:
        """Stand by until the lock is ours, then move events until cancelled."""
        await self._until_done(self._connect)
        async with CarriageLock(self._runtime.carrier_engine) as lock:
            await lock.taken()
            self.active = True
            client = self.client()
            self.relay = Relay(self._runtime.service, self._runtime.log, client, wall_clock)
            await self._until_done(self._broker.start)
            self.started = True
            loops: list[Coroutine[Any, Any, None]] = [
                self.relay.run(),
                self._own_books(),
                self._audit(),
                lock.held(),
                *(inbox.run() for inbox in self._inboxes.values()),
                *(ticker() for ticker in tickers),
            ]
            async with asyncio.TaskGroup() as group:
                for loop in loops:
                    group.create_task(loop)

    async def close(self) -> None:
        """Leave the bus."""
        await self._broker.stop()

    def connected(self) -> bool:
        """Whether the bus can be reached now."""
        try:
            return bool(self.client().is_connected)
        except Exception:  # noqa: BLE001  # FastStream raises its own error before the first connection
            return False

    def client(self) -> Client:
        """The connection to the bus."""
        return cast("Client", self._broker.config.connection_state.connection)

    def _feed(self, source: str, followers: list[Follower]) -> Feed:
        own = source == self._runtime.service
        log = self._runtime.log if own else RemoteLog(self.client, source)
        following = [follower for follower in followers if source in follower.sources]
        return Feed(source, log, self._runtime.carrier_engine, following, self._runtime.woken)

    async def _connect(self) -> None:
        await self._broker.connect()
        await serve_log(self.client(), self._runtime.service, self._runtime.log)

    async def _reconnected(self) -> None:
        if self.relay is not None:
            self.relay.forget()

    def _appended(self, appended: Iterable[tuple[str, int]]) -> None:
        for agency, _ in appended:
            self._own_lanes.add(agency)
            if self.relay is not None:
                self.relay.wake(agency)
        self._own.set()

    async def _own_books(self) -> None:
        """Fold this service's own lanes straight from its log: people see what they did."""
        feed = self.feeds[self._runtime.service]
        while True:
            await self._own.wait()
            self._own.clear()
            lanes, self._own_lanes = self._own_lanes, set()
            for agency in sorted(lanes):
                await feed.catch_up(agency)

    async def _audit(self) -> None:
        while True:
            for source, feed in self.feeds.items():
                try:
                    await feed.compare_heads()
                except Exception as error:
                    if not is_unreachable(error):
                        raise
                    logger().warning("audit.waiting", source=source, error=repr(error))
            await asyncio.sleep(AUDIT_SECONDS)

    async def _until_done(self, step: Callable[[], Awaitable[object]]) -> None:
        while True:
            try:
                await step()
            except (OSError, nats.errors.Error, nats.js.errors.Error) as error:
                logger().warning("carriage.starting", error=repr(error))
                await asyncio.sleep(START_SECONDS)
            else:
                return


def _broker(
    settings: Settings, registry: CollectorRegistry, reconnected: Callable[[], Awaitable[None]]
) -> NatsBroker:
    """A broker that never gives up reconnecting; a connection closed for good ends the process."""

    async def closed() -> None:
        logger().info("bus.closed")

    password = settings.nats_password.get_secret_value() if settings.nats_password else ""
    return NatsBroker(
        settings.nats_url,
        security=SASLPlaintext(settings.nats_user, password) if settings.nats_user else None,
        inbox_prefix=f"_INBOX.{settings.service}",
        name=settings.service,
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        ping_interval=10,
        reconnected_cb=reconnected,
        closed_cb=closed,
        logger=None,
        middlewares=[NatsPrometheusMiddleware(registry=registry)],
    )
