"""The poisoned ledger leaves nothing behind, and can be poisoned again after a failure."""

import pytest
from sqlalchemy.exc import DBAPIError

from chaos.faults import POISON_LANE, poisoned_ledger
from reporting.projections.ledger import LedgerProjection
from shared.delivery.advance import Lane
from shared.delivery.dead_letters import add_dead_letter, dead_letters
from shared.eventlog.memory import MemoryStore
from support.servers.carrier import write

pytestmark = pytest.mark.chaos
OTHER_LANE = "qionghai"


@pytest.fixture
async def reporting(service_database, engines):
    """Reporting's database, as its superuser."""
    return engines((await service_database("reporting", projections=[LedgerProjection()])).superuser_dsn)


@pytest.fixture
async def fold(reporting):
    """Folds a new row of a lane into the live ledger."""

    async def once(agency):
        store = MemoryStore("intake")
        await write(store, agency, 1)
        async with reporting.begin() as connection:
            schemas = {"schema_translate_map": {"ledger": "ledger_1"}}
            translated = await connection.execution_options(**schemas)
            await LedgerProjection().fold(translated, await store.read(agency, 0, 1))

    return once


async def test_only_the_poisoned_lane_is_refused(reporting, fold):
    """While the ledger is poisoned it refuses rows of one lane; afterwards it takes them."""
    async with poisoned_ledger(reporting):
        await fold(OTHER_LANE)
        with pytest.raises(DBAPIError, match="poison"):
            await fold(POISON_LANE)

    await fold(POISON_LANE)


async def test_poison_that_was_left_behind_is_replaced(reporting, fold):
    """A fault that was broken off is done again: what the first try created is replaced and dropped."""
    with pytest.raises(ConnectionResetError):
        async with poisoned_ledger(reporting), poisoned_ledger(reporting):
            raise ConnectionResetError

    await fold(POISON_LANE)


async def test_dead_letters_of_other_lanes_stay(reporting):
    """A dead letter that another fault has caused is not deleted with the poisoned one."""
    async with poisoned_ledger(reporting):
        for agency in (POISON_LANE, OTHER_LANE):
            await add_dead_letter(reporting, "ledger", Lane("intake", agency), 1, "poison")

    assert await dead_letters(reporting, "intake") == {("ledger", OTHER_LANE)}
