"""A reaction that replaces others: where it begins, and what is left of them."""

from functools import partial

import pytest
from sqlalchemy import text

from shared.delivery.advance import take_over
from shared.delivery.checkpoints import checkpoints
from shared.delivery.feed import Feed
from shared.delivery.subscription import ReactionSubscription
from shared.eventlog.postgres import PgLog
from support.servers.carrier import Echo, write

pytestmark = pytest.mark.contract
LANE, OTHER = "qionghai", "tongliao"
DEAD_LETTER = text(
    "insert into carrier.dead_letter values ('review.first', 'intake', 'qionghai', 3, 'poison', now())"
)


Heir = partial(Echo, takes_over=("review.first", "review.second"))
"""Stands where two others stood."""


@pytest.fixture
async def database(service_database):
    """Review's database, without a projection."""
    return await service_database("review")


@pytest.fixture
def heir():
    """The reaction that replaces the two."""
    return Heir(source="intake", name="review.heir")


@pytest.fixture
def follow(source, carrier):
    """Let reactions meet the first events of a lane, as many as are named for each."""

    async def run(agency, **seen):
        for name, count in seen.items():
            subscription = ReactionSubscription("review", Echo(source="intake", name=f"review.{name}"))
            feed = Feed("intake", source, carrier, [subscription], lambda _: None)
            await feed.take(list(await source.read(agency, 0, count)))

    return run


async def test_it_begins_where_the_last_of_them_stood(source, carrier, follow, heir):
    """Of two that saw two and three events it takes the lower place; a lane that one never began it begins anew."""
    for agency in (LANE, OTHER):
        await write(source, agency, 3)
    await follow(LANE, first=3, second=2)
    await follow(OTHER, first=3)
    async with carrier.begin() as connection:
        await connection.execute(DEAD_LETTER)

    for _ in range(2):
        async with carrier.begin() as connection:
            await take_over(connection, [heir, Echo(source="intake")])

    async with carrier.connect() as connection:
        left = [(at.subscription, at.agency, at.seq) for at in await checkpoints(connection)]
        dead = (await connection.execute(text("select count(*) from carrier.dead_letter"))).scalar_one()
    assert (left, dead) == ([("reaction:review.heir", LANE, 2)], 0)


async def test_it_goes_on_from_there(source, carrier, follow, heir):
    """What they had answered is not answered again; what came after is."""
    await write(source, LANE, 3)
    await follow(LANE, first=2, second=2)
    async with carrier.begin() as connection:
        await take_over(connection, [heir])

    feed = Feed("intake", source, carrier, [ReactionSubscription("review", heir)], lambda _: None)
    await feed.catch_up(LANE)

    made = await PgLog("review", carrier).read(LANE, 0, 100)
    assert len(made) == 3
