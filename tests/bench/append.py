"""Append, one event per command and transaction: beside a prepared INSERT, the eventsourcing package's recorders, and UmaDB."""

import asyncio
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import umadb
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresAggregateRecorder, PostgresApplicationRecorder, PostgresDatastore
from sqlalchemy.ext.asyncio import create_async_engine

from bench.ground import LANES, Ground, commit, event
from bench.measure import Figure, Stopwatch, medians
from deploy.servers.binaries import program
from deploy.servers.ports import HOST, free_port
from shared.eventlog.postgres import PgStore
from shared.message import canonical
from shared.process.settings import async_dsn

SECONDS = 2.0
TARGETS = {1: 0.65, 8: 0.65, 32: 1.1}
PEER_TARGET = 2.0
UMADB_TARGETS = {8: 1.1, 32: 1.1}
UMADB_START_SECONDS = 20
FLOOR_TABLE = (
    "create table if not exists floor (agency text, stream text, version int, id uuid primary key, type text,"
    " body bytea, at timestamptz default now())"
)
FLOOR_INSERT = "insert into floor (agency, stream, version, id, type, body) values ($1, $2, $3, $4, $5, $6)"


async def figures(ground: Ground) -> list[Figure]:
    """At 1, 8 and 32 writers beside the floor, at 8 beside the best of the recorders, at 8 and 32 beside UmaDB."""
    found = []
    for writers, target in TARGETS.items():
        contestants = {"ours": lambda w=writers: ours(ground, w), "floor": lambda w=writers: floor(ground, w)}
        if writers in UMADB_TARGETS:
            contestants["umadb"] = lambda w=writers: uma(w)
        if writers == 8:
            contestants |= {
                "aggregate": lambda: peer(ground, PostgresAggregateRecorder, db_functions=False),
                "application": lambda: peer(ground, PostgresApplicationRecorder, db_functions=False),
                "functions": lambda: peer(ground, PostgresApplicationRecorder, db_functions=True),
            }
        taken = await medians(contestants)
        found.append(
            Figure(f"append, {writers} writers", taken["ours"], taken["floor"], "prepared INSERT", target)
        )
        if writers in UMADB_TARGETS:
            found.append(
                Figure(
                    f"append, {writers} writers",
                    taken["ours"],
                    taken["umadb"],
                    "UmaDB",
                    UMADB_TARGETS[writers],
                )
            )
        if writers == 8:
            best = max(("aggregate", "application", "functions"), key=lambda name: taken[name])
            found.append(
                Figure("append, 8 writers", taken["ours"], taken[best], f"eventsourcing {best}", PEER_TARGET)
            )
    return found


async def ours(ground: Ground, writers: int) -> float:
    """Commands per second through the store that handlers use, over 64 lanes."""
    engine = create_async_engine(async_dsn(ground.app("intake")))
    store = PgStore("intake", engine)
    body = event()

    async def once(writer: int, n: int) -> None:
        await store.append(commit(LANES[(writer * 7 + n) % len(LANES)], body))

    rate = await _rate(writers, once)
    await store.close()
    await engine.dispose()
    return rate


async def floor(ground: Ground, writers: int) -> float:
    """Prepared single-row INSERTs per second into a table with one unique index."""
    body = canonical(event())
    async with _prepared(ground.superuser("postgres"), writers) as statements:

        async def once(writer: int, n: int) -> None:
            await statements[writer].fetch("agency", "stream", n, uuid4(), "type", body)

        return await _rate(writers, once)


async def _rate(writers: int, once: Callable[[int, int], Coroutine[Any, Any, None]]) -> float:
    watch = Stopwatch()

    async def writer(number: int) -> int:
        n = 0
        while watch.seconds() < SECONDS:
            await once(number, n)
            n += 1
        return n

    done = sum(await asyncio.gather(*(writer(number) for number in range(writers))))
    return done / watch.seconds()


@asynccontextmanager
async def _prepared(
    dsn: str, writers: int
) -> AsyncIterator[list["asyncpg.prepared_stmt.PreparedStatement[asyncpg.Record]"]]:
    connections = [await asyncpg.connect(dsn) for _ in range(writers)]
    await connections[0].execute(FLOOR_TABLE)
    yield [await connection.prepare(FLOOR_INSERT) for connection in connections]
    for connection in connections:
        await connection.close()


async def peer(ground: Ground, recorder: type[PostgresAggregateRecorder], *, db_functions: bool) -> float:
    """The eventsourcing package's recorder on 8 threads, one event per call, same server."""
    at = urlsplit(ground.superuser("postgres"))
    store = PostgresDatastore(
        dbname="postgres",
        host=at.hostname or "",
        port=str(at.port),
        user=at.username or "",
        password=at.password or "",
        pool_size=8,
        enable_db_functions=db_functions,
    )
    its = recorder(store, events_table_name=f"peer_{recorder.__name__.lower()}_{int(db_functions)}"[:40])
    its.create_table()
    body = canonical(event())
    watch = Stopwatch()

    def writer() -> int:
        n = 0
        while watch.seconds() < SECONDS:
            its.insert_events([StoredEvent(uuid4(), 1, "type", body)])
            n += 1
        return n

    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(writer) for _ in range(8)]
        done = sum([await asyncio.wrap_future(future) for future in futures])
    rate = done / watch.seconds()
    store.close()
    return rate


async def uma(writers: int) -> float:
    """Appends per second to UmaDB, one thread a writer: an event with one tag, its stream's, on the condition that no event has it."""
    body = canonical(event())
    with tempfile.TemporaryDirectory(prefix="lantai-bench-uma-") as folder, _uma_server(folder) as address:
        clients = [umadb.Client(address) for _ in range(writers)]
        watch = Stopwatch()

        def writer(client: umadb.Client) -> int:
            n = 0
            while watch.seconds() < SECONDS:
                stream = f"bench/{uuid4()}"
                query = umadb.Query(items=[umadb.QueryItem(tags=[stream])])
                client.append(
                    [umadb.Event("type", body, tags=[stream])],
                    umadb.AppendCondition(fail_if_events_match=query),
                )
                n += 1
            return n

        with ThreadPoolExecutor(writers) as pool:
            futures = [pool.submit(writer, client) for client in clients]
            done = sum([await asyncio.wrap_future(future) for future in futures])
        rate = done / watch.seconds()
        for client in clients:
            client.close()
    return rate


@contextmanager
def _uma_server(folder: str) -> Iterator[str]:
    """The address of a fresh server, once it answers."""
    place = f"{HOST}:{free_port()}"
    command = [str(program("umadb")), f"--listen={place}", f"--db-path={Path(folder) / 'uma.db'}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for_uma(f"http://{place}")
            yield f"http://{place}"
        finally:
            process.terminate()


def _wait_for_uma(address: str) -> None:
    watch = Stopwatch()
    while True:
        try:
            umadb.Client(address).head()
        except umadb.TransportError:
            if watch.seconds() > UMADB_START_SECONDS:
                raise
            sleep(0.05)
        else:
            return
