"""A feed on a real database: whatever arrives, in whatever order, each event takes effect once and in order."""

import asyncio
import random

import msgspec
import pytest
from sqlalchemy import text

from shared.bus.remote_log import RemoteLog, serve_log
from shared.delivery.feed import Feed
from shared.delivery.subscription import ProjectionSubscription, ReactionSubscription
from shared.eventlog.evidence import chain_hash, leaf_hash
from shared.eventlog.memory import MemoryStore
from shared.eventlog.postgres import PgLog
from shared.eventlog.store import StoreUnavailable
from shared.projections.generations import APPEND_ONLY
from support.servers.carrier import Echo, EffectProjection, dead_letters_in, forged_after, once, scalar, write

pytestmark = pytest.mark.contract
LANE = "qionghai"


@pytest.fixture
def effects(carrier, projection):
    """What took effect in a lane."""

    async def look(agency=LANE):
        return await projection.effects(carrier, agency)

    return look


async def test_duplicates_and_disorder_take_effect_once_and_in_order(feed, source, effects):
    """Every message delivered twice and shuffled leaves each event with one effect."""
    await write(source, LANE, 60)
    messages = [*await source.read(LANE, 0, 60)] * 2
    random.Random(7).shuffle(messages)

    for n in range(0, len(messages), 9):
        await feed.take(messages[n : n + 9])

    assert await effects() == once(60)


async def test_many_lanes_take_effect_in_one_transaction(feed, source, effects, carrier):
    """A batch over three lanes moves three cursors at once."""
    rows = []
    for agency in (LANE, "tongliao", "sanya"):
        await write(source, agency, 5)
        rows += await source.read(agency, 0, 5)

    await feed.take(rows)

    assert [await effects(agency) for agency in (LANE, "tongliao", "sanya")] == [once(5)] * 3
    assert await scalar(carrier, "select count(distinct xmin::text) from carrier.checkpoint") == 1


async def test_gap_is_filled_from_the_source_over_the_bus(source, carrier, projection, connect, effects):
    """What is missing before an event is read from the source's own log, by rpc, at once."""
    await write(source, LANE, 1500)
    await serve_log(await connect("intake"), "intake", source)
    client = await connect("review")

    async def joined():
        return client

    feed = Feed(
        "intake", RemoteLog(joined, "intake"), carrier, [ProjectionSubscription(projection)], lambda _: None
    )

    await feed.take(await source.read(LANE, 1499, 1))

    assert await effects() == once(1500)
    assert feed.back_fills == 1


class ReadLog(MemoryStore):
    """A log that notes which lane was read, after which number."""

    def __init__(self) -> None:
        super().__init__("intake")
        self.reads = []

    async def read(self, agency, after, limit):
        self.reads.append((agency, after))
        return await super().read(agency, after, limit)


async def test_page_is_read_once_for_all_subscriptions(service_database, engines):
    """Two projections at the same place share each page of a back-fill; one that is ahead does not hear it again."""
    log, near, far = ReadLog(), EffectProjection("intake", "near"), EffectProjection("intake", "far")
    carrier = engines((await service_database("review", projections=[near, far])).carrier_dsn)
    await write(log, LANE, 1200)

    for projections in ([near], [near, far]):
        subscriptions = [ProjectionSubscription(each) for each in projections]
        await Feed("intake", log, carrier, subscriptions, lambda _: None).catch_up(LANE)

    assert log.reads == [(LANE, n) for n in (0, 500, 1000, 1200)] * 2
    assert await near.effects(carrier, LANE) == await far.effects(carrier, LANE) == once(1200)


async def test_lanes_are_back_filled_in_turns(carrier, projection):
    """A page of each lane after the other: a long lane does not hold up a short one."""
    log = ReadLog()
    await write(log, LANE, 600)
    await write(log, "tongliao", 3)
    feed = Feed("intake", log, carrier, [ProjectionSubscription(projection)], lambda _: None)

    await feed.take([*await log.read(LANE, 599, 1), *await log.read("tongliao", 2, 1)])

    lanes_read = [agency for agency, _ in log.reads[2:]]
    assert "tongliao" in lanes_read[:2]
    assert lanes_read.count(LANE) > lanes_read.count("tongliao")
    assert await projection.effects(carrier, LANE) == once(600)


async def test_source_that_is_away_holds_up_no_other_lane(source, carrier, projection, effects):
    """A gap that cannot be filled now is left to the head audit; the neighbour's event takes effect."""

    class Away(MemoryStore):
        async def read(self, *_):
            raise StoreUnavailable("gone")

    for agency in (LANE, "tongliao"):
        await write(source, agency, 3)
    feed = Feed("intake", Away("intake"), carrier, [ProjectionSubscription(projection)], lambda _: None)

    await feed.take([*await source.read(LANE, 2, 1), *await source.read("tongliao", 0, 3)])

    assert (await effects(), await effects("tongliao")) == ([], once(3))
    feed.log = source
    await feed.compare_heads()
    await feed.compare_heads()
    assert await effects() == once(3)


