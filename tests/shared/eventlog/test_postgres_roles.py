"""Who may do what to the log in SQL: the application role, the carrier role, the superuser."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.eventlog.postgres import PgStore
from shared.process.settings import async_dsn
from support.origins import AGENCY, OTHER_AGENCY, commit, origin
from support.servers.databases import LANES, Cluster, ServiceDatabase
from support.servers.servers import Postgres

pytestmark = pytest.mark.contract
TABLES = ("log.events", "log.commands", "log.lane")
WRITES = (
    "insert into {} select * from {}",
    "update {} set agency = agency",
    "delete from {}",
    "truncate {}",
)


@pytest.fixture(scope="module")
async def database(postgres_server: Postgres) -> AsyncIterator[ServiceDatabase]:
    """A log with one event in each of two lanes; every test here is refused, so one serves them all."""
    cluster = Cluster(postgres_server)
    made = await cluster.service("intake")
    engine = create_async_engine(async_dsn(made.app_dsn))
    store = PgStore("intake", engine)
    await store.append(commit("request/1"))
    await store.append(commit("request/1", by=origin(OTHER_AGENCY)))
    await store.close()
    await engine.dispose()
    yield made
    await cluster.drop_clones()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("role", ["app", "carrier"])
async def test_no_write_past_append(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], role: str, write: str, table: str
):
    """Neither the application nor the carrier can write to the log but through `append`."""
    engine = engines(database.app_dsn if role == "app" else database.carrier_dsn)

    async with engine.connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.exec_driver_sql(write.format(table, table))


@pytest.mark.parametrize("table", TABLES)
async def test_other_agencies_are_invisible(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], table: str
):
    """The application sees the lane that it set and no other; with none set it sees nothing."""
    async with engines(database.app_dsn).connect() as connection:
        unset = (await connection.exec_driver_sql(f"select agency from {table}")).scalars().all()
        await connection.exec_driver_sql(f"select set_config('lantai.agency', '{AGENCY}', true)")
        seen = (await connection.exec_driver_sql(f"select agency from {table}")).scalars().all()

    assert (unset, seen) == ([], [AGENCY])


@pytest.mark.parametrize(
    "read",
    [
        f"select agency from log.stream('{AGENCY}', 'request/1')",
        f"select agency from log.last('{AGENCY}', 'request/1')",
    ],
)
async def test_read_shows_its_agency_for_one_statement(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], read: str
):
    """A read in one round trip shows the rows of its agency, and the next statement sees nothing again."""
    engine = engines(database.app_dsn).execution_options(isolation_level="AUTOCOMMIT")

    async with engine.connect() as connection:
        seen = (await connection.exec_driver_sql(read)).scalars().all()
        after = (await connection.exec_driver_sql("select agency from log.events")).scalars().all()

    assert (seen, after) == ([AGENCY], [])


@pytest.mark.parametrize("table", TABLES)
async def test_carrier_reads_all_lanes(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], table: str
):
    """The carrier, which relays and audits, sees every lane."""
    async with engines(database.carrier_dsn).connect() as connection:
        seen = (await connection.exec_driver_sql(f"select agency from {table}")).scalars().all()

    assert sorted(seen) == (sorted(LANES) if table == "log.lane" else [AGENCY, OTHER_AGENCY])


@pytest.mark.parametrize("table", ["log.events", "log.commands"])
@pytest.mark.parametrize("write", WRITES[1:])
async def test_even_the_superuser_is_refused(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], write: str, table: str
):
    """A trigger refuses to change the log to everyone; who switches it off is found by the chain."""
    async with engines(database.superuser_dsn).connect() as connection:
        with pytest.raises(DBAPIError, match="append-only"):
            await connection.exec_driver_sql(write.format(table, table))


@pytest.mark.parametrize(
    "statement",
    [
        "set session_replication_role = replica",
        "alter table log.events disable trigger all",
        "set role intake_owner",
        "alter table log.events no force row level security",
        "create or replace function lantai_now() returns timestamptz language sql as 'select now()'",
        "create function public.sha256(bytea) returns bytea language sql as 'select $1'",
        "create table public.mine (x int)",
    ],
)
@pytest.mark.parametrize("role", ["app", "carrier"])
async def test_no_way_around(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], role: str, statement: str
):
    """No role that signs in can switch the guards off, become the owner, set the clock or shadow a function of append."""
    engine = engines(database.app_dsn if role == "app" else database.carrier_dsn)

    async with engine.connect() as connection:
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner|must be able to SET ROLE"):
            await connection.exec_driver_sql(statement)


async def test_other_services_cannot_enter(database: ServiceDatabase, engines: Callable[[str], AsyncEngine]):
    """Another service's role cannot connect to this service's database."""
    foreign = database.app_dsn.replace("intake_app", "review_app")

    with pytest.raises(DBAPIError, match="permission denied for database"):
        async with engines(foreign).connect():
            pass


NOTHING = "log.append({})".format(", ".join(["'{}'"] * 18))
NOBODY = "log.append_one({})".format(", ".join(["null"] * 14))


@pytest.mark.parametrize("append", [NOTHING, NOBODY])
async def test_append_needs_read_committed(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], append: str
):
    """Under repeatable read a waiting append would not see what it waited for: it refuses."""
    engine = engines(database.carrier_dsn).execution_options(isolation_level="REPEATABLE READ")

    async with engine.connect() as connection:
        with pytest.raises(DBAPIError, match="read committed"):
            await connection.exec_driver_sql(f"select * from {append}")


TRAP = (
    """create function pg_temp.trap(v pg_catalog.text) returns bool language plpgsql
       as $$ begin raise exception 'ran as %', current_user; end $$""",
    "create domain pg_temp.text as pg_catalog.text check (pg_temp.trap(value))",
)
APPEND = """select unnest(verdicts) from log.append(
  array['qionghai']::pg_catalog.text[], array['request/9']::pg_catalog.text[], array[1],
  array[1], array[gen_random_uuid()], array['{}'::bytea], array['staff/x/y/-']::pg_catalog.text[],
  array[gen_random_uuid()], array[null]::uuid[], array[now()], array[1], array[1], array[1],
  array[gen_random_uuid()], array['t']::pg_catalog.text[], array[1], array[null]::pg_catalog.text[],
  array['{}'::bytea])"""
APPEND_ONE = """select log.append_one('qionghai', gen_random_uuid(), '{}', 'staff/x/y/-', gen_random_uuid(), null,
  now(), 'request/9', 1, gen_random_uuid(), 't', 1, null, '{}')"""


@pytest.mark.parametrize(("append", "expected"), [(APPEND, "appended"), (APPEND_ONE, 2)])
async def test_no_temporary_type_runs_as_the_owner(
    database: ServiceDatabase, engines: Callable[[str], AsyncEngine], append: str, expected: str | int
):
    """Even where temporary objects are allowed, `append` reads its types from the catalogue and not from its caller."""
    async with engines(database.superuser_dsn).begin() as connection:
        name = (await connection.exec_driver_sql("select current_database()")).scalar_one()
        await connection.exec_driver_sql(f'grant temporary on database "{name}" to intake_app')

    async with engines(database.app_dsn).connect() as connection:
        for statement in (*TRAP, f"select set_config('lantai.agencies', '{AGENCY}', true)"):
            await connection.exec_driver_sql(statement)
        verdicts = (await connection.exec_driver_sql(append)).scalars().all()
        await connection.rollback()

    assert verdicts == [expected]
