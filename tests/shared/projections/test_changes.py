"""What a fold gathers ends as if each of its changes had been written by itself."""

from importlib import import_module
from random import Random

import pytest
from sqlalchemy import ARRAY, Column, Integer, MetaData, Table, Text, event, select
from sqlalchemy.dialects.postgresql import JSONB

from shared.bus.envelope import SERVICES
from shared.projections.changes import RowChanges

pytestmark = pytest.mark.contract
LANE = "qionghai"
LINE = Table(
    "line",
    MetaData(),
    Column("agency", Text, primary_key=True),
    Column("id", Integer, primary_key=True),
    Column("state", Text),
    Column("due", Integer),
    Column("seen", JSONB),
    prefixes=["temporary"],
)


@pytest.fixture
async def connection(service_database, engines):
    """A connection with the table `line`, which it alone sees."""
    engine = engines((await service_database("review")).superuser_dsn)
    async with engine.connect() as connection:
        await connection.run_sync(LINE.metadata.create_all)
        yield connection


async def lines(connection):
    """The table's rows."""
    found = select(LINE.c["agency", "id", "state", "due"]).order_by(LINE.c.id)
    return [tuple(row) for row in await connection.execute(found)]


def steps(random: Random):
    """Puts, changes and removals of three rows, in any order and of any columns."""
    for value in range(random.randrange(12)):
        columns = random.sample([("state", str(value)), ("due", value)], random.randint(1, 2))
        does = random.choice([RowChanges.put, RowChanges.change, RowChanges.remove])
        yield does, (LANE, random.randrange(3)), *(() if does is RowChanges.remove else (dict(columns),))


async def folded(connection, made, size: int):
    """The rows after `made` in folds of `size` steps."""
    await connection.execute(LINE.delete())
    for start in range(0, len(made), size):
        sheet = RowChanges(LINE)
        for do, *given in made[start : start + size]:
            do(sheet, *given)
        await sheet.write(connection)
    return await lines(connection)


async def test_one_fold_equals_many(connection):
    """Whatever is put and changed in one fold or in several, the rows are the same."""
    for seed in range(200):
        made = list(steps(Random(seed)))

        assert await folded(connection, made, 12) == await folded(connection, made, 1), seed


async def test_row_without_columns_is_made_and_left_alone(connection):
    """A put without columns makes the row, and changes nothing of one that is there."""
    for columns in ({}, {"state": "open"}, {}):
        sheet = RowChanges(LINE)
        sheet.put((LANE, 1), columns)
        await sheet.write(connection)

    assert await lines(connection) == [(LANE, 1, "open", None)]


async def test_statements_do_not_grow_with_rows(connection):
    """A hundred rows with the same columns cost one statement."""
    seen = []
    event.listen(
        connection.sync_connection,
        "before_cursor_execute",
        lambda *arguments: seen.append(arguments[2]),
    )
    sheet = RowChanges(LINE)
    for number in range(100):
        sheet.put((LANE, number), {"state": "open"})
    await sheet.write(connection)

    assert len(seen) == 1
    assert len(await lines(connection)) == 100


async def test_lists_and_nothing_are_written_as_they_are(connection):
    """A JSON column takes lists of any depth, and null for None."""
    given = {1: [], 2: ["a", ["b"]], 3: None, 4: {"of": [1]}}
    sheet = RowChanges(LINE)
    for number, seen in given.items():
        sheet.put((LANE, number), {"seen": seen})
    await sheet.write(connection)

    assert dict((await connection.execute(select(LINE.c.id, LINE.c.seen))).all()) == given


@pytest.mark.parametrize("service", SERVICES)
def test_no_projection_has_an_array_column(service):
    """One array a column carries the rows of a statement, so a value that is an array itself has no place in it."""
    tables = [
        each
        for its in import_module(f"{service}.projections").PROJECTIONS
        for each in its.metadata.sorted_tables
    ]

    assert tables
    assert not [column for table in tables for column in table.columns if isinstance(column.type, ARRAY)]


async def test_what_is_added_is_summed_however_it_is_cut(connection):
    """Amounts of one fold and of several make the same sum, and a row that was touched for nothing is there."""
    for amounts in ((3,), (2, -2), (4, 1)):
        sheet = RowChanges(LINE)
        for amount in amounts:
            sheet.add((LANE, 1), {"due": amount})
        sheet.add((LANE, 2), {"due": 0})
        await sheet.write(connection)

    assert await lines(connection) == [(LANE, 1, None, 8), (LANE, 2, None, 0)]
