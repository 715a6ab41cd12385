"""A projection of a new version, with other tables and other sources, takes the place of the former one."""

import pytest
from sqlalchemy import Column, MetaData, String, Table
from sqlalchemy.dialects.postgresql import insert

from shared.delivery.feed import Feed
from shared.delivery.rebuild import Rebuild
from shared.delivery.subscription import ProjectionSubscription
from shared.eventlog.memory import MemoryStore
from shared.projections.generations import OtherVersion, other_versions
from support.servers.carrier import dead_letters_in, running, scalar, write

pytestmark = pytest.mark.contract
LANE, OTHER = "qionghai", "tongliao"


class FormerProjection:
    """The former version of `EffectProjection`: it heard review too, and its table has other columns."""

    name, version, sources = "effects", 0, frozenset({"intake", "review"})

    def __init__(self):
        self.metadata = MetaData(schema=self.name)
        self.heard = Table(
            "heard",
            self.metadata,
            Column("agency", String, primary_key=True),
            Column("stream", String, primary_key=True),
        )

    async def fold(self, connection, rows):
        for row in rows:
            values = {"agency": row.agency, "stream": row.stream}
            await connection.execute(insert(self.heard).values(values).on_conflict_do_nothing())


@pytest.fixture
def former():
    """The projection that the database was filled with."""
    return FormerProjection()


@pytest.fixture
async def database(service_database, former):
    """Review's database, with the former version."""
    return await service_database("review", projections=[former])


@pytest.fixture
async def review():
    """Review's own log."""
    return MemoryStore("review")


@pytest.fixture
def feeds(source, review, carrier, former):
    """The former process's feeds of intake and review."""
    return [
        Feed(each._service, each, carrier, [ProjectionSubscription(former)], lambda _: None)
        for each in (source, review)
    ]


@pytest.fixture
def upgrade(source, projection, database):
    """Rebuild the projection in its present version."""

    async def run():
        return await Rebuild("review", projection, {"intake": source}, lambda _lane, _seq: None).run(
            database.superuser_dsn
        )

    return run


async def test_other_tables_and_sources_are_filled_to_the_end_of_the_logs(
    feeds, source, review, upgrade, projection, carrier
):
    """Events that the former had not folded are in, too; what it heard of review is gone, and so are its tables."""
    await write(source, LANE, 20)
    await write(review, LANE, 5, "case")
    for feed in feeds:
        await feed.catch_up(LANE)
    await write(source, LANE, 7, "unseen")
    await write(source, OTHER, 3)

    done = await upgrade()

    assert (done.generation, done.rows, done.differing) == (2, 30, ())
    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, 28)]
    assert await projection.effects(carrier, OTHER) == [(seq, 1) for seq in range(1, 4)]
    async with carrier.connect() as connection:
        assert not await other_versions(connection, [projection])
    assert await scalar(carrier, "select array_agg(distinct service) from carrier.checkpoint") == ["intake"]
    assert await scalar(carrier, "select to_regclass('effects.heard')") is None


async def test_the_new_process_folds_nothing_into_the_former_tables(
    feed, source, upgrade, carrier, projection
):
    """Before the upgrade it stops without a dead letter; after it, it goes on where the new generation ends."""
    await write(source, LANE, 5)

    with pytest.raises(OtherVersion):
        await feed.catch_up(LANE)
    await upgrade()
    await write(source, LANE, 5, "after")
    await feed.catch_up(LANE)

    assert await dead_letters_in(carrier) == []
    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, 11)]


async def test_the_former_process_parks_no_lane_while_it_is_upgraded(
    feeds, feed, source, upgrade, carrier, projection
):
    """It folds and others write while the new generation is filled; after the switch it stops without a dead letter."""
    await write(source, LANE, 300)
    await feeds[0].catch_up(LANE)

    async def living():
        for n in range(10_000):
            await write(source, LANE, 5, f"round-{n}")
            try:
                await feeds[0].catch_up(LANE)
            except OtherVersion:
                continue

    async with running(living()):
        await upgrade()
    with pytest.raises(OtherVersion):
        await feeds[0].catch_up(LANE)
    await feed.catch_up(LANE)

    head = (await source.heads())[LANE].seq
    assert head > 300
    assert await dead_letters_in(carrier) == []
    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, head + 1)]


async def test_lanes_that_the_former_code_parked_are_driven_again(feeds, source, upgrade, carrier, former):
    """A dead letter of the former fold is deleted with the switch; a fork stays, since no code mends it."""

    async def broken(*_):
        raise RuntimeError('relation "docket_1.tally" does not exist')

    await write(source, LANE, 5)
    await write(source, OTHER, 5)
    await feeds[0].catch_up(OTHER)
    former.fold = broken
    await feeds[0].catch_up(LANE)
    before = await dead_letters_in(carrier)

    await upgrade()

    assert [(subscription, agency) for subscription, agency, _ in before] == [("effects", LANE)]
    assert await dead_letters_in(carrier) == []
