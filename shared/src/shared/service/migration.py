"""Migrates a service's database: log, carrier, private tables, projections; opens lanes. Idempotent."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.schema import CreateSchema

from shared.eventlog.migrations.scripts import run
from shared.process.settings import async_dsn
from shared.projections.generations import Projection, ensure_projection


async def migrate(
    service: str,
    superuser_dsn: str,
    *,
    projections: Iterable[Projection] = (),
    private: Iterable[MetaData] = (),
) -> None:
    """Migrate the database of `service`. `superuser_dsn` may also be a login that is a member of the owner role."""
    async with _owning(service, superuser_dsn) as connection:
        await connection.run_sync(_upgrade, service)
        for functions in ("append.sql", "reading.sql"):
            await connection.run_sync(run, functions, service)
        for metadata in private:
            await ensure_private(connection, service, metadata)
        for projection in projections:
            await ensure_projection(connection, service, projection)


async def open_lanes(service: str, superuser_dsn: str, agencies: Iterable[str]) -> None:
    """Open the lanes of `agencies` in the log of `service`; an open lane stays as it is. Nothing else opens a lane."""
    async with _owning(service, superuser_dsn) as connection:
        for agency in sorted(agencies):
            await connection.execute(text("select log.open_lane(:agency)"), {"agency": agency})


@asynccontextmanager
async def _owning(service: str, superuser_dsn: str) -> AsyncIterator[AsyncConnection]:
    """A transaction of the owner role."""
    engine = create_async_engine(async_dsn(superuser_dsn))
    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"set local role {service}_owner"))
            yield connection
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, service: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("shared.eventlog.migrations")))
    config.attributes.update(connection=connection, service=service)
    command.upgrade(config, "head")


async def ensure_private(connection: AsyncConnection, service: str, metadata: MetaData) -> None:
    """Create the tables outside the log (sessions, credentials, timers) if missing; the service's own roles may use them."""
    schema = str(metadata.schema)
    await connection.execute(CreateSchema(schema, if_not_exists=True))
    await connection.run_sync(metadata.create_all)
    roles = f"{service}_app, {service}_carrier"
    await connection.execute(text(f"grant usage on schema {schema} to {roles}"))
    await connection.execute(
        text(f"grant select, insert, update, delete on all tables in schema {schema} to {roles}")
    )


async def set_exercise_offset(superuser_dsn: str, service: str, offset: timedelta) -> None:
    """Create or replace the clock offset of an exercise; `lantai_now()` adds it from then on."""
    async with _owning(service, superuser_dsn) as connection:
        for statement in _EXERCISE:
            await connection.execute(text(statement))
        await connection.execute(text("update exercise_clock set ahead = :offset"), {"offset": offset})


_EXERCISE = (
    "create table if not exists exercise_clock (one bool primary key default true check (one), ahead interval not null)",
    "insert into exercise_clock values (true, interval '0') on conflict do nothing",
    "grant select on exercise_clock to public",
    """create or replace function lantai_now() returns timestamptz language sql volatile parallel safe
       return clock_timestamp() + (select ahead from public.exercise_clock)""",
)
