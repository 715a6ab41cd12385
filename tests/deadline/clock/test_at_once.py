"""What both neighbours say at the same instant: two transactions, and neither decides by what the other has overtaken."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from deadline.clock.reactions import reactions
from deadline.projections import PROJECTIONS
from shared.delivery.subscription import ReactionSubscription
from shared.events.registry import load
from support.deadline.clocks import AGENCY, served
from support.deadline.database import DeadlineDatabase
from support.deadline.facts import LETTER, consulted
from support.deadline.office import Neighbours

pytestmark = pytest.mark.contract

NOW = datetime(2025, 3, 10, 4, tzinfo=UTC)
WAITING = text("select count(*) from pg_locks where not granted")


@pytest.fixture
async def deadline_db(service_database, engines):
    """A request of 3 March whose reply clock runs."""
    database = await service_database("deadline", projections=PROJECTIONS)
    made = DeadlineDatabase(database, engines(database.carrier_dsn), engines(database.app_dsn))
    await made.at(NOW)
    await made.start(date(2025, 3, 3))
    return made


async def react(connection, row):
    """The reaction that follows the row's lane, in the transaction."""
    (reaction,) = (each for each in reactions() if each.source == row.service)
    return await ReactionSubscription("deadline", reaction).apply(connection, "", [row])


async def until_waiting(connection):
    """Somebody waits for what this transaction holds."""
    async with asyncio.timeout(20):
        while not (await connection.execute(WAITING)).scalar_one():  # noqa: ASYNC110  # a database has no event to wait for
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("kind", ["third_party", "other_agency"])
@pytest.mark.parametrize("first", ["intake", "review"])
async def test_a_letter_that_was_sent_while_the_reply_was_served_leaves_no_clock_open(
    deadline_db, kind, first
):
    """Whichever is heard first, and whether or not the reply waits for such a letter."""
    neighbours = Neighbours(now=lambda: NOW)
    on = date(2025, 3, 10)
    rows = {
        "intake": await neighbours.say(served(on)),
        "review": await neighbours.say(*consulted(on, kind)),
    }
    second = rows.pop("review" if first == "intake" else "intake")

    async def hear_second():
        async with deadline_db.carrier.begin() as connection:
            await react(connection, second)

    async with deadline_db.carrier.begin() as connection:
        await react(connection, rows[first])
        other = asyncio.create_task(hear_second())
        await until_waiting(connection)
    await other

    lane = await deadline_db.log.read(AGENCY, 0, 99)
    standing = {row.stream: load(row).standing.state for row in lane}
    assert set(standing.values()) == {"stopped"}
    assert any(str(LETTER) in stream for stream in standing)
