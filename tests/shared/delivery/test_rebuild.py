"""A rebuilt projection equals the live one, while events go on; a difference is reported."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from shared.delivery.feed import Feed
from shared.delivery.rebuild import EvidenceDiffers, LogBroken, Rebuild
from shared.delivery.subscription import ProjectionSubscription
from shared.projections.generations import APPEND_ONLY, live_generation
from support.reporting.forgery import rechained
from support.servers.carrier import (
    EffectProjection,
    dead_letters_in,
    forged_after,
    once,
    running,
    scalar,
    write,
)

pytestmark = pytest.mark.contract
LANE = "qionghai"


@pytest.fixture
def rebuild(source, projection, database):
    """Rebuild it."""

    async def run(log=source, *, rewind=False):
        rebuilding = Rebuild("review", projection, {"intake": log}, lambda _lane, _seq: None, rewind=rewind)
        return await rebuilding.run(database.superuser_dsn)

    return run


async def test_rebuilt_book_equals_the_live_one_while_events_flow(feed, source, rebuild, projection, carrier):
    """Five rebuilds in a row, with events taking effect all the while, find no difference and lose none."""

    async def writing():
        for n in range(10_000):
            await write(source, LANE, 5, f"round-{n}")
            await feed.catch_up(LANE)

    await write(source, LANE, 300, "before")
    await feed.catch_up(LANE)
    async with running(writing()):
        found = [await rebuild() for _ in range(5)]
    await feed.catch_up(LANE)

    head = (await source.heads())[LANE].seq
    assert [(each.generation, each.differing) for each in found] == [(n, ()) for n in range(2, 7)]
    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, head + 1)]


async def test_differing_book_is_reported_and_replaced(
    feed, source, rebuild, projection, carrier, database, engines
):
    """A row that somebody changed in the live projection is found by the rebuild, whose projection is right again."""
    await write(source, LANE, 10)
    await feed.catch_up(LANE)
    async with engines(database.superuser_dsn).begin() as connection:
        await connection.execute(text("update effects_1.effect set times = 7 where seq = 3"))

    found = await rebuild()

    assert found.differing == ("effect",)
    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, 11)]


async def test_log_that_ends_too_early_stops_the_rebuild(feed, source, rebuild, carrier):
    """A source that lost what took effect here stops the rebuild, and the live projection stays."""
    await write(source, LANE, 10)
    await feed.catch_up(LANE)
    del source._lanes[LANE][8:]

    with pytest.raises(LogBroken, match="ends at 8"):
        await rebuild()

    async with carrier.connect() as connection:
        assert await live_generation(connection, "effects") == 1


class EvidenceProjection(EffectProjection):
    """The same projection, but its table is evidence."""

    def __init__(self, source):
        super().__init__(source, "evidence")
        self.effect.info[APPEND_ONLY] = True

    async def fold(self, connection, rows):
        """Add the rows."""
        new = [{"agency": row.agency, "seq": row.seq, "stream": row.stream, "times": 1} for row in rows]
        await connection.execute(self.effect.insert(), new)


@pytest.fixture
async def evidence(source, service_database, engines):
    """Ten events that an append-only projection of review has applied."""
    projection = EvidenceProjection("intake")
    database = await service_database("review", projections=[projection])
    carrier = engines(database.carrier_dsn)
    await write(source, LANE, 10)
    await Feed("intake", source, carrier, [ProjectionSubscription(projection)], lambda _: None).catch_up(LANE)

    async def run():
        made = Rebuild("review", projection, {"intake": source}, lambda _lane, _seq: None)
        return await made.run(database.superuser_dsn)

    return projection, database, carrier, run


async def test_evidence_that_the_log_still_gives_is_rebuilt(evidence):
    """The same rows come out, and the next generation is the live one."""
    projection, _, carrier, run = evidence

    assert (await run()).differing == ()
    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, 11)]


async def test_rewritten_log_never_replaces_evidence(evidence, source):
    """A consistently rewritten log is refused by name; the old rows stay, and nothing of the new ones."""
    _, _, carrier, run = evidence
    before = await streams_of(carrier)
    source._lanes[LANE][:] = rechained(source._lanes[LANE], 4, {"stream": "made/forged"})

    with pytest.raises(EvidenceDiffers, match="effect"):
        await run()

    assert await streams_of(carrier) == before
    async with carrier.connect() as connection:
        assert await live_generation(connection, "evidence") == 1
        assert await connection.scalar(text("select to_regnamespace('evidence_2')")) is None


async def test_evidence_behind_its_checkpoint_is_not_dropped(evidence):
    """Rows beyond a checkpoint that somebody set back are evidence too."""
    projection, _, carrier, run = evidence
    async with carrier.begin() as connection:
        await connection.execute(text("update carrier.checkpoint set seq = 7"))

    with pytest.raises(EvidenceDiffers):
        await run()

    assert len(await projection.effects(carrier, LANE)) == 10


@pytest.mark.parametrize(
    "statement",
    [
        "update evidence_1.effect set times = 2",
        "update evidence.effect set times = 2 where seq = 3",
        "delete from evidence_1.effect where seq = 3",
        "truncate evidence_1.effect",
    ],
)
@pytest.mark.parametrize("who", ["carrier_dsn", "superuser_dsn"])
async def test_evidence_is_added_and_never_changed(evidence, engines, statement, who):
    """The carrier has no right to change a row, and a trigger refuses whoever has."""
    projection, database, carrier, _ = evidence

    with pytest.raises(ProgrammingError, match=r"permission denied|append-only"):
        async with engines(getattr(database, who)).begin() as connection:
            await connection.execute(text(statement))

    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, 11)]


async def streams_of(carrier):
    """The rows as queries see them."""
    async with carrier.connect() as connection:
        return (await connection.execute(text("table evidence.effect order by seq"))).all()


async def test_forged_tail_is_rewound(feed, source, rebuild, projection, carrier):
    """A projection that took a forgery is rebuilt to the end of the log; its dead letter goes, and it follows the log again."""
    await write(source, LANE, 10)
    await feed.take([*await source.read(LANE, 0, 10), *forged_after((await source.read(LANE, 9, 1))[0], 2)])
    await feed.compare_heads()
    await write(source, LANE, 1, "true")

    found = await rebuild(rewind=True)

    assert (found.differing, await dead_letters_in(carrier)) == (("effect",), [])
    for _ in range(2):
        await feed.compare_heads()
    assert await projection.effects(carrier, LANE) == once(11)
    assert await scalar(carrier, "select stream from effects.effect where seq = 11") == "true/0"
    assert await dead_letters_in(carrier) == []


async def test_two_rebuilds_at_once_do_no_harm(feed, source, rebuild, projection, carrier):
    """Of two rebuilds of one projection at the same time at least one comes through, and the projection is whole."""
    await write(source, LANE, 50)
    await feed.catch_up(LANE)

    results = await asyncio.gather(rebuild(), rebuild(), return_exceptions=True)

    assert any(not isinstance(each, BaseException) for each in results)
    assert await projection.effects(carrier, LANE) == [(seq, 1) for seq in range(1, 51)]
