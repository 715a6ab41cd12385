"""Commands tell the running service which lanes they appended to, so that pages show it at once.

Without a hint the head audit finds the rows within seconds.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import nats
from nats.errors import Error as NatsError

from shared.bus.envelope import hint_subject
from shared.process.settings import Settings
from shared.service.runtime import Runtime

CONNECT_SECONDS = 1


@asynccontextmanager
async def hinting(runtime: Runtime) -> AsyncIterator[None]:
    """Note the lanes that are appended to in the block, and send the hints after it, also if it fails half-way."""
    agencies: set[str] = set()
    runtime.on_append(lambda appended: agencies.update(agency for agency, _ in appended))
    try:
        yield
    finally:
        if agencies:
            with suppress(NatsError, OSError):  # nothing depends on a hint
                await _send(runtime.settings, agencies)


async def _send(settings: Settings, agencies: set[str]) -> None:
    password = settings.nats_password.get_secret_value() if settings.nats_password else None
    client = await nats.connect(
        settings.nats_url,
        user=settings.nats_user or None,
        password=password,
        inbox_prefix=f"_INBOX.{settings.service}".encode(),
        connect_timeout=CONNECT_SECONDS,
        allow_reconnect=False,
        error_cb=_ignore,
    )
    for agency in agencies:
        await client.publish(hint_subject(settings.service), agency.encode())
    await client.drain()


async def _ignore(_: Exception) -> None:
    """The client would print it."""
