"""Reads of a log over the bus answer what the log answers, and every question gets an answer."""

import asyncio

import pytest

from shared.bus.envelope import rpc_subject
from shared.bus.remote_log import ROWS_MAX, QuestionRefused, RemoteLog, serve_log
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import StoreUnavailable
from support.origins import commit, happening, origin
from support.servers.carrier import write

pytestmark = pytest.mark.contract


@pytest.fixture
def log():
    """Intake's log."""
    return MemoryStore("intake")


@pytest.fixture
async def remote_of(connect):
    """A service's log as review reads it, served or not."""
    client = await connect("review")

    async def joined():
        return client

    return lambda service: RemoteLog(joined, service)


@pytest.fixture
async def remote(log, connect, remote_of):
    """The same log as review reads it."""
    await serve_log(await connect("intake"), "intake", log)
    return remote_of("intake")


async def test_heads_and_rows_are_the_log_s_own(log, remote):
    """Heads and ranges come over the bus column by column as they are."""
    await write(log, "qionghai", 9)
    await write(log, "tongliao", 2)

    assert await remote.heads() == await log.heads()
    assert list(await remote.read("qionghai", 3, 4)) == list(await log.read("qionghai", 3, 4))
    assert await remote.read("qionghai", 9, 4) == []


async def test_long_answer_is_cut_to_what_the_broker_carries(log, remote):
    """Large bodies and many rows come in pages of at least one row, none of them missing."""
    for n in range(40):
        large = happening("x" * 40_000)
        await log.append(commit(f"large/{n}", 0, large, by=origin("qionghai")))
    await write(log, "qionghai", 2000)
    got = []

    while page := await remote.read("qionghai", len(got), 2000):
        got += page

    assert [row.seq for row in got] == list(range(1, 2041))
    assert got == list(log._lanes["qionghai"])


async def test_source_that_does_not_answer_is_unavailable(remote_of):
    """Nobody on the other side is an answer too: try again later."""
    with pytest.raises(StoreUnavailable, match="deadline does not answer"):
        await remote_of("deadline").heads()


@pytest.mark.usefixtures("remote")
@pytest.mark.parametrize(
    "question",
    [
        b"",
        b"\xff\x00",
        b"[1, 2, 3]",
        b'{"agency": "qionghai"}',
        b'{"agency": "qionghai", "after": -1, "limit": 10}',
        b'{"agency": "qionghai", "after": 0, "limit": 0}',
        b'{"agency": "qionghai", "after": 0, "limit": "all"}',
    ],
)
async def test_malformed_question_is_answered_with_its_fault(connect, question):
    """Whoever asks wrongly hears so at once, instead of waiting for an answer that never comes."""
    client = await connect("review")

    reply = await client.request(rpc_subject("intake", "range"), question, timeout=2)

    assert reply.data == b""
    assert reply.headers["Nats-Service-Error-Code"] == "400"
    assert reply.headers["Nats-Service-Error"]


async def test_refused_question_is_an_error_of_the_asker(remote):
    """A range that no log has is refused with its reason, and is not taken for a source that is away."""
    with pytest.raises(QuestionRefused, match="after"):
        await remote.read("qionghai", -1, 10)


class ToldLog(MemoryStore):
    """A log that remembers how many rows it was asked for."""

    asked = 0

    async def read(self, agency, after, limit):
        self.asked = limit
        return await super().read(agency, after, limit)


async def test_range_is_cut_to_what_one_question_may_cost(connect, remote_of):
    """However much is asked for, the log reads a bounded number of rows; the asker asks on."""
    log = ToldLog("intake")
    await serve_log(await connect("intake"), "intake", log)

    await remote_of("intake").read("qionghai", 0, 10**9)

    assert log.asked == ROWS_MAX


class AwayLog(MemoryStore):
    """A log whose database is away."""

    async def heads(self):
        raise StoreUnavailable("the database is away")


async def test_log_that_is_away_is_said_at_once(connect, remote_of):
    """A source that answers but cannot read says so, sooner than a time-out would."""
    await serve_log(await connect("intake"), "intake", AwayLog("intake"))

    with pytest.raises(StoreUnavailable, match="the database is away"):
        async with asyncio.timeout(2):
            await remote_of("intake").heads()
