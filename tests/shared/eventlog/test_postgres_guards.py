"""Guards, where only a database can get them wrong: a transaction that commits late."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.eventlog.postgres import PgLog, PgStore, TransactionStore
from shared.eventlog.store import Guard, VersionConflict
from support.origins import AGENCY, commit
from support.servers.databases import MakeServiceDatabase

pytestmark = pytest.mark.contract
SERVICE = "intake"


@pytest.mark.parametrize("commits", [True, False])
async def test_guard_while_another_transaction_is_open(
    service_database: MakeServiceDatabase, engines: Callable[[str], AsyncEngine], *, commits: bool
):
    """A guarded writer waits for the lane; it conflicts if the guarded stream was written meanwhile, else it appends."""
    database = await service_database(SERVICE)
    store, carrier = PgStore(SERVICE, engines(database.app_dsn)), engines(database.carrier_dsn)
    resting = replace(commit("case/1"), guards=(Guard("sheet/1", 0),))
    async with carrier.connect() as connection, connection.begin() as transaction:
        await TransactionStore(SERVICE, connection).append(commit("sheet/1"))
        waiting = asyncio.create_task(store.append(resting))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await (transaction.commit() if commits else transaction.rollback())

    (outcome,) = await asyncio.gather(waiting, return_exceptions=True)
    await store.close()

    assert isinstance(outcome, VersionConflict) == commits
    rows = await PgLog(SERVICE, carrier).read(AGENCY, 0, 10)
    assert [row.stream for row in rows] == ["sheet/1" if commits else "case/1"]
