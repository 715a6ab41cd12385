"""The notices in deadline's log: what set-up loads, what is counted by, and how often they are read."""

from deadline.calendar.handlers import NoticeCache, load_notices, loaded_calendar
from deadline.calendar.package import load_calendar, rows
from shared.eventlog.memory import MemoryStore
from support.deadline.clocks import NOON, before_year


async def test_the_package_s_notices_give_the_package_s_calendar(store):
    """What deploy loads into the lane counts as the command line counts, today and as of any earlier day."""
    calendar = await loaded_calendar(store)

    assert {(r.day, r.kind) for r in calendar.rows} == {(r.day, r.kind) for r in load_calendar().rows}
    assert calendar.years == load_calendar().years


async def test_loading_the_notices_again_adds_nothing(store):
    """Set-up may be repeated."""
    before = await store.heads()

    assert await load_notices(store, rows(), NOON) == 0
    assert await store.heads() == before


class CountingStore(MemoryStore):
    """Counts how often a stream was read whole."""

    loads = 0

    async def load(self, agency, stream):
        self.loads += 1
        return await super().load(agency, stream)

    async def last(self, agency, stream):
        return (await super().load(agency, stream) or [None])[-1]


async def test_the_notices_are_read_again_only_when_one_more_was_loaded():
    """Who asks at every event reads one row, and knows a year as soon as its notice is there."""
    store, known = CountingStore("deadline"), NoticeCache()
    await load_notices(store, before_year(2025).rows, NOON)
    store.loads = 0

    before = [await known.calendar(store) for _ in range(3)]
    await load_notices(store, rows(), NOON)
    loading = store.loads
    after = [await known.calendar(store) for _ in range(3)]

    assert [2025 in calendar.years for calendar in (*before, *after)] == [False] * 3 + [True] * 3
    assert store.loads == loading + 1
