"""Relay of 64 lanes of mixed depth into a stream that syncs each write: beside nats-py publishing one by one."""

import asyncio
from uuid import uuid4

import asyncpg
import nats
from sqlalchemy.ext.asyncio import create_async_engine

from bench.ground import LANES, Ground, commit, event
from bench.measure import Figure, Stopwatch, medians
from shared.bus.envelope import subject, to_envelope
from shared.bus.relay import Relay
from shared.eventlog.append import Pending, append
from shared.eventlog.evidence import genesis
from shared.eventlog.memory import MemoryStore
from shared.eventlog.postgres import PgLog
from shared.message import Recorded
from shared.process.settings import async_dsn
from shared.time.clock import wall_clock

TARGET = 3.0
ONE_BY_ONE = 500


async def figures(ground: Ground) -> list[Figure]:
    """Messages per second."""
    taken = await medians({"ours": lambda: ours(ground), "peer": lambda: one_by_one(ground)})
    return [Figure("relay, 64 lanes", taken["ours"], taken["peer"], "nats-py one by one", TARGET)]


async def ours(ground: Ground) -> float:
    """What the relay sends of a fresh backlog: lane n has n × 4 new events."""
    backlog = await _backlog(ground)
    engine = create_async_engine(async_dsn(ground.carrier("review")))
    client = await nats.connect(ground.nats.url_for("review"), inbox_prefix=b"_INBOX.review")
    log = PgLog("review", engine)
    heads = await log.heads()
    relay = Relay("review", log, client, wall_clock)
    watch = Stopwatch()
    task = asyncio.create_task(relay.run())
    while any(relay.position(a) < head.seq for a, head in heads.items()):  # noqa: ASYNC110  # the relay tells nobody
        await asyncio.sleep(0.002)
    rate = backlog / watch.seconds()
    task.cancel()
    await client.close()
    await engine.dispose()
    return rate


async def _backlog(ground: Ground) -> int:
    connection = await asyncpg.connect(ground.app("review"))
    body, total = event(), 0
    for depth, agency in enumerate(LANES, 1):
        commits = [commit(agency, body) for _ in range(depth * 4)]
        for start in range(0, len(commits), 128):
            await append(connection, [Pending.of(one) for one in commits[start : start + 128]])
        total += len(commits)
    await connection.close()
    return total


async def one_by_one(ground: Ground) -> float:
    """nats-py awaiting each publish to the same kind of stream."""
    client = await nats.connect(ground.nats.url_for("deploy"))
    stream = client.jetstream(timeout=10)
    row = await _row()
    payload = to_envelope(row, genesis("reporting", "agency-00"))
    watch = Stopwatch()
    for _ in range(ONE_BY_ONE):
        await stream.publish(subject(row), payload, headers={"Nats-Msg-Id": str(uuid4())})
    rate = ONE_BY_ONE / watch.seconds()
    await client.close()
    return rate


async def _row() -> Recorded:
    store = MemoryStore("reporting")
    await store.append(commit("agency-00", event()))
    return (await store.read("agency-00", 0, 1))[0]
