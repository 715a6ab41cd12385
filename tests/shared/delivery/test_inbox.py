"""The inbox: what cannot be read is put aside, what is too much is read from the log, and lanes have their turns."""

from functools import partial

import pytest

from shared.bus.envelope import to_envelope
from shared.delivery import inbox as consumer
from shared.delivery.feed import Feed
from shared.delivery.inbox import Inbox
from shared.eventlog.evidence import genesis
from shared.eventlog.memory import MemoryStore
from support.servers.carrier import eventually, running, write


class Taken(Feed):
    """A feed that only remembers what it was given."""

    def __init__(self, pages=1) -> None:
        super().__init__("intake", MemoryStore("intake"), None, [], lambda _: None)
        self.rows, self.order, self.pages_read = [], [], []
        self._pages = pages
        self.meanwhile = []
        """What happens while pages are read, the next one last."""

    async def apply(self, rows):
        self.rows.extend(rows)
        self.order.extend({row.agency for row in rows})
        return set()

    async def read_on(self, agency):
        self.pages_read.append(agency)
        self.order.append("page")
        if self.meanwhile:
            await self.meanwhile.pop()()
        return len(self.pages_read) < self._pages


@pytest.fixture
def messages():
    """True messages of a lane."""

    async def make(agency, count):
        log = MemoryStore("intake")
        await write(log, agency, count)
        rows = await log.read(agency, 0, count)
        before = [genesis("intake", agency), *(row.chain for row in rows)]
        return [to_envelope(row, chain) for row, chain in zip(rows, before, strict=False)]

    return make


@pytest.fixture
async def message(messages):
    """A true message."""
    (one,) = await messages("qionghai", 1)
    return one


class Acks:
    """Counts acknowledgements."""

    count = 0

    async def __call__(self) -> None:
        """One more."""
        self.count += 1


@pytest.mark.parametrize("body", [b"", b"nonsense", b"{}", b"\xff\xfe", b'{"specversion":"1.0","id":7}'])
async def test_unreadable_message_is_acknowledged_and_put_aside(body):
    """A message that is no envelope would come for ever: the heads tell what is missing."""
    feed, acks = Taken(), Acks()

    await Inbox(feed).put(body, acks)

    assert (feed.rows, acks.count) == ([], 1)


async def test_message_is_acknowledged_after_its_effect(message):
    """What the feed took is acknowledged, and not before."""
    feed, acks = Taken(), Acks()
    inbox = Inbox(feed)
    await inbox.put(message, acks)
    before = acks.count

    async def acknowledged() -> bool:
        return acks.count == 1

    async with running(inbox.run()):
        await eventually(acknowledged)

    assert before == 0
    assert [row.seq for row in feed.rows] == [1]


async def test_too_much_is_read_from_the_log(messages):
    """While the database is away nothing piles up without bound: the rest is acknowledged and read from the log later."""
    feed, acks = Taken(), Acks()
    inbox = Inbox(feed)
    for body in await messages("qionghai", consumer.LANE_MESSAGES_MAX + 10):
        await inbox.put(body, acks)
    before = acks.count

    async with running(inbox.run()):
        await eventually(lambda: _read_on(feed, "qionghai"))

    assert before == 10
    assert len(feed.rows) == consumer.LANE_MESSAGES_MAX


async def test_lanes_have_their_turns(messages):
    """A lane with many messages and one with few: the few are in the first batch, beside an equal share of the many."""
    feed = Taken()
    feed.pace.rows = lambda: 20
    inbox = Inbox(feed)
    for body in [*await messages("qionghai", 100), *await messages("tongliao", 3)]:
        await inbox.put(body, Acks())

    async def all_taken() -> bool:
        return len(feed.rows) == 103

    async with running(inbox.run()):
        await eventually(all_taken)

    assert [row.agency for row in feed.rows[:13]] == ["qionghai"] * 10 + ["tongliao"] * 3
    assert [row.seq for row in feed.rows if row.agency == "qionghai"] == list(range(1, 101))


async def test_lane_that_is_behind_has_its_turns_with_the_others(messages):
    """While a lane is read from the log page by page, what arrives in another lane takes effect between two pages."""
    feed = Taken(pages=3)
    inbox = Inbox(feed)
    for body in await messages("qionghai", consumer.LANE_MESSAGES_MAX + 1):
        await inbox.put(body, Acks())
    late = await messages("tongliao", 1)
    feed.meanwhile = [partial(inbox.put, *late, Acks())]

    async with running(inbox.run()):
        await eventually(lambda: _read_on(feed, "qionghai", 3))

    assert feed.order[-4:] == ["page", "tongliao", "page", "page"]


async def test_long_backlog_is_skipped(messages):
    """When the bus has many messages to come, the durable is moved to the stream's end, then lanes that are behind are read."""
    feed, order = Taken(), []

    async def skip():
        order.append("skip")

    async def behind():
        order.append("heads")
        return ["tongliao"]

    feed.behind = behind
    inbox = Inbox(feed, skip)
    (body,) = await messages("qionghai", 1)
    await inbox.put(body, Acks(), consumer.BACKLOG_MESSAGES + 1)

    async with running(inbox.run()):
        await eventually(lambda: _read_on(feed, "tongliao"))

    assert order == ["skip", "heads"]


async def _read_on(feed: Taken, agency: str, times: int = 1) -> bool:
    return feed.pages_read.count(agency) == times
