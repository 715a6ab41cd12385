"""The inbox: what cannot be read is put aside, what is too much is read from the log, and lanes have their turns."""

from functools import partial

import pytest

from shared.bus.envelope import to_envelope
from shared.delivery import inbox as consumer
from shared.delivery import log_turns
from shared.delivery.feed import Feed
from shared.delivery.inbox import Inbox
from shared.eventlog.evidence import genesis
from shared.eventlog.memory import MemoryStore
from support.servers.carrier import eventually, running, write


class Taken(Feed):
    """A feed that only remembers what it was given, and which lanes are behind."""

    def __init__(self, pages=1) -> None:
        super().__init__("intake", MemoryStore("intake"), None, [], lambda _: None)
        self.rows, self.order, self.pages_read, self.lanes_behind = [], [], [], []
        self._pages = pages
        self.meanwhile = []
        """What happens while pages are read, the next one last."""

    async def apply(self, rows):
        self.rows.extend(rows)
        self.order.extend({row.agency for row in rows})
        return set()

    async def read_on(self, agency):
        self.pages_read.append(agency)
        self.order.append(f"page of {agency}")
        if self.meanwhile:
            await self.meanwhile.pop()()
        return self.pages_read.count(agency) < self._pages

    async def behind(self):
        self.order.append("compared")
        found, self.lanes_behind = self.lanes_behind, []
        return found


async def skipped() -> None:
    """A durable that nobody has to move."""


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

    await Inbox(feed, skipped).put(body, acks)

    assert (feed.rows, acks.count) == ([], 1)


async def test_message_is_acknowledged_after_its_effect(message):
    """What the feed took is acknowledged, and not before."""
    feed, acks = Taken(), Acks()
    inbox = Inbox(feed, skipped)
    await inbox.put(message, acks)
    before = acks.count

    async def acknowledged() -> bool:
        return acks.count == 1

    async with running(inbox.run()):
        await eventually(acknowledged)

    assert before == 0
    assert [row.seq for row in feed.rows] == [1]


async def test_lanes_have_their_turns(messages):
    """A lane with many messages and one with few: the few are in the first batch, beside an equal share of the many."""
    feed = Taken()
    feed.pace.rows = lambda: 20
    inbox = Inbox(feed, skipped)
    for body in [*await messages("qionghai", 100), *await messages("tongliao", 3)]:
        await inbox.put(body, Acks())

    async def all_taken() -> bool:
        return len(feed.rows) == 103

    async with running(inbox.run()):
        await eventually(all_taken)

    assert [row.agency for row in feed.rows[:13]] == ["qionghai"] * 10 + ["tongliao"] * 3
    assert [row.seq for row in feed.rows if row.agency == "qionghai"] == list(range(1, 101))


async def test_lane_that_is_read_from_the_log_has_its_turns_with_the_others(messages):
    """While a lane that does not follow is read page by page, what arrives in another lane takes effect between two pages."""
    feed = Taken(pages=3)
    inbox = Inbox(feed, skipped)
    feed.apply = partial(_does_not_follow, feed)
    await inbox.put(*await messages("qionghai", 1), Acks())
    late = await messages("tongliao", 1)
    feed.meanwhile = [partial(inbox.put, *late, Acks())]

    async with running(inbox.run()):
        await eventually(lambda: _read_on(feed, "qionghai", 3))

    page = "page of qionghai"
    assert feed.order == ["qionghai", page, "tongliao", page, page]


async def test_backlog_is_read_from_the_log(messages, monkeypatch):
    """With many messages to come none is taken: the log is read, the durable moved to the end, and the heads compared again."""
    monkeypatch.setattr(log_turns, "CALM_SECONDS", 0.1)
    feed, acks = Taken(), Acks()
    feed.lanes_behind = ["tongliao"]

    async def skip():
        feed.order.append("moved to the end")

    inbox = Inbox(feed, skip)
    first, second, third = await messages("qionghai", 3)
    await inbox.put(first, acks, consumer.BACKLOG_MESSAGES + 1)
    await inbox.put(second, acks)

    async with running(inbox.run()):
        await eventually(lambda: _compared(feed, 2))
        await inbox.put(third, acks)
        await eventually(lambda: _taken(feed, 3))

    assert feed.order == ["compared", "page of tongliao", "moved to the end", "compared", "qionghai"]
    assert acks.count == 1


async def test_lane_that_was_not_behind_comes_first(monkeypatch):
    """While a long lane is read from the log page by page, a row of another lane takes effect after the page under way."""
    monkeypatch.setattr(log_turns, "CALM_SECONDS", 0.1)
    monkeypatch.setattr(log_turns, "POLL_SECONDS", 0.0)
    feed = Taken(pages=4)
    await write(feed.log, "qionghai", 1)
    feed.lanes_behind = ["qionghai", "tongliao"]
    feed.meanwhile = [partial(write, feed.log, "hainan", 1)]

    await log_turns.LogTurns(feed).until_calm()

    assert feed.pages_read[:4] == ["qionghai", "hainan", "tongliao", "qionghai"]
    assert feed.pages_read.count("qionghai") == 4


async def _read_on(feed: Taken, agency: str, times: int = 1) -> bool:
    return feed.pages_read.count(agency) == times


async def _compared(feed: Taken, times: int) -> bool:
    return feed.order.count("compared") == times


async def _taken(feed: Taken, seq: int) -> bool:
    return [row.seq for row in feed.rows] == [seq]


async def _does_not_follow(feed: Taken, rows):
    feed.order.extend({row.agency for row in rows})
    return {row.agency for row in rows if row.agency == "qionghai"}
