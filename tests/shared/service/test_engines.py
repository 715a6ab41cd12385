"""A pool after its server went away: the next user gets a new connection, and no error."""

import asyncio

import pytest
from sqlalchemy import text

from shared.service.engines import open_engine

pytestmark = pytest.mark.contract


async def test_closed_connection_is_passed_over(service_database, engines):
    """Whoever asks after every pooled connection was ended is served by a new one."""
    database = await service_database("review")
    engine, other = open_engine(database.app_dsn), engines(database.superuser_dsn)
    async with engine.connect() as first, engine.connect() as second:
        pids = [
            (await each.execute(text("select pg_backend_pid()"))).scalar_one() for each in (first, second)
        ]

    async with other.connect() as connection:
        await connection.execute(
            text("select pg_terminate_backend(pid) from unnest(cast(:pids as int[])) pid"), {"pids": pids}
        )
    await asyncio.sleep(0.2)
    async with engine.connect() as again:
        pid = (await again.execute(text("select pg_backend_pid()"))).scalar_one()
    await engine.dispose()

    assert pid not in pids
