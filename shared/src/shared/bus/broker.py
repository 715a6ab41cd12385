"""The connection to the bus: one per process, with the service's own user and inbox; it reconnects without limit."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from faststream import BaseMiddleware, ContextRepo
from faststream.nats import NatsBroker
from faststream.security import SASLPlaintext
from nats.aio.msg import Msg
from prometheus_client import CollectorRegistry, Counter

from shared.bus.envelope import type_in
from shared.events.registry import registry as event_types
from shared.process.logs import logger
from shared.process.settings import Settings

RECONNECT_SECONDS = 1
PING_SECONDS = 10


class ConnectionLost(Exception):
    """The connection was closed for good; a new process gets a new one."""


class ConnectionWatch:
    """Notices that the connection is closed for good. Reconnects are unlimited, so only a refused sign-in closes it."""

    def __init__(self) -> None:
        self._closed = asyncio.Event()

    async def closed(self) -> None:
        """Note that the connection is closed; the NATS client calls this."""
        self._closed.set()

    async def watch(self) -> None:
        """Wait until the connection is closed for good, then raise `ConnectionLost`."""
        await self._closed.wait()
        raise ConnectionLost


def open_broker(
    settings: Settings,
    registry: CollectorRegistry,
    reconnected: Callable[[], Awaitable[None]],
    left: ConnectionWatch,
) -> NatsBroker:
    """Return a broker that is not connected yet.

    Reconnects are unlimited (-1): after the default of sixty the client loops and starves the process.
    """

    async def complain(error: Exception) -> None:
        logger().warning("bus.error", error=repr(error))

    password = settings.nats_password.get_secret_value() if settings.nats_password else ""
    return NatsBroker(
        settings.nats_url,
        security=SASLPlaintext(settings.nats_user, password) if settings.nats_user else None,
        inbox_prefix=f"_INBOX.{settings.service}",
        name=settings.service,
        max_reconnect_attempts=-1,
        reconnect_time_wait=RECONNECT_SECONDS,
        ping_interval=PING_SECONDS,
        reconnected_cb=reconnected,
        closed_cb=left.closed,
        error_cb=complain,
        logger=None,
        apply_types=False,  # its injection of arguments costs a thread for each message
        middlewares=[ReceivedMessages(registry)],
    )


class ReceivedMessages:
    """Counts messages by event type. By subject, which names the agency, the series would grow with the agencies.

    FastStream's own middleware keeps seven labelled figures for each message, which cost more than reading it.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._counter = Counter(
            "faststream_received_messages", "Messages received", ["broker", "handler"], registry=registry
        )
        self._by_type: dict[str, Counter] = {}

    def __call__(self, msg: Msg | None, /, *, context: ContextRepo) -> BaseMiddleware[Any, Msg | None]:
        """Count a message as FastStream hands it to its middlewares."""
        if msg is not None:
            self._count(msg.subject)
        return BaseMiddleware(msg, context=context)

    def _count(self, subject: str) -> None:
        """Count under the event type that the subject says; under "unknown" if no such event was ever published."""
        named = type_in(subject)
        named = named if named in event_types() else "unknown"
        if named not in self._by_type:
            self._by_type[named] = self._counter.labels("nats", named)
        self._by_type[named].inc()
