"""Catching up: a history takes effect in four services, beside the same rows folded by set-based SQL.

The floor is one statement for each service that hears a log: it parses every body, groups by stream, and writes a row for each
stream. It checks no chain, decides nothing and appends nothing. Deadline appends events of its own while it catches up, and these
take effect, too; so the ratio of rows per second decides, and the seconds are the promise for the full size.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from bench.measure import Figure, Stopwatch
from shared.bus.envelope import LISTENS, SERVICES
from support.servers.stack import LocalStack

PROMISE_SECONDS = 140.0
"""For 20,000 served requests and 100,000 imported records."""
FOLD = """
    create table bench_floor as
    select agency, stream, count(*) as events, max(recorded_at) as recorded_at,
        jsonb_object_agg(type, convert_from(body, 'UTF8')::jsonb) as facts
    from log.events group by agency, stream
"""


def hearers(service: str) -> int:
    """How many services fold the log of one: its own and those that listen to it."""
    return 1 + sum(service in sources for sources in LISTENS.values())


async def figures(running: LocalStack, seconds: float) -> list[Figure]:
    """The history that the stack has taken in within `seconds`: effects per second beside the floor, and the promise."""
    effects, floor_seconds = 0, 0.0
    for service in SERVICES:
        async with _superuser(running, service) as connection:
            rows = await connection.fetchval("select count(*) from log.events")
            for _ in range(hearers(service)):
                watch = Stopwatch()
                await connection.execute(FOLD)
                floor_seconds += watch.seconds()
                effects += rows
                await connection.execute("drop table bench_floor")
    ours, floor = effects / seconds, effects / floor_seconds
    return [
        Figure(f"catching up, {effects:,} effects", ours, floor, "set-based SQL (stated)", 0.0),
        Figure("catching up", seconds, PROMISE_SECONDS, "the promise", 1.0, "s", at_most=True),
    ]


@asynccontextmanager
async def _superuser(running: LocalStack, service: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(running.dsn(service))
    try:
        yield connection
    finally:
        await connection.close()
