"""What a look into intake's projections costs: what is open is found by an index, and what is closed is counted once."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from intake.projections import docket, due_dates

pytestmark = pytest.mark.contract

CLOSED, OPEN = 3000, 3


async def rows_read(connection, table):
    """How many rows of a table were looked at since the statistics were last told, by whatever way."""
    seen = text(
        "select coalesce(sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid)), 0)"
        " from pg_class where relname = :name and relkind = 'r'"
    )
    return (await connection.execute(seen, {"name": table})).scalar_one()


async def fill(connection, table, schema, rows):
    """Rows as a long history leaves them, and the planner told of it."""
    translated = await connection.execution_options(schema_translate_map={table.schema: schema})
    await translated.execute(insert(table), rows)
    await connection.execution_options(schema_translate_map={})
    await connection.execute(text(f"analyze {schema}.{table.name}"))


def line(number, status):
    return {
        "agency": "qionghai",
        "request_id": uuid4(),
        "year": 2025,
        "number": number,
        "status": status,
    }


@pytest.fixture
async def long_history(site, engines, intake_database):
    """Thousands of closed requests before a few open ones, and their clocks."""
    lines = [line(n, "served" if n <= CLOSED else "accepted") for n in range(1, CLOSED + OPEN + 1)]
    clocks = [
        {
            "agency": "qionghai",
            "request_id": each["request_id"],
            "clock": "reply",
            "state": "stopped" if each["status"] == "served" else "running",
            "waiting_for": "",
            "warned_left": 3,
            "extension_working_days": 0,
            "stopped_on": date(2025, 3, 3) if each["status"] == "served" else None,
            "pauses": [],
        }
        for each in lines
    ]
    async with engines(intake_database.superuser_dsn).begin() as connection:
        await fill(connection, docket.REQUESTS, "docket_1", lines)
        await fill(connection, due_dates.CLOCKS, "due_dates_1", clocks)
    return site


@pytest.mark.parametrize("chosen", ["new", "correction", "review", "serve"])
async def test_what_is_open_is_found_without_the_closed(long_history, chosen):
    """A page of what waits, few as they are, reads none of the thousands that are done."""
    async with long_history.runtime.reading("qionghai") as connection:
        await docket.page(connection, None, chosen=chosen)
        read = await rows_read(connection, "request")

    assert read < CLOSED / 10


async def test_the_numbers_over_the_docket_are_counted_without_the_closed(long_history):
    """However many are done, counting costs what is open."""
    async with long_history.runtime.reading("qionghai") as connection:
        counted = await docket.counts(connection)
        read = await rows_read(connection, "request")

    assert counted["review"] == OPEN
    assert read < CLOSED / 10


async def test_what_presses_is_found_without_the_stopped(long_history):
    """Clocks that were stopped, warned of or not, are not read again."""
    async with long_history.runtime.reading("qionghai") as connection:
        pressing = await due_dates.pressing(connection)
        read = await rows_read(connection, "clock")

    assert len(pressing) == OPEN
    assert read < CLOSED / 10
