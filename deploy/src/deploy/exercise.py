"""The exercise's clock (演练): an offset in every database, stepped only when nothing is under way.

Stepping is for the demo and for trainers: everything that was written is consumed first, and no timer is due, so a
step never jumps over an effect.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import asyncpg

from deploy.stack import Stack
from deploy.topology import SERVICES
from deploy.unable import Unable
from shared.clock import wall_clock

QUIET_SECONDS_MAX = 60
HEADS = "select agency, seq from log.lane where seq > 0"
REACHED = "select follower, service, json_object_agg(agency, seq) as lanes from carrier.cursor group by follower, service"
TIMERS_DUE = "select count(*) from timers.timer where due_at <= lantai_now()"


async def begin(stack: Stack, at: datetime) -> None:
    """Give a new exercise its day; one that has a clock keeps it."""
    for service in SERVICES:
        async with _connected(stack, service) as connection:
            known = await connection.fetchval("select to_regclass('public.exercise_clock') is not null")
        if not known:
            await _set(stack, service, at - wall_clock())


async def step_to(stack: Stack, at: datetime) -> None:
    """Move all clocks to `at`, when nothing is under way. Raises `Unable` for a step back, or when it never gets quiet."""
    ahead = at - wall_clock()
    if ahead < await _ahead(stack):
        raise Unable(f"演练时钟不能倒退到 {at:%Y-%m-%d %H:%M}：请选择之后的时间")
    await quiet(stack)
    for service in SERVICES:
        await _set(stack, service, ahead)
    await quiet(stack)


async def quiet(stack: Stack) -> None:
    """Return when every event has taken effect everywhere and no timer is due."""
    for _ in range(QUIET_SECONDS_MAX * 5):
        if await _is_quiet(stack):
            return
        await asyncio.sleep(0.2)
    raise Unable("演练环境一直没有处理完已有事件：请用 lantai doctor 查看哪里停住了")


async def _is_quiet(stack: Stack) -> bool:
    heads: dict[str, dict[str, int]] = {}
    behind: list[asyncpg.Record] = []
    for service in SERVICES:
        async with _connected(stack, service) as connection:
            heads[service] = {row["agency"]: row["seq"] for row in await connection.fetch(HEADS)}
            behind += await connection.fetch(REACHED)
            if service == "deadline" and await connection.fetchval(TIMERS_DUE):
                return False
    return all(
        reached["lanes"].get(agency, 0) >= seq
        for reached in behind
        for agency, seq in heads[reached["service"]].items()
    )


async def _ahead(stack: Stack) -> timedelta:
    async with _connected(stack, SERVICES[0]) as connection:
        ahead: timedelta = await connection.fetchval("select ahead from exercise_clock")
    return ahead


async def _set(stack: Stack, service: str, ahead: timedelta) -> None:
    from shared.migrations.runner import set_exercise_offset  # noqa: PLC0415  # loads alembic

    await set_exercise_offset(stack.postgres.dsn(service), service, ahead)


@asynccontextmanager
async def _connected(stack: Stack, service: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(stack.postgres.dsn(service))
    await connection.set_type_codec("json", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
    try:
        yield connection
    finally:
        await connection.close()
