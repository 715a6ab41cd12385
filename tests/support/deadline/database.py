"""Deadline on PostgreSQL without its process: the test folds the projections and sets the database's clock."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deadline.calendar.handlers import load_notices, loaded_calendar
from deadline.clock.commands import ClockCommand
from deadline.clock.handlers import act_on_clock
from deadline.clock_ref import clock_of_request
from deadline.projections import PROJECTIONS
from deadline.ticker import Ticker
from shared.delivery.subscription import fold_into
from shared.eventlog.postgres import PgLog, TransactionStore
from shared.service.migration import set_exercise_offset
from shared.time.clock import Clock, shanghai_midnight, wall_clock
from shared.time.postgres_clock import DatabaseClock
from shared.workdays import Row
from support.deadline.clocks import AGENCY, REQUEST, STREAM, by, start
from support.servers.databases import ServiceDatabase

T = TypeVar("T")


class DeadlineDatabase:
    """Deadline's database with projections that the test folds and a clock that the test sets."""

    def __init__(self, database: ServiceDatabase, carrier: AsyncEngine, app: AsyncEngine) -> None:
        self.database, self.carrier, self.app = database, carrier, app
        self.log = PgLog("deadline", carrier)
        self.clock: Clock = DatabaseClock(carrier)
        self.ticker = Ticker(self.transaction, self.clock)
        self._read: dict[str, int] = {}

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[tuple[AsyncConnection, TransactionStore]]:
        """A transaction like the runtime's."""
        async with self.carrier.begin() as connection:
            yield connection, TransactionStore("deadline", connection)

    async def at(self, instant: datetime) -> None:
        """Set the database's clock."""
        await set_exercise_offset(self.database.superuser_dsn, "deadline", instant - wall_clock())

    async def load(self, notices: Sequence[Row]) -> None:
        """Load notices, each in its own transaction, on the day of its publication, or now if that is earlier."""
        for notice in sorted({row.notice for row in notices}, key=lambda notice: notice.published_on):
            its = [row for row in notices if row.notice == notice]
            async with self.transaction() as (connection, store):
                at = await _by_now(connection, shanghai_midnight(notice.published_on))
                await load_notices(store, its, at)

    async def start(self, day_zero_on: date, request_id: UUID = REQUEST, agency: str = AGENCY) -> None:
        """Start a reply clock by the loaded calendar."""
        async with self.transaction() as (connection, store):
            at = await _by_now(connection, shanghai_midnight(day_zero_on))
            origin, clock = by(at, agency), clock_of_request(request_id)
            command = start(day_zero_on, await loaded_calendar(store))
            await act_on_clock(store, origin, clock.stream, replace(command, origin=origin, clock=clock))

    async def act(self, command: ClockCommand) -> None:
        """Run a command on the request's reply clock, then fold the projections."""
        async with self.transaction() as (connection, store):
            at = await _by_now(connection, command.origin.at)
            await act_on_clock(store, msgspec.structs.replace(command.origin, at=at), STREAM, command)
        await self.fold()

    async def fold(self) -> None:
        """Fold all new events into the projections."""
        for agency in await self.log.heads():
            fresh = await self.log.read(agency, self._read.get(agency, 0), 10_000)
            async with self.carrier.begin() as connection:
                for projection in PROJECTIONS:
                    await fold_into(connection, projection, f"{projection.name}_1", fresh)
            self._read[agency] = self._read.get(agency, 0) + len(fresh)

    async def types(self, stream: str = STREAM, agency: str = AGENCY) -> list[str]:
        """The event types of a clock's stream."""
        async with self.transaction() as (_, store):
            return [row.type for row in await store.load(agency, stream)]

    async def read(self, query: Callable[..., Awaitable[T]], *arguments: Any, agency: str = AGENCY) -> T:
        """A query under row-level security."""
        async with self.app.begin() as connection:
            await connection.execute(text("select set_config('lantai.agency', :a, true)"), {"a": agency})
            return await query(connection, *arguments)


async def _by_now(connection: AsyncConnection, instant: datetime) -> datetime:
    """The instant, or now by the database's clock if that is earlier: nothing is appended that is dated after now."""
    now_at: datetime = (await connection.execute(select(func.lantai_now()))).scalar_one()
    return min(now_at, instant)
