"""The exercise's clock (演练): an offset in every database, stepped only when nothing is under way.

Stepping is for the demo and for trainers: everything that was written is consumed first, and no timer is due, so a
step never jumps over an effect.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deadline.projections import timers
from deploy.stack import Stack
from deploy.topology import SERVICES
from deploy.unable import Unable
from shared.clock import wall_clock
from shared.cursors import standings
from shared.pg_store import PgLog
from shared.settings import async_dsn

QUIET_SECONDS_MAX = 60


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
    async with _engines(stack) as engines:
        for _ in range(QUIET_SECONDS_MAX * 5):
            if await _is_quiet(engines):
                return
            await asyncio.sleep(0.2)
    raise Unable("演练环境一直没有处理完已有事件：请用 lantai doctor 查看哪里停住了")


async def _is_quiet(engines: Mapping[str, AsyncEngine]) -> bool:
    heads = {service: await PgLog(service, engine).heads() for service, engine in engines.items()}
    for service, engine in engines.items():
        async with engine.connect() as connection:
            if service == "deadline" and await timers.due_count(connection):
                return False
            stands = {(at.follower, at.service, at.agency): at.seq for at in await standings(connection)}
        followed = {(follower, source) for follower, source, _ in stands}
        if any(
            stands.get((follower, source, agency), 0) < head.seq
            for follower, source in followed
            for agency, head in heads[source].items()
        ):
            return False
    return True


async def _ahead(stack: Stack) -> timedelta:
    async with _connected(stack, SERVICES[0]) as connection:
        ahead: timedelta = await connection.fetchval("select ahead from exercise_clock")
    return ahead


async def _set(stack: Stack, service: str, ahead: timedelta) -> None:
    from shared.migrations.runner import set_exercise_offset  # noqa: PLC0415  # loads alembic

    await set_exercise_offset(stack.postgres.dsn(service), service, ahead)


@asynccontextmanager
async def _engines(stack: Stack) -> AsyncIterator[Mapping[str, AsyncEngine]]:
    async with AsyncExitStack() as opened:
        engines = {
            service: create_async_engine(async_dsn(stack.postgres.dsn(service))) for service in SERVICES
        }
        for engine in engines.values():
            opened.push_async_callback(engine.dispose)
        yield engines


@asynccontextmanager
async def _connected(stack: Stack, service: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(stack.postgres.dsn(service))
    try:
        yield connection
    finally:
        await connection.close()
