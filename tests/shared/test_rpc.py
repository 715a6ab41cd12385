"""Reads of a log over the bus answer what the log answers."""

import pytest

from shared.memory_store import MemoryStore
from shared.rpc import RemoteLog, serve_log
from shared.store import StoreUnavailable
from support.carrier import write
from support.origins import commit, happening, origin

pytestmark = pytest.mark.contract


@pytest.fixture
def log():
    """Intake's log."""
    return MemoryStore("intake")


@pytest.fixture
async def remote(log, connect):
    """The same log as review reads it."""
    await serve_log(await connect("intake"), "intake", log)
    client = await connect("review")

    async def joined():
        return client

    return RemoteLog(joined, "intake")


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


async def test_source_that_does_not_answer_is_unavailable(connect):
    """Nobody on the other side is an answer too: try again later."""
    client = await connect("review")

    async def joined():
        return client

    with pytest.raises(StoreUnavailable, match="deadline does not answer"):
        await RemoteLog(joined, "deadline").heads()