async def test_forged_message_makes_no_effect(feed, source, effects):
    """An altered body, and a body whose leaf was recomputed but whose chain does not fit, are replaced by the truth."""
    await write(source, LANE, 3)
    true = list(await source.read(LANE, 0, 3))
    altered = msgspec.structs.replace(true[1], body=b'{"forged":true}')
    rechained = msgspec.structs.replace(
        altered, leaf=leaf_hash(altered), chain=chain_hash(b"x", leaf_hash(altered))
    )

    await feed.take([true[0], altered])
    assert await effects() == once(3)
    await feed.take([msgspec.structs.replace(rechained, seq=4)])

    assert await effects() == once(3)
    assert feed.back_fills == 2


async def test_well_chained_forgery_is_named_at_the_next_audit(feed, source, carrier):
    """An event that continues the chain but that the source never wrote is found out, and becomes a dead letter."""
    await write(source, LANE, 2)
    rows = list(await source.read(LANE, 0, 2))

    await feed.take([*rows, *forged_after(rows[1], 1)])
    await feed.compare_heads()

    assert await dead_letters_in(carrier) == [("effects", LANE, 3)]


async def test_irrevocable_effect_waits_for_the_log(source, carrier, projection):
    """A reaction and an evidential projection never take a well-chained forgery; the true event takes its place at once."""
    await write(source, LANE, 2)
    rows = list(await source.read(LANE, 0, 2))
    projection.effect.info[APPEND_ONLY] = True
    subscriptions = [
        ProjectionSubscription(projection),
        ReactionSubscription("review", Echo(source="intake")),
    ]
    feed = Feed("intake", source, carrier, subscriptions, lambda _: None)

    await feed.take([*rows, *forged_after(rows[1], 1)])
    await feed.compare_heads()
    await write(source, LANE, 1, "true")
    await feed.take(await source.read(LANE, 2, 1))

    assert await projection.effects(carrier, LANE) == once(3)
    answers = await PgLog("review", carrier).read(LANE, 0, 10)
    assert [row.causation_id for row in answers] == [row.id for row in await source.read(LANE, 0, 3)]
    assert await dead_letters_in(carrier) == []


async def test_fork_becomes_a_dead_letter(feed, source, effects, carrier):
    """A source whose history differs from what took effect here gets a dead letter at the first number that does not fit."""
    await write(source, LANE, 3)
    await feed.catch_up(LANE)
    other = MemoryStore("intake")
    await write(other, LANE, 5, "elsewhere")
    feed.log = other

    await feed.take(await other.read(LANE, 3, 1))
    await write(other, "tongliao", 2)
    await feed.take(await other.read("tongliao", 0, 2))

    assert await effects() == once(3)
    assert await dead_letters_in(carrier) == [("effects", LANE, 4)]
    assert await effects("tongliao") == once(2)


async def test_audit_finds_a_source_that_lost_its_tail(feed, source, carrier):
    """A log that ends before what took effect here has lost events: the lane gets a dead letter though nothing arrives."""
    await write(source, LANE, 3)
    await feed.catch_up(LANE)
    del source._lanes[LANE][2]

    await feed.compare_heads()

    assert await dead_letters_in(carrier) == [("effects", LANE, 3)]


async def test_poison_event_parks_its_lane_and_no_other(feed, source, projection, effects, carrier):
    """Rows before the poison take effect, it becomes a dead letter, other lanes flow; deleted, it is driven on."""
    await write(source, LANE, 6)
    await write(source, "tongliao", 3)
    projection.poison = {"made/4"}

    await feed.take([*await source.read(LANE, 0, 6), *await source.read("tongliao", 0, 3)])

    assert await dead_letters_in(carrier) == [("effects", LANE, 5)]
    assert (await effects(), await effects("tongliao")) == (once(4), once(3))
    projection.poison = set()
    async with carrier.begin() as connection:
        await connection.execute(text("delete from carrier.dead_letter"))
    await feed.compare_heads()
    await feed.compare_heads()
    assert await effects() == once(6)
    assert await dead_letters_in(carrier) == []


async def test_head_audit_finds_what_nobody_sends(feed, source, effects):
    """A lane that is behind and does not move is brought up; until then the lag shows."""
    await write(source, LANE, 7)

    await feed.compare_heads()
    behind = dict(feed.standstill.lag)
    await feed.compare_heads()

    assert behind == {f"effects/{LANE}": 7}
    assert feed.standstill.lag == {f"effects/{LANE}": 0}
    assert await effects() == once(7)


async def test_two_processes_share_a_first_event(source, projection, effects, database, engines):
    """Two processes that both see the first event of a lane give it one effect."""
    await write(source, LANE, 1)
    rows = await source.read(LANE, 0, 1)
    feeds = [
        Feed(
            "intake",
            source,
            engines(database.carrier_dsn),
            [ProjectionSubscription(projection)],
            lambda _: None,
        )
        for _ in range(6)
    ]

    await asyncio.gather(*(feed.take(rows) for feed in feeds))

    assert await effects() == once(1)


async def test_database_that_goes_away_is_waited_for(feed, source, effects, database, engines):
    """Sessions that are cut in the middle cost a retry, no event and no second effect."""
    await write(source, LANE, 300)
    superuser = engines(database.superuser_dsn)
    cut = text("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'review_carrier'")

    async def cutting():
        for _ in range(20):
            async with superuser.begin() as connection:
                await connection.execute(cut)
            await asyncio.sleep(0.02)

    async def taking():
        for n in range(0, 300, 10):
            await feed.take(await source.read(LANE, n, 10))

    await asyncio.gather(cutting(), taking())

    assert await effects() == once(300)
