"""What `append` refuses to the roles that may call it: other agencies, lanes nobody opened, a day that has not come."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.eventlog.postgres import PgLog, PgStore, TransactionStore
from shared.eventlog.store import InvalidEvent
from shared.service.migration import migrate, open_lanes
from support.origins import AGENCY, OTHER_AGENCY, commit, happening, origin
from support.servers.databases import MakeServiceDatabase, ServiceDatabase

pytestmark = pytest.mark.contract
SERVICE = "intake"
UNOPENED = "nowhere"
APPEND = """select unnest(verdicts) from log.append(
  array['qionghai'], array['request/9'], array[1], array[1], array[gen_random_uuid()], array['{}'::bytea],
  array['staff/x/y/-'], array[gen_random_uuid()], array[null]::uuid[], array[now()], array[1], array[1], array[1],
  array[gen_random_uuid()], array['t'], array[1], array[null]::text[], array['{}'::bytea])"""
APPEND_ONE = """select log.append_one('qionghai', gen_random_uuid(), '{}', 'staff/x/y/-', gen_random_uuid(), null,
  now(), 'request/9', 1, gen_random_uuid(), 't', 1, null, '{}')"""


@pytest.fixture
async def database(service_database: MakeServiceDatabase) -> ServiceDatabase:
    """An empty log."""
    return await service_database(SERVICE)


@pytest.fixture
async def store(database: ServiceDatabase, engines: Callable[[str], AsyncEngine]) -> AsyncIterator[PgStore]:
    """The store of the handlers."""
    made = PgStore(SERVICE, engines(database.app_dsn))
    yield made
    await made.close()


@pytest.fixture
def log(database: ServiceDatabase, engines: Callable[[str], AsyncEngine]) -> PgLog:
    """The reader of all lanes."""
    return PgLog(SERVICE, engines(database.carrier_dsn))


@pytest.mark.parametrize("call", [APPEND, APPEND_ONE])
@pytest.mark.parametrize("declared", [None, "", OTHER_AGENCY, f"{OTHER_AGENCY},national"])
@pytest.mark.parametrize("role", ["app", "carrier"])
async def test_agency_that_was_not_declared(
    database: ServiceDatabase,
    engines: Callable[[str], AsyncEngine],
    role: str,
    declared: str | None,
    call: str,
):
    """A transaction writes to no agency but those that it declared; one that declared none writes nothing."""
    engine = engines(database.app_dsn if role == "app" else database.carrier_dsn)

    async with engine.connect() as connection:
        if declared is not None:
            await _declare(connection, declared)
        with pytest.raises(DBAPIError, match="did not declare"):
            await connection.exec_driver_sql(call)


@pytest.mark.parametrize(("call", "answer"), [(APPEND, "appended"), (APPEND_ONE, 1)])
async def test_declaration_ends_with_its_transaction(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], call: str, answer: str | int
):
    """What one transaction declared does not hold for the next on the same connection."""
    async with engines(database.app_dsn).connect() as connection:
        await _declare(connection, f"{AGENCY},{OTHER_AGENCY}")
        assert (await connection.exec_driver_sql(call)).scalars().all() == [answer]
        await connection.rollback()

        with pytest.raises(DBAPIError, match="did not declare"):
            await connection.exec_driver_sql(call)


async def test_reaction_writes_to_the_lane_it_heard(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine]
):
    """A store that is bound to an agency refuses a command for another."""
    async with engines(database.carrier_dsn).connect() as connection:
        bound = TransactionStore(SERVICE, connection, {AGENCY})
        await bound.append(commit("request/1"))

        with pytest.raises(InvalidEvent, match="did not declare"):
            await bound.append(commit("request/1", by=origin(OTHER_AGENCY)))


@pytest.mark.parametrize("events", [1, 2])
async def test_lane_that_nobody_opened(store: PgStore, log: PgLog, database: ServiceDatabase, events: int):
    """A lane is written to from the moment provisioning opens it, which may be done again and changes nothing then."""
    first = commit("request/1", 0, *(happening() for _ in range(events)), by=origin(UNOPENED))
    with pytest.raises(InvalidEvent, match="provisioning"):
        await store.append(first)
    assert await log.heads() == {}

    await open_lanes(SERVICE, database.superuser_dsn, [UNOPENED])
    await store.append(first)
    head = await log.heads()
    await open_lanes(SERVICE, database.superuser_dsn, [UNOPENED, AGENCY])

    assert await log.heads() == head
    assert (list(head), head[UNOPENED].seq) == ([UNOPENED], events)


async def test_neighbours_of_an_unopened_lane(store: PgStore, log: PgLog):
    """Of commits under way together the one of an unopened lane fails alone."""
    wave = [commit(f"request/{n}", by=origin(UNOPENED if n == 3 else AGENCY)) for n in range(40)]

    done = await asyncio.gather(*(store.append(one) for one in wave), return_exceptions=True)

    assert [n for n, one in enumerate(done) if isinstance(one, InvalidEvent)] == [3]
    assert {agency: head.seq for agency, head in (await log.heads()).items()} == {AGENCY: 39}


@pytest.mark.parametrize("role", ["app", "carrier"])
async def test_no_service_opens_a_lane(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], role: str
):
    """Neither role of a service may open a lane."""
    engine = engines(database.app_dsn if role == "app" else database.carrier_dsn)

    async with engine.connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.exec_driver_sql(f"select log.open_lane('{UNOPENED}')")


@pytest.mark.parametrize("name", ["", "a", "Qionghai", "qiong hai", "qionghai,tongliao", "琼海", "q" * 32])
async def test_lane_of_no_agency(database: ServiceDatabase, name: str):
    """A lane's name is an agency's id."""
    with pytest.raises(DBAPIError, match="not an agency's id"):
        await open_lanes(SERVICE, database.superuser_dsn, [name])


async def test_functions_are_of_the_last_migration(
    store: PgStore, database: ServiceDatabase, engines: Callable[[str], AsyncEngine]
):
    """A migration installs the functions again, so a database of an older version is bound as a new one is."""
    async with engines(database.superuser_dsn).begin() as connection:
        await connection.exec_driver_sql(
            "create or replace function log.declared() returns text[] language sql stable return array['qionghai']"
        )
    await migrate(SERVICE, database.superuser_dsn)

    async with engines(database.app_dsn).connect() as connection:
        with pytest.raises(DBAPIError, match="did not declare"):
            await connection.exec_driver_sql(APPEND_ONE)
    await store.append(commit("request/1"))


async def _declare(connection: AsyncConnection, agencies: str) -> None:
    await connection.execute(text("select set_config('lantai.agencies', :a, true)"), {"a": agencies})
