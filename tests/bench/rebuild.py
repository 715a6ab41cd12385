"""Rebuild: each projection filled from the logs of served requests, beside a copy of the rows that it ends with.

The copy, `insert into … table …` within the server, is the limit: no event is read, decoded, verified or folded for it.
`BENCH_REBUILD_REQUESTS` sets the number of requests, each of 19 events over three services.
"""

import os
from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

import deadline.projections
import intake.projections
import reporting.projections
import review.projections
from bench.ground import ACTOR, Ground
from bench.measure import Figure, Stopwatch
from bench.served import BATCH, Common, ServedRequest
from shared.delivery.rebuild import Rebuild
from shared.eventlog.postgres import PgLog, PgStore
from shared.eventlog.store import Change, Commit
from shared.events.terms import Sealed
from shared.message import Origin
from shared.process.settings import async_dsn
from shared.projections.generations import Projection, generation_schema
from shared.service.migration import migrate, open_lanes
from shared.time.clock import wall_clock

PROMISE = 10_000.0
AGENCY, SECTION, KEY = "qionghai", "s-zonghe", "bench"
PROJECTIONS: Mapping[str, tuple[Projection, ...]] = {
    "intake": intake.projections.PROJECTIONS,
    "review": review.projections.PROJECTIONS,
    "deadline": deadline.projections.PROJECTIONS,
    "reporting": reporting.projections.PROJECTIONS,
}
SOURCES = ("intake", "review", "deadline")


async def figures(ground: Ground) -> list[Figure]:
    """Events per second."""
    for name in SOURCES:
        await open_lanes(name, ground.superuser(name), [AGENCY])
    await _write(ground, int(os.environ.get("BENCH_REBUILD_REQUESTS", "10000")))
    engines = {name: create_async_engine(async_dsn(ground.superuser(name))) for name in PROJECTIONS}
    logs = {name: PgLog(name, engine) for name, engine in engines.items()}
    found: list[Figure] = []
    for service, its in PROJECTIONS.items():
        await migrate(service, ground.superuser(service), projections=its)
        for projection in its:
            heard = {name: log for name, log in logs.items() if name in projection.sources}
            await _stand_at_heads(engines[service], projection, heard)
            rebuild = Rebuild(service, projection, logs, lambda *_: None)
            watch = Stopwatch()
            rebuilt = await rebuild.run(ground.superuser(service))
            rate = rebuilt.rows / watch.seconds()
            copied = rebuilt.rows / await _copied(engines[service], projection, rebuilt.generation)
            name = f"rebuild {service}/{projection.name}, {rebuilt.rows:,} events"
            found.append(Figure(name, rate, PROMISE, "the promise", 1.0))
            found.append(Figure(name, rate, copied, "copy of its rows (stated)", 0.0))
    for engine in engines.values():
        await engine.dispose()
    return found


async def _write(ground: Ground, count: int) -> None:
    """Write `count` served requests into the logs of the services that decide."""
    common = Common(AGENCY, SECTION, Sealed("text", KEY), Sealed("identity", KEY))
    engines = {name: create_async_engine(async_dsn(ground.app(name))) for name in SOURCES}
    stores = {name: PgStore(name, engine) for name, engine in engines.items()}
    for first in range(1, count + 1, BATCH):
        some = [ServedRequest(common, n) for n in range(first, min(first + BATCH, count + 1))]
        for name, store in stores.items():
            changes = tuple(
                Change(stream, 0, events, KEY)
                for each in some
                for stream, events in each.events_of(name).items()
            )
            await store.append(Commit(Origin.first(AGENCY, ACTOR, wall_clock()), changes))
    for name, store in stores.items():
        await store.close()
        await engines[name].dispose()


async def _stand_at_heads(engine: AsyncEngine, projection: Projection, logs: Mapping[str, PgLog]) -> None:
    """Let the empty live generation claim that it stands at the heads, so that the next one is filled up to them."""
    claim = text(
        "insert into carrier.checkpoint (subscription, service, agency, seq, chain)"
        " values (:key, :service, :agency, :seq, :chain)"
    )
    key = generation_schema(projection.name, 1)
    async with engine.begin() as connection:
        for service, log in logs.items():
            for agency, head in (await log.heads()).items():
                at = {"agency": agency, "seq": head.seq, "chain": head.chain}
                await connection.execute(claim, {"key": key, "service": service} | at)


async def _copied(engine: AsyncEngine, projection: Projection, generation: int) -> float:
    """Seconds in which the server copies all rows of a generation into tables of the same shape."""
    async with engine.connect() as connection:
        pairs = []
        for table in projection.metadata.sorted_tables:
            source = f"{generation_schema(projection.name, generation)}.{table.name}"
            await connection.execute(
                text(f"create table public.copy_{table.name} (like {source} including all)")
            )
            pairs.append((f"public.copy_{table.name}", source))
        watch = Stopwatch()
        for copy, source in pairs:
            await connection.execute(text(f"insert into {copy} table {source}"))
        await connection.commit()
        taken = watch.seconds()
        for copy, _ in pairs:
            await connection.execute(text(f"drop table {copy}"))
        await connection.commit()
    return taken
