"""Whether recorded events have taken effect: old projections, dead letters, and lanes that are behind or stand still.

The databases are asked, so the answer does not depend on the services.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.databases.engines import service_engines
from deploy.databases.projections import projections_of
from deploy.databases.upgrade import old_projections
from shared.delivery.checkpoints import checkpoints
from shared.eventlog.postgres import PgLog

PATIENCE_SECONDS = 10.0
"""What was recorded before the question may take so long to take effect; a lane that is then not there is behind."""
LOOK_SECONDS = 0.2

Place = tuple[str, str, str, str]
"""(service, projection or reaction, source, agency)."""


@dataclass(frozen=True)
class Effects:
    """What has not taken effect, and why. All empty: everything has."""

    old: Mapping[str, str] = field(default_factory=dict)
    """`service/projection` → why it must be rebuilt."""
    dead_letters: list[dict[str, Any]] = field(default_factory=list)
    behind: Mapping[str, int] = field(default_factory=dict)
    """Lane → events not yet in effect, of those that were recorded when the doctor asked."""
    standing: list[str] = field(default_factory=list)
    """The lanes of `behind` that did not move at all while the doctor waited."""

    @property
    def complete(self) -> bool:
        """Whether everything has taken effect."""
        return not (self.old or self.dead_letters or self.behind)


async def effects(dsn: Callable[[str], str], patience: float = PATIENCE_SECONDS) -> Effects:
    """Ask the databases at `dsn`, on a login that sees all lanes. Waits, at most `patience` seconds, for lanes that are behind."""
    async with service_engines(dsn) as engines:
        if not await _made(engines):
            return Effects()
        old = await old_projections(engines)
        dead_letters = await _dead_letters(engines)
        parked = {
            (each["kept_by"], each["subscription"], each["service"], each["agency"]) for each in dead_letters
        }
        heads = {service: await PgLog(service, engine).heads() for service, engine in engines.items()}

        async def missing() -> dict[Place, int]:
            return {
                place: heads[place[2]][place[3]].seq - seq
                for place, seq in (await _positions(engines)).items()
                if place not in parked and place[3] in heads[place[2]] and heads[place[2]][place[3]].seq > seq
            }

        first = lacking = await missing()
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while lacking and loop.time() < until:
            await asyncio.sleep(LOOK_SECONDS)
            lacking = await missing()
    behind = {_name(place): events for place, events in sorted(lacking.items())}
    standing = [_name(place) for place in sorted(lacking) if lacking[place] == first.get(place)]
    return Effects(old, dead_letters, behind, standing)


async def _positions(engines: Mapping[str, AsyncEngine]) -> dict[Place, int]:
    """The number that each projection and each reaction has reached in each lane; 0 where a projection has not begun."""
    agencies = {service: await PgLog(service, engine).heads() for service, engine in engines.items()}
    found: dict[Place, int] = {}
    for service, engine in engines.items():
        for projection in projections_of(service):
            for source in projection.sources:
                found |= {(service, projection.name, source, agency): 0 for agency in agencies[source]}
        async with engine.connect() as connection:
            for at in await checkpoints(connection):
                consumer = at.projection or at.subscription.removeprefix("reaction:")
                found[service, consumer, at.service, at.agency] = at.seq
    return found


async def _dead_letters(engines: Mapping[str, AsyncEngine]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for service, engine in engines.items():
        async with engine.connect() as connection:
            found += [
                {"kept_by": service, **row} for row in (await connection.execute(_DEAD_LETTERS)).mappings()
            ]
    return found


async def _made(engines: Mapping[str, AsyncEngine]) -> bool:
    """Whether the databases have been migrated."""
    for engine in engines.values():
        async with engine.connect() as connection:
            if not (await connection.execute(_MADE)).scalar_one():
                return False
    return True


def _name(place: Place) -> str:
    service, consumer, source, agency = place
    return f"{service}/{consumer} ← {source}/{agency}"


_DEAD_LETTERS = text(
    "select subscription, service, agency, seq, error from carrier.dead_letter order by 1, 2, 3"
)
_MADE = text("select to_regclass('carrier.checkpoint') is not null")
