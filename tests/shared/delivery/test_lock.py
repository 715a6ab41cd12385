"""The lock of the active process, when its holder freezes or its machine is gone."""

import asyncio
import time

import pytest
from sqlalchemy import text

from shared.delivery.lock import CarrierLock
from shared.service.engines import GONE_SECONDS, open_engine

pytestmark = pytest.mark.contract


@pytest.fixture
async def engine_of(database):
    """`engine_of()`: an engine of another process of the service."""
    made = []

    def make():
        made.append(open_engine(database.carrier_dsn))
        return made[-1]

    yield make
    for engine in made:
        await engine.dispose()


async def test_frozen_holder_loses_the_lock(engine_of):
    """A holder that asks nothing any more is put out by the server, and a stand-by takes over."""
    async with CarrierLock(engine_of(), silent_seconds=1) as frozen, CarrierLock(engine_of()) as standby:
        await frozen.taken()
        began = time.monotonic()
        await asyncio.wait_for(standby.taken(), 20)

    assert time.monotonic() - began >= 1


async def test_both_sides_notice_a_machine_that_is_gone(engine_of):
    """Server and client probe a silent connection within seconds, not after two hours."""
    async with engine_of().connect() as connection:
        told = [
            (await connection.execute(text(f"show tcp_keepalives_{name}"))).scalar_one()
            for name in ("idle", "interval", "count")
        ]

    idle, interval, count = map(int, told)
    assert idle + interval * count == GONE_SECONDS < 15
