"""The exercise's clock (演练): an offset in every database, stepped only when nothing is under way.

The demo and trainers step it. Before a step all events have taken effect and no timer is due, so no effect is skipped.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from deadline.projections import timers
from deploy.databases.engines import service_engines
from deploy.databases.projections import projections_of
from deploy.errors import Unable
from deploy.stack.stack import Stack
from deploy.topology import SERVICES
from shared.delivery.checkpoints import checkpoints
from shared.eventlog.postgres import PgLog
from shared.time.clock import wall_clock

QUIET_SECONDS_MAX = 60
POLL_SECONDS = 0.03


@dataclass(frozen=True)
class ExerciseClock:
    """The clock of a running exercise, with a connection to each database for as long as it is held."""

    engines: Mapping[str, AsyncEngine]

    async def step_to(self, at: datetime) -> None:
        """Move all clocks to `at` once nothing is in progress. Raises `Unable` for a step back, or if work does not end in time."""
        ahead = at - wall_clock()
        if ahead < await self._ahead():
            raise Unable(f"演练时钟不能倒退到 {at:%Y-%m-%d %H:%M}：请选择之后的时间")
        await self.quiet()
        for engine in self.engines.values():
            async with engine.begin() as connection:
                await connection.execute(text("update exercise_clock set ahead = :ahead"), {"ahead": ahead})
        await self.quiet()

    async def quiet(self) -> None:
        """Return when every event has taken effect everywhere and no timer is due."""
        try:
            async with asyncio.timeout(QUIET_SECONDS_MAX):
                while not await is_quiet(self.engines):  # noqa: ASYNC110  # four databases have no common notification
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError as late:
            raise Unable("演练环境一直没有处理完已有事件：请用 lantai doctor 查看哪里停住了") from late

    async def _ahead(self) -> timedelta:
        async with self.engines[SERVICES[0]].connect() as connection:
            ahead: timedelta = (
                await connection.execute(text("select ahead from exercise_clock"))
            ).scalar_one()
        return ahead


@asynccontextmanager
async def held(stack: Stack) -> AsyncIterator[ExerciseClock]:
    """The exercise's clock for many steps."""
    async with service_engines(stack.postgres.dsn) as engines:
        yield ExerciseClock(engines)


async def begin(stack: Stack, at: datetime) -> None:
    """Set the clock of a new exercise to `at`. An existing clock is kept."""
    from shared.service.migration import set_exercise_offset  # noqa: PLC0415  # loads alembic

    for service in SERVICES:
        dsn = stack.postgres.dsn(service)
        if not await _has_clock(dsn):
            await set_exercise_offset(dsn, service, at - wall_clock())


async def step_to(stack: Stack, at: datetime) -> None:
    """One step, as `ExerciseClock.step_to` does it."""
    async with held(stack) as clock:
        await clock.step_to(at)


async def quiet(stack: Stack) -> None:
    """Wait once, as `ExerciseClock.quiet` does it."""
    async with held(stack) as clock:
        await clock.quiet()


async def _has_clock(dsn: str) -> bool:
    connection = await asyncpg.connect(dsn)
    try:
        known: bool = await connection.fetchval("select to_regclass('public.exercise_clock') is not null")
    finally:
        await connection.close()
    return known


async def is_quiet(engines: Mapping[str, AsyncEngine]) -> bool:
    """Whether every subscription is at the head of its lanes and no timer is due.

    The order of the reads matters. Heads are read last: what a reaction or a timer appends between two reads is then
    ahead of the checkpoints that were read, so the answer is no. Timers are read after the checkpoints, since a timer
    exists only once its projection has folded the due date.
    """
    reached: dict[tuple[str, str, str], dict[str, int]] = {}
    for service, engine in engines.items():
        async with engine.connect() as connection:
            for at in await checkpoints(connection):
                consumer = service, at.projection or at.subscription, at.service
                reached.setdefault(consumer, {})[at.agency] = at.seq
            if service == "deadline" and await timers.due_count(connection):
                return False
        for projection in projections_of(service):  # one without a checkpoint has not begun
            for source in projection.sources:
                reached.setdefault((service, projection.name, source), {})
    heads = {service: await PgLog(service, engine).heads() for service, engine in engines.items()}
    return all(
        seqs.get(agency, 0) >= head.seq
        for (_, _, source), seqs in reached.items()
        for agency, head in heads[source].items()
    )
