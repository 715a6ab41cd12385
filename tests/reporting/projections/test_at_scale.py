"""With a hundred thousand imported requests behind them the pages of supervision read few rows.

What a page takes in milliseconds is measured in tests/bench, beside its promise.
"""

import re
from datetime import UTC, datetime

import asyncpg
import pytest

from shared.time.clock import FrozenClock
from support.deadline.clocks import AGENCY
from support.reporting.past import fitting, imported, published
from support.servers.carrier import eventually

pytestmark = pytest.mark.contract

REQUESTS = 100_000
ROWS_MAX = 2_000
"""Rows and index entries that one page may read."""
ENTRIES = """
insert into annual_1.entry
  (agency, stream, record, received_on, received_year, applicant_kind, outcome, closed_on, closed_year)
select 'qionghai', 'past/' || n, n::text, on_, extract(year from on_),
       (array['natural_person','business','research','legal_service','other_org'])[1 + n % 5],
       outcome, closed, extract(year from closed)
from (select n, date '2016-01-01' + n % 3600 as on_,
             case when n % 500 > 0 then (array['granted','partial','unable_not_held'])[1 + n % 3] end as outcome,
             case when n % 500 > 0 then date '2016-01-01' + n % 3600 + n % 40 end as closed
      from generate_series(1, $1) n) made
"""
SHARES = """
insert into annual_1.share
select agency, received_year, applicant_kind, coalesce(outcome, ''), coalesce(closed_year, 0), count(*)
from annual_1.entry group by 1, 2, 3, 4, 5
"""
READ = """
select (select sum(seq_tup_read) from pg_stat_user_tables) + (select sum(idx_tup_read) from pg_stat_user_indexes)
"""
OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
POSITION = "insert into annual_1.position values ('qionghai', 'intake', $1)"


@pytest.fixture
async def crowded(pages, owner):
    """The projections as the fold leaves them after so many imports over ten years."""
    pages.runtime.clock = FrozenClock(datetime(2025, 10, 30, 1, tzinfo=UTC))
    await owner.execute(ENTRIES, REQUESTS)
    await owner.execute(SHARES)
    await owner.execute(POSITION, REQUESTS)
    await owner.execute("analyze annual_1.entry, annual_1.share")
    await owner.execute(
        "select pg_stat_force_next_flush()"
    )  # what the shares read is counted before any page
    return pages


@pytest.fixture
async def owner(pages):
    """A connection that may write into the projections."""
    connection = await asyncpg.connect(pages.superuser_dsn)
    yield connection
    await connection.close()


async def rows_read(pages, owner):
    """Rows and index entries that were ever read; a connection counts what it read when it ends."""
    for engine in (pages.runtime.app_engine, pages.runtime.carrier_engine):
        await engine.dispose()

    async def alone():
        return await owner.fetchval(OTHERS) == 0

    await eventually(alone)
    return await owner.fetchval(READ)


async def looked(pages, owner, browser, path):
    """The page, and how many rows it read."""
    before = await rows_read(pages, owner)
    page = await browser.get(path)
    assert page.status_code == 200, path
    return page.text, await rows_read(pages, owner) - before


async def test_pages_do_not_grow_with_history(crowded, owner):
    """Live page, table, register, each kind of figure, and the last page of a long list."""
    home = f"/reporting/{AGENCY}"
    figures = [
        f"{home}/requests?year=2024&row={row}&column={column}"
        for row in ("new_received", "carried_in", "granted", "total_processed", "carried_out")
        for column in ("total", "research")
    ]
    paths = [f"{home}/", "/reporting/", f"{home}/table/2024", f"{home}/requests", *figures]
    async with crowded.browser("supervisor") as browser:
        oldest = f"{home}/requests?on=2016-01-03&before=past%2F0"
        found = {path: await looked(crowded, owner, browser, path) for path in [*paths, oldest]}

    assert {path: rows for path, (_, rows) in found.items() if rows > ROWS_MAX} == {}
    assert f"{REQUESTS} 件" in found[f"{home}/requests"][0]


async def test_a_long_list_is_read_to_its_end_without_gap_or_repetition(pages):
    """Forwards by 下一页 to the last, and back by 上一页: every record once, in the same order."""
    rows = await imported(list(fitting(published()))[:170])
    await pages.fold(rows)
    async with pages.browser("supervisor") as browser:
        forwards, last = await walk(browser, "next", f"/reporting/{AGENCY}/requests")
        backwards, _ = await walk(browser, "prev", last)

    assert sorted(forwards) == sorted(row.stream.removeprefix("past/") for row in rows)
    assert sorted(backwards) == sorted(forwards)
    assert len(forwards) == len(set(forwards)) == 170


async def walk(browser, relation, address):
    """The records on every page that the links lead through, and the last address."""
    seen = []
    while True:
        page = await browser.get(address)
        seen += re.findall(rf"<div>({AGENCY}-\d{{6}}) ", page.text)
        link = re.search(rf'href="([^"]*)" rel="{relation}"', page.text)
        if link is None:
            return seen, address
        address = str(page.url.join(link[1].replace("&amp;", "&")))
