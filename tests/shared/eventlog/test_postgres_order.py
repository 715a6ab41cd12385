"""What only a database can get wrong: a transaction that commits late, and a server that goes away."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.servers.postgres import PostgresServer
from shared.eventlog.evidence import faults, genesis
from shared.eventlog.postgres import PgLog, PgStore, TransactionStore
from shared.eventlog.store import StoreUnavailable
from shared.message import Event
from support.origins import AGENCY, OTHER_AGENCY, commit, happening, origin
from support.servers.databases import LANES, Cluster, MakeServiceDatabase
from support.servers.servers import Postgres

pytestmark = pytest.mark.contract
SERVICE = "intake"


@dataclass(frozen=True)
class Parts:
    """A store as handlers use it, the carrier's engine, and the reader."""

    store: PgStore
    carrier: AsyncEngine
    log: PgLog


@pytest.fixture
async def parts(
    service_database: MakeServiceDatabase, engines: Callable[[str], AsyncEngine]
) -> AsyncIterator[Parts]:
    """An empty log."""
    database = await service_database(SERVICE)
    store, carrier = PgStore(SERVICE, engines(database.app_dsn)), engines(database.carrier_dsn)
    yield Parts(store, carrier, PgLog(SERVICE, carrier))
    await store.close()


async def test_late_commit_is_not_overtaken(parts: Parts):
    """While a transaction that appended is open, nobody appends to its lane past it, so no reader skips its rows."""
    async with parts.carrier.connect() as connection, connection.begin() as transaction:
        early = await TransactionStore(SERVICE, connection).append(commit("clock/1"))
        later = asyncio.create_task(parts.store.append(commit("request/2")))
        await asyncio.sleep(0.3)

        assert not later.done()
        assert list(await parts.log.read(AGENCY, 0, 10)) == []
        assert await parts.log.heads() == {}

        await transaction.commit()
    assert (early.last_seq, (await later).first_seq) == (1, 2)
    assert [row.stream for row in await parts.log.read(AGENCY, 0, 10)] == ["clock/1", "request/2"]


async def test_rolled_back_transaction_leaves_no_gap(parts: Parts):
    """A transaction that appended and was rolled back gives its numbers back, and its command may come again."""
    by = origin()
    async with parts.carrier.connect() as connection, connection.begin() as transaction:
        await TransactionStore(SERVICE, connection).append(commit("clock/1", by=by))
        waiting = asyncio.create_task(parts.store.append(commit("request/2")))
        await asyncio.sleep(0.1)
        await transaction.rollback()
    assert (await waiting).first_seq == 1

    again = await parts.store.append(commit("clock/1", by=by))

    assert (again.first_seq, again.repeated) == (2, False)
    rows = await parts.log.read(AGENCY, 0, 10)
    assert list(faults(rows, 0, genesis(SERVICE, AGENCY))) == []


async def test_open_transaction_holds_its_lane_only(parts: Parts):
    """An open transaction on one lane does not hold another lane up."""
    async with parts.carrier.connect() as connection, connection.begin():
        await TransactionStore(SERVICE, connection).append(commit("clock/1"))

        async with asyncio.timeout(5):
            receipt = await parts.store.append(commit("request/2", by=origin(OTHER_AGENCY)))

    assert receipt.first_seq == 1


async def test_version_moved_while_waiting(parts: Parts):
    """A writer that waited for the lane sees what was committed meanwhile: it conflicts instead of forking the stream."""
    async with parts.carrier.connect() as connection, connection.begin() as transaction:
        await TransactionStore(SERVICE, connection).append(commit("request/1"))
        waiting = asyncio.create_task(parts.store.append(commit("request/1")))
        await asyncio.sleep(0.1)
        await transaction.commit()

    (outcome,) = await asyncio.gather(waiting, return_exceptions=True)

    assert type(outcome).__name__ == "VersionConflict"
    assert [row.version for row in await parts.log.read(AGENCY, 0, 10)] == [1]


async def test_two_processes_on_one_lane(parts: Parts):
    """Two stores with connections of their own, as two processes have, share a lane's numbers without gap or loss."""
    other = PgStore(SERVICE, parts.store._engine)

    await asyncio.gather(
        *(store.append(commit(f"request/{n}")) for n, store in enumerate([parts.store, other] * 40))
    )
    await other.close()

    rows = await parts.log.read(AGENCY, 0, 100)
    assert [row.seq for row in rows] == list(range(1, 81))
    assert list(faults(rows, 0, genesis(SERVICE, AGENCY))) == []


async def test_order_within_a_lane(parts: Parts):
    """However many commits are under way over several lanes, each lane numbers its own in the order they were sent."""
    sent = [(LANES[n % len(LANES)], f"request/{n:03}") for n in range(40 * len(LANES))]

    await asyncio.gather(*(parts.store.append(commit(stream, by=origin(agency))) for agency, stream in sent))

    for agency in LANES:
        rows = await parts.log.read(agency, 0, 100)
        assert [row.stream for row in rows] == [stream for lane, stream in sent if lane == agency]


