"""The carrier: relay, feeds, reactions and timers of one service, in one active process.

The active process holds an advisory lock; it begins once the database holds its versions of the projections, and ends when another
version is switched to. Stand-by processes serve pages, answer `rpc` and tell the active one what they
appended. The lock only avoids double work; correctness rests on checkpoints locked in the effect's transaction and on
the relay's expected sequence. Own projections and timers run without the bus; the rest begins once the bus is connected.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any, cast

import nats
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.aio.msg import Msg
from prometheus_client import CollectorRegistry

from shared.bus.broker import ConnectionWatch, open_broker
from shared.bus.envelope import LISTENS, hint_subject
from shared.bus.relay import Relay
from shared.bus.remote_log import RemoteLog, serve_log
from shared.bus.stream_tail import BEFORE_ALL_ROWS
from shared.command.reaction import Reaction
from shared.delivery.advance import take_over
from shared.delivery.feed import Feed
from shared.delivery.inbox import Inbox, skip_to_end, subscribe
from shared.delivery.local_feed import LocalFeed
from shared.delivery.lock import CarrierLock
from shared.delivery.subscription import Appended, ProjectionSubscription, ReactionSubscription, Subscription
from shared.eventlog.outage import is_outage
from shared.process.cancelling import raise_if_cancelled
from shared.process.logs import logger
from shared.projections.generations import Projection
from shared.service.runtime import Runtime

AUDIT_SECONDS = 5.0
RETRY_SECONDS = 1.0

Ticker = Callable[[], Coroutine[Any, Any, None]]


class Carrier:
    """Relay, feeds and tickers of one service."""

    def __init__(
        self,
        runtime: Runtime,
        projections: Iterable[Projection],
        reactions: Iterable[Reaction],
        registry: CollectorRegistry,
    ) -> None:
        self._runtime = runtime
        self._service = runtime.service
        self._reactions = tuple(reactions)
        subscriptions: list[Subscription] = [
            *(ProjectionSubscription(projection) for projection in projections),
            *(ReactionSubscription(self._service, reaction) for reaction in self._reactions),
        ]
        self._left = ConnectionWatch()
        self._broker: NatsBroker = open_broker(runtime.settings, registry, self._reconnected, self._left)
        self._joined = asyncio.Event()
        self.feeds = {
            source: self._feed(source, subscriptions) for source in (self._service, *LISTENS[self._service])
        }
        self._own = LocalFeed(runtime.log, self.feeds[self._service], runtime.read_your_writes.moved)
        self._inboxes = [
            Inbox(self.feeds[source], partial(self._skip, source)) for source in LISTENS[self._service]
        ]
        for source, inbox in zip(LISTENS[self._service], self._inboxes, strict=True):
            subscribe(self._broker, self._service, source, inbox.put)
        self.relay: Relay | None = None
        self._compared: dict[str, float] = {}
        """Source → when its log was last compared with what took effect here."""
        self.active = False
        self.started = False
        """Whether all tasks of this process have started."""
        runtime.on_append(self._appended)

    async def run(self, tickers: Sequence[Ticker]) -> None:
        """Connect to the bus, wait for the carrier lock, then move events until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._left.watch())
            group.create_task(self._join())
            if not self._runtime.exercise:
                group.create_task(_through_outages(self._keep_time))
            group.create_task(self._carry(tickers))

    async def close(self) -> None:
        """Close the connection to the bus."""
        with suppress(nats.errors.Error):  # the bus may be unreachable; nothing depends on a clean close
            await self._broker.stop()

    def connected(self) -> bool:
        """Whether the bus can be reached now."""
        return self._joined.is_set() and self.client().is_connected

    def unheard(self, seconds: float) -> list[str]:
        """The sources whose logs this process has not been able to compare for `seconds`; none in a stand-by."""
        since = monotonic() - seconds
        return sorted(source for source, at in self._compared.items() if at < since)

    def client(self) -> Client:
        """The connection to the bus; call it only after the first connect."""
        return cast("Client", self._broker.config.connection_state.connection)

    async def _keep_time(self) -> None:
        await self._runtime.timekeeper.keep(lambda: self.active)

    async def _join(self) -> None:
        await _until_done(self._broker.connect)
        await serve_log(self.client(), self._service, self._runtime.log)
        await self.client().subscribe(hint_subject(self._service), cb=self._hinted)
        self._joined.set()

    async def _carry(self, tickers: Sequence[Ticker]) -> None:
        await _through_outages(self._wait_for_versions)
        async with CarrierLock(self._runtime.carrier_engine) as lock:
            hinting = asyncio.create_task(self._hint())
            await lock.taken()
            hinting.cancel()
            await _through_outages(self._take_over)
            self.active = True
            loops = [
                lock.held(),
                self._own.run(),
                self._run_on_bus(),
                *(self._audit(feed) for feed in self.feeds.values()),
                *(_through_outages(ticker) for ticker in tickers),
            ]
            async with asyncio.TaskGroup() as group:
                for loop in loops:
                    group.create_task(loop)

    async def _wait_for_versions(self) -> None:
        """Wait until `lantai provision` has filled the projections in this code's versions."""
        while old := await self._runtime.old_projections():
            logger().error("carrier.old-projections", stored=old)
            await asyncio.sleep(RETRY_SECONDS)

    async def _take_over(self) -> None:
        async with self._runtime.carrier_engine.begin() as connection:
            await take_over(connection, self._reactions)

    async def _run_on_bus(self) -> None:
        """Run the parts that need the bus: the relay and the subscribers."""
        await self._joined.wait()
        now = (lambda: BEFORE_ALL_ROWS) if self._runtime.exercise else self._runtime.timekeeper.real_now
        self.relay = Relay(self._service, self._runtime.log, self.client(), now)
        async with asyncio.TaskGroup() as group:
            group.create_task(self.relay.run())
            for inbox in self._inboxes:
                group.create_task(inbox.run())
            await _until_done(self._broker.start)
            self.started = True

    def _feed(self, source: str, subscriptions: list[Subscription]) -> Feed:
        log = self._runtime.log if source == self._service else RemoteLog(self._joined_client, source)
        following = [subscription for subscription in subscriptions if source in subscription.sources]
        return Feed(source, log, self._runtime.carrier_engine, following, self._runtime.woken)

    async def _skip(self, source: str) -> None:
        await skip_to_end(self.client(), self._service, source)

    async def _joined_client(self) -> Client:
        await self._joined.wait()
        return self.client()

    async def _reconnected(self) -> None:
        if self.relay is not None:
            self.relay.forget()

    def _appended(self, appended: Appended) -> None:
        self._wake({agency for agency, _ in appended})

    def _wake(self, agencies: Iterable[str]) -> None:
        self._own.wake(agencies)
        if self.relay is not None:
            for agency in agencies:
                self.relay.wake(agency)

    async def _hint(self) -> None:
        """While stand-by, tell the active process which lanes were appended to."""
        await self._joined.wait()
        while True:
            for agency in await self._own.woken():
                with suppress(nats.errors.Error):  # a lost hint only delays: the head audits find the rows
                    await self.client().publish(hint_subject(self._service), agency.encode())

    async def _hinted(self, message: Msg) -> None:
        if self.active:
            self._wake({message.data.decode(errors="replace")})

    async def _audit(self, feed: Feed) -> None:
        self._compared[feed.source] = monotonic()
        while True:
            try:
                await feed.compare_heads()
                self._compared[feed.source] = monotonic()
            except Exception as error:
                if not is_outage(error):
                    raise
                logger().warning("audit.waiting", source=feed.source, error=repr(error))
            raise_if_cancelled()
            await asyncio.sleep(AUDIT_SECONDS)


async def _through_outages(ticker: Ticker) -> None:
    """Run a ticker; start it again after each database outage."""
    while True:
        try:
            return await ticker()
        except Exception as error:
            if not is_outage(error):
                raise
            logger().warning("ticker.waiting", error=repr(error))
        await asyncio.sleep(RETRY_SECONDS)


async def _until_done(step: Callable[[], Awaitable[object]]) -> None:
    while True:
        try:
            await step()
        except (OSError, nats.errors.Error) as error:
            logger().warning("carrier.starting", error=repr(error))
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return
