"""The inbox: what cannot be read is put aside, and what is too much is left to come again."""

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

    def __init__(self) -> None:
        super().__init__("intake", MemoryStore("intake"), None, [], lambda _: None)
        self.rows = []

    async def take(self, rows):
        self.rows.extend(rows)


@pytest.fixture
async def message():
    """A true message."""
    log = MemoryStore("intake")
    await write(log, "qionghai", 1)
    (row,) = await log.read("qionghai", 0, 1)
    return to_envelope(row, genesis("intake", "qionghai"))


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


async def test_too_much_is_left_to_come_again(message):
    """While the database is away nothing piles up without bound: the rest stays unacknowledged."""
    acks = Acks()
    inbox = Inbox(Taken())

    for _ in range(consumer.WAITING_MESSAGES_MAX + 10):
        await inbox.put(message, acks)

    assert inbox._arrived.qsize() == consumer.WAITING_MESSAGES_MAX
    assert acks.count == 0