async def test_many_commits_pass_a_held_lane(parts: Parts):
    """While another's transaction holds a lane, commits of other lanes go by in a flight of their own."""
    async with parts.carrier.connect() as connection, connection.begin():
        await TransactionStore(SERVICE, connection).append(commit("clock/1"))
        held = asyncio.create_task(parts.store.append(commit("request/1")))
        await asyncio.sleep(0.1)

        async with asyncio.timeout(5):
            await asyncio.gather(
                *(parts.store.append(commit(f"request/{n}", by=origin(OTHER_AGENCY))) for n in range(20))
            )

        assert not held.done()
    assert (await held).first_seq == 2


async def test_cancelled_caller(parts: Parts):
    """A caller that stops waiting harms nobody else, and the lane stays whole."""
    tasks = [asyncio.create_task(parts.store.append(commit(f"request/{n}"))) for n in range(20)]
    await asyncio.sleep(0)
    tasks[3].cancel()

    done = await asyncio.gather(*tasks, return_exceptions=True)

    assert sum(isinstance(one, BaseException) for one in done) == 1
    rows = await parts.log.read(AGENCY, 0, 100)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))


async def test_unexpected_error_spares_the_group(parts: Parts):
    """A commit that the database refuses for a reason nobody foresaw fails alone; its neighbours are written."""

    class Unforeseen(Event, frozen=True, kw_only=True):
        schema_version = 2**40  # no int4: the driver cannot even send it

        reason: str

    done = await asyncio.gather(
        parts.store.append(commit("request/1")),
        parts.store.append(commit("request/2", 0, Unforeseen(reason="x"))),
        parts.store.append(commit("request/3")),
        return_exceptions=True,
    )

    assert isinstance(done[1], Exception)
    assert sorted(row.stream for row in await parts.log.read(AGENCY, 0, 10)) == ["request/1", "request/3"]
    assert not isinstance(done[0], Exception)
    assert not isinstance(done[2], Exception)


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server that the test may kill."""
    server = PostgresServer(tmp_path_factory.mktemp("mortal") / "cluster")
    server.start()
    yield server
    server.stop(immediate=True)


async def test_server_killed_and_restarted(own_server: PostgresServer, engines: Callable[[str], AsyncEngine]):
    """While PostgreSQL is away an append answers 'unavailable'; afterwards it works; what was answered is there."""
    database = await Cluster(Postgres(own_server.dsn())).service(SERVICE)
    store, log = PgStore(SERVICE, engines(database.app_dsn)), PgLog(SERVICE, engines(database.carrier_dsn))
    answered = [await store.append(commit(f"request/{n}")) for n in range(5)]
    storm = [asyncio.create_task(store.append(commit(f"storm/{n}"))) for n in range(200)]
    await asyncio.sleep(0.01)

    own_server.kill()

    stormed = await asyncio.gather(*storm, return_exceptions=True)
    assert {type(one) for one in stormed if isinstance(one, BaseException)} <= {StoreUnavailable}
    for away in (
        store.append(commit("away/1")),
        store.load(AGENCY, "away/1"),
        store.last(AGENCY, "away/1"),
        log.read(AGENCY, 0, 10),
        log.heads(),
    ):
        with pytest.raises(StoreUnavailable):
            await away

    own_server.start()
    again = await _until_available(store)

    rows = await log.read(AGENCY, 0, 1000)
    written = {row.stream for row in rows}
    kept = [n for n, one in enumerate(stormed) if not isinstance(one, BaseException)]
    assert {f"storm/{n}" for n in kept} <= written
    assert again.first_seq > answered[-1].last_seq
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert list(faults(rows, 0, genesis(SERVICE, AGENCY))) == []
    await store.close()


async def _until_available(store: PgStore):
    async with asyncio.timeout(20):
        while True:
            with suppress(StoreUnavailable):
                return await store.append(commit("back/1", 0, happening("back")))
            await asyncio.sleep(0.05)


async def test_server_shutting_down(own_server: PostgresServer, engines: Callable[[str], AsyncEngine]):
    """A server that takes no new connections while it ends or begins is 'unavailable', not an error of the command."""
    database = await Cluster(Postgres(own_server.dsn())).service(SERVICE)
    async with engines(database.app_dsn).connect() as holding:
        await holding.exec_driver_sql("select 1")
        os.kill(own_server.process.pid or 0, signal.SIGTERM)
        await asyncio.sleep(0.3)
        store = PgStore(SERVICE, engines(database.app_dsn))

        with pytest.raises(StoreUnavailable):
            await store.append(commit("request/1"))
        with pytest.raises(StoreUnavailable):
            await store.load(AGENCY, "request/1")
