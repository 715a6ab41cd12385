"""Reactions that share a transaction: one statement appends for all, and each is judged by itself."""

from functools import partial

import pytest
from sqlalchemy import text

from shared.command.execute import commit_with_retry
from shared.delivery.feed import Feed
from shared.delivery.subscription import ReactionSubscription
from shared.eventlog.batch_store import BatchStore
from shared.eventlog.postgres import PgLog
from shared.eventlog.store import Change, Commit
from shared.message import follow
from support.origins import happening, origin
from support.servers.carrier import Echo, write

pytestmark = pytest.mark.contract
LANE = "qionghai"
TRANSACTIONS = text("select count(distinct xmin::text) from log.events")


class Counting(Echo):
    """Answers every event in one stream, each on top of the last."""

    async def react(self, store, row):
        origin = follow(row, self.name)

        async def attempt():
            last = await store.last(row.agency, "count/all")
            return Commit(origin, (Change("count/all", last.version if last else 0, (happening("n"),)),))

        await commit_with_retry(store, origin, attempt)


Slow = partial(Echo, transaction="own")
"""Takes its time over each event."""


class Alternating(Echo):
    """Answers an event of a stream only where the stream has no answer yet, or takes the answer back."""

    async def react(self, store, row):
        stream = f"echo/{row.stream}"
        last = await store.last(row.agency, stream)
        if (last is None) == (row.version == 1):
            version = last.version if last else 0
            await store.append(Commit(follow(row, self.name), (Change(stream, version, (happening("n"),)),)))


@pytest.fixture
async def database(service_database):
    """Review's database, without a projection."""
    return await service_database("review")


@pytest.fixture
def react(source, carrier):
    """Let a reaction meet eight events; the events that it made, and in how many transactions."""

    async def run(kind):
        await write(source, LANE, 8)
        feed = Feed(
            "intake", source, carrier, [ReactionSubscription("review", kind(source="intake"))], lambda _: None
        )
        await feed.take(list(await source.read(LANE, 0, 8)))
        async with carrier.connect() as connection:
            transactions = (await connection.execute(TRANSACTIONS)).scalar_one()
        return await PgLog("review", carrier).read(LANE, 0, 100), transactions

    return run


async def test_reactions_share_a_transaction(react):
    """Eight events are answered in their order, in one transaction."""
    made, transactions = await react(Echo)

    assert len({row.causation_id for row in made}) == len(made) == 8
    assert transactions == 1


async def test_reaction_whose_stream_moved_on_decides_again(react):
    """Eight reactions to one stream give it eight events, one behind the other."""
    made, transactions = await react(Counting)

    assert [(row.stream, row.version) for row in made] == [("count/all", n) for n in range(1, 9)]
    assert len({row.causation_id for row in made}) == 8
    assert transactions == 1


async def test_what_depends_on_the_event_before_it_sees_what_that_brought_about(source, carrier):
    """Two events of a stream in one transaction: the second, which does nothing without the first's answer, has it."""
    for n in range(3):
        both = (Change(f"made/{n}", 0, (happening("a"), happening("b"))),)
        await source.append(Commit(origin(LANE), both))
    feed = Feed(
        "intake",
        source,
        carrier,
        [ReactionSubscription("review", Alternating(source="intake"))],
        lambda _: None,
    )

    await feed.take(list(await source.read(LANE, 0, 8)))

    made = await PgLog("review", carrier).read(LANE, 0, 100)
    assert sorted((row.stream, row.version) for row in made) == [
        (f"echo/made/{n}", version) for n in range(3) for version in (1, 2)
    ]
    async with carrier.connect() as connection:
        assert (await connection.execute(TRANSACTIONS)).scalar_one() == 1


async def test_reaction_that_takes_long_is_alone(react):
    """What takes its time has a transaction for each event."""
    made, transactions = await react(Slow)

    assert len(made) == transactions == 8


async def test_reactions_read_together(react, monkeypatch):
    """Eight reactions that each look at a stream ask the database once."""
    asked = []
    read_all = BatchStore._read_all

    async def counting(store):
        asked.append(len(store._reads))
        await read_all(store)

    monkeypatch.setattr(BatchStore, "_read_all", counting)

    made, _ = await react(Echo)

    assert (len(made), asked) == (8, [8])
