"""Reactions behind a feed: an event of another service becomes one of our own, once."""

import asyncio

import pytest

from shared.delivery.feed import Feed
from shared.delivery.subscription import ReactionSubscription
from shared.eventlog.postgres import PgLog
from support.servers.carrier import Echo, dead_letters_in, write

pytestmark = pytest.mark.contract
LANE = "qionghai"


@pytest.fixture
async def database(service_database):
    """Review's database, without a projection."""
    return await service_database("review")


async def test_reaction_takes_effect_once(source, carrier, database, engines):
    """However often an event is delivered, to however many processes, the reaction appends one event."""
    await write(source, LANE, 8)
    rows = list(await source.read(LANE, 0, 8))
    notified = []
    feeds = [
        Feed(
            "intake",
            source,
            engines(database.carrier_dsn),
            [ReactionSubscription("review", Echo(source="intake"))],
            notified.extend,
        )
        for _ in range(2)
    ]

    await asyncio.gather(*(feed.take(rows) for feed in feeds * 2))

    own = await PgLog("review", carrier).read(LANE, 0, 100)
    assert [row.stream for row in own] == [f"echo/{row.id}" for row in rows]
    assert [row.causation_id for row in own] == [row.id for row in rows]
    assert sorted(notified) == [(LANE, seq) for seq in range(1, 9)]


async def test_reaction_that_fails_parks_behind_what_it_did(source, carrier):
    """A reaction that fails at the fifth event has answered the first four, once each, and told of them."""

    class Tired(Echo):
        async def react(self, store, row):
            if row.stream == "made/4":
                raise RuntimeError("too much")
            await super().react(store, row)

    await write(source, LANE, 6)
    notified = []
    feed = Feed(
        "intake", source, carrier, [ReactionSubscription("review", Tired(source="intake"))], notified.extend
    )

    await feed.take(list(await source.read(LANE, 0, 6)))

    assert len(await PgLog("review", carrier).read(LANE, 0, 100)) == 4
    assert notified == [(LANE, seq) for seq in range(1, 5)]
    assert await dead_letters_in(carrier) == [("review.echo", LANE, 5)]
