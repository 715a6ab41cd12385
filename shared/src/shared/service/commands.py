"""What commands do beside a running service: wait for projections before they read, and hint at what they appended.

A command that reads projections waits until these show every event that the logs held when it was given. A hint lets pages
show at once what a command appended; without it the head audit finds the rows within seconds.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import nats
from nats.errors import Error as NatsError
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.bus.envelope import hint_subject
from shared.delivery.checkpoints import projection_positions
from shared.eventlog.store import LogReader
from shared.process.settings import Settings
from shared.projections.generations import Projection
from shared.service.runtime import Runtime

WAIT_SECONDS = 30.0
LOOK_SECONDS = 0.1
CONNECT_SECONDS = 1
RETRY_SECONDS = 0.2


@dataclass(frozen=True, slots=True, order=True)
class Lag:
    """A projection does not show the last `events` events of the lane `service`/`agency`."""

    projection: str
    service: str
    agency: str
    events: int


async def wait_for_projections(
    engine: AsyncEngine,
    projections: Iterable[Projection],
    logs: Mapping[str, LogReader],
    agency: str | None = None,
    seconds: float = WAIT_SECONDS,
) -> Sequence[Lag]:
    """Wait, at most `seconds`, until `projections` show the present heads of `logs`; return what they lack then.

    `engine` is that of the service that keeps the projections, on a login that sees all lanes. Only the lanes of
    `agency` count, or all if it is None. Sources without a log in `logs` do not count.
    """
    heads = {
        (service, lane): head.seq
        for service, log in logs.items()
        for lane, head in (await log.heads()).items()
        if agency in (None, lane)
    }
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while lags := await _lags(engine, projections, heads):
        if loop.time() > until:
            break
        await asyncio.sleep(LOOK_SECONDS)
    return lags


async def _lags(
    engine: AsyncEngine, projections: Iterable[Projection], heads: Mapping[tuple[str, str], int]
) -> Sequence[Lag]:
    found: list[Lag] = []
    async with engine.connect() as connection:
        for projection in projections:
            shown = await projection_positions(connection, projection.name)
            found += [
                Lag(projection.name, service, lane, seq - shown.get((service, lane), 0))
                for (service, lane), seq in heads.items()
                if service in projection.sources and shown.get((service, lane), 0) < seq
            ]
    return sorted(found)


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
        max_reconnect_attempts=1,  # by default it tries an absent server for two minutes
        reconnect_time_wait=RETRY_SECONDS,
        error_cb=_ignore,
    )
    for agency in agencies:
        await client.publish(hint_subject(settings.service), agency.encode())
    await client.drain()


async def _ignore(_: Exception) -> None:
    """The client would print it."""
