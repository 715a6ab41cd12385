"""Waiting for one's own number: the process that folds knows, a stand-by process asks the database once for all."""

import asyncio
from time import monotonic

import pytest

from shared.delivery.feed import Feed
from shared.delivery.read_your_writes import ReadYourWrites
from shared.delivery.subscription import ProjectionSubscription
from support.servers.carrier import write

LANE = "qionghai"


class Asked(ReadYourWrites):
    """The wait with a database that shows `shown`, and counts how often it is asked."""

    def __init__(self, shown: int) -> None:
        super().__init__("intake", None)  # type: ignore[arg-type]  # nothing here connects
        self.shown, self.times = shown, 0

    async def _shown(self, _: str) -> int:
        self.times += 1
        await asyncio.sleep(0.01)
        return self.shown


@pytest.mark.unit
async def test_folded_by_this_process():
    """A number that this process folded is shown, and the database is not asked."""
    wait = Asked(0)
    wait.moved({LANE: 7})

    assert await wait.show(LANE, 7, 1)

    assert wait.times == 0


@pytest.mark.unit
async def test_fold_that_comes_while_a_page_waits():
    """Pages that wait go on as soon as this process has folded their numbers, each for its own lane."""
    wait = Asked(0)
    wait.moved({"tongliao": 1})
    pages = [asyncio.create_task(wait.show(agency, 3, 5)) for agency in (LANE, "tongliao")]
    began = monotonic()
    await asyncio.sleep(0)

    wait.moved({LANE: 2})
    wait.moved({LANE: 3})
    wait.moved({"tongliao": 3})

    assert await asyncio.gather(*pages) == [True, True]
    assert monotonic() - began < 5
    assert wait.times == 0


@pytest.mark.unit
async def test_stand_by_process_asks_once_for_all():
    """A process that folds nothing asks the database, with one query for all pages that wait together."""
    wait = Asked(9)

    assert all(await asyncio.gather(*(wait.show(LANE, seq, 1) for seq in range(1, 10))))

    assert wait.times == 1


@pytest.mark.unit
async def test_number_that_does_not_come():
    """After its seconds a page goes on without the number; the process asked in the meantime, as its own fold may have failed."""
    wait = Asked(2)
    wait.moved({LANE: 2})

    assert not await wait.show(LANE, 3, 0.2)

    assert wait.times > 0


@pytest.mark.contract
async def test_feed_names_what_was_not_folded_as_it_came(source, carrier, projection):
    """A lane with a gap or a dead letter is named; one whose rows were folded as they came is not."""
    feed = Feed("intake", source, carrier, [ProjectionSubscription(projection)], lambda _: None)
    for agency in (LANE, "tongliao", "sanya"):
        await write(source, agency, 3)
    await feed.take(await source.read("sanya", 0, 1))
    feed._dead_letters = frozenset({("effects", "sanya")})

    broken = await feed.take(
        [
            *await source.read(LANE, 0, 3),
            *await source.read("tongliao", 1, 2),
            *await source.read("sanya", 1, 2),
        ]
    )

    assert broken == {"tongliao", "sanya"}
