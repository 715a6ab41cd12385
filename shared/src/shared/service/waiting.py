"""Commands that read projections wait until these show every event that the logs held when the command was given."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.delivery.checkpoints import projection_positions
from shared.eventlog.store import LogReader
from shared.projections.generations import Projection

WAIT_SECONDS = 30.0
LOOK_SECONDS = 0.1


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
