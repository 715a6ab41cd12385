"""Replay: every event of a log decoded and folded, beside the eventsourcing package; COPY TO STDOUT is the limit."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg
from eventsourcing.domain import Aggregate
from eventsourcing.domain import event as recorded_event
from eventsourcing.persistence import DatetimeAsISO, DecimalAsStr, JSONTranscoder, Mapper, UUIDAsHex
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from sqlalchemy.ext.asyncio import create_async_engine

from bench.ground import LANES, Ground, commit, small
from bench.measure import Figure, Stopwatch, medians
from shared.eventlog.append import Pending, append
from shared.eventlog.paging import lane_pages
from shared.eventlog.postgres import PgLog
from shared.eventlog.store import Change, Commit
from shared.events.deadline.clock import WarningRaised
from shared.events.registry import load
from shared.message import Recorded
from shared.process.settings import async_dsn

TARGET = 1.5
PAGE = 5_000
GROUP = 250
PER_STREAM = 10


async def figures(ground: Ground) -> list[Figure]:
    """Events per second."""
    count = int(os.environ.get("BENCH_REPLAY_EVENTS", "1000000"))
    await _write_ours(ground, count)
    peer = _Peer(ground)
    peer.write(count)
    taken = await medians(
        {"ours": lambda: ours(ground), "peer": peer.replay, "copy": lambda: copied(ground)}, rounds=3
    )
    peer.close()
    return [
        Figure(f"replay, {count:,} events", taken["ours"], taken["peer"], "eventsourcing", TARGET),
        Figure(f"replay, {count:,} events", taken["ours"], taken["copy"], "COPY TO STDOUT (stated)", 0.0),
    ]


async def ours(ground: Ground) -> float:
    """Through the reader that rebuilds use: rows, decoded, folded per stream."""
    engine = create_async_engine(async_dsn(ground.carrier("deadline")))
    log = PgLog("deadline", engine)
    watch, folded = Stopwatch(), 0
    state: Counter[str] = Counter()
    for agency in await log.heads():
        async for rows in lane_pages(log, agency, 0, PAGE):
            fold(state, rows)
            folded += len(rows)
    rate = folded / watch.seconds()
    await engine.dispose()
    return rate


def fold(state: Counter[str], rows: Sequence[Recorded]) -> None:
    """What a projection does: decode, and add up by stream."""
    for row in rows:
        happened = load(row)
        if isinstance(happened, WarningRaised):
            state[row.stream] += happened.working_days_left


async def copied(ground: Ground) -> float:
    """The server's own way out."""
    connection = await asyncpg.connect(ground.superuser("deadline"))
    watch = Stopwatch()
    done = await connection.copy_from_query("table log.events", output=_nowhere)
    rate = int(done.split()[1]) / watch.seconds()
    await connection.close()
    return rate


async def _nowhere(_: bytes) -> None:
    """Where the copy goes."""


async def _write_ours(ground: Ground, count: int) -> None:
    connection = await asyncpg.connect(ground.app("deadline"))
    commits = _commits(count)
    while group := [one for _, one in zip(range(GROUP), commits, strict=False)]:
        await append(connection, [Pending.of(one) for one in group])
    await connection.close()


def _commits(count: int) -> Iterator[Commit]:
    for n in range(count // PER_STREAM):
        request = uuid4()
        events = tuple(small(request, left) for left in range(PER_STREAM))
        one = commit(LANES[n % len(LANES)], events[0])
        yield Commit(one.origin, (Change(one.changes[0].stream, 0, events),))


class Warned(Aggregate):
    """The peer's aggregate with the same figures in its events."""

    def __init__(self, request_id: str) -> None:
        self.request_id = request_id
        self.total = 0

    @recorded_event("Raised")
    def warn(self, clock: str, generation: int, due_on: str, working_days_left: int) -> None:  # noqa: ARG002  # they go into the event
        """Raise a warning."""
        self.total += working_days_left


class _Peer:
    """The eventsourcing package: recorder, JSON transcoder, mapper, aggregates."""

    def __init__(self, ground: Ground) -> None:
        at = urlsplit(ground.superuser("postgres"))
        self._store = PostgresDatastore(
            dbname="postgres",
            host=at.hostname or "",
            port=str(at.port),
            user=at.username or "",
            password=at.password or "",
        )
        self._recorder = PostgresApplicationRecorder(self._store, events_table_name="peer_replay")
        self._recorder.create_table()
        transcoder = JSONTranscoder()
        for transcoding in (UUIDAsHex(), DecimalAsStr(), DatetimeAsISO()):
            transcoder.register(transcoding)
        self._mapper: Mapper[UUID] = Mapper(transcoder)

    def write(self, count: int) -> None:
        """`count` events in aggregates of `PER_STREAM`."""
        batch: list[Any] = []
        for _ in range(count // PER_STREAM):
            aggregate = Warned(str(uuid4()))
            for left in range(PER_STREAM - 1):
                aggregate.warn("reply", 1, "2025-03-31", left)
            batch.extend(self._mapper.to_stored_event(each) for each in aggregate.collect_events())
            if len(batch) >= 1000:
                self._recorder.insert_events(batch)
                batch = []
        self._recorder.insert_events(batch)

    async def replay(self) -> float:
        """All notifications, decoded, applied to their aggregates."""
        watch, folded, start = Stopwatch(), 0, 1
        live: dict[UUID, Any] = {}
        while found := self._recorder.select_notifications(start, PAGE):
            for notification in found:
                happened = self._mapper.to_domain_event(notification)
                live[happened.originator_id] = happened.mutate(live.get(happened.originator_id))
            start = found[-1].id + 1
            folded += len(found)
        return folded / watch.seconds()

    def close(self) -> None:
        """Give the connections back."""
        self._store.close()
