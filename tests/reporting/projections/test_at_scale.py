"""With a hundred thousand imported requests behind them the pages of supervision cost what they cost without."""

import re
from datetime import UTC, datetime
from time import perf_counter

import asyncpg
import pytest

from shared.time.clock import FrozenClock
from support.deadline.clocks import AGENCY
from support.reporting.past import fitting, imported, published

pytestmark = pytest.mark.contract

REQUESTS = 100_000
SECONDS_MAX = 0.05
LOOKS = 15
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
POSITION = "insert into annual_1.position values ('qionghai', 'intake', $1)"


@pytest.fixture
async def crowded(pages, owner):
    """The projections as the fold leaves them after so many imports over ten years."""
    pages.runtime.clock = FrozenClock(datetime(2025, 10, 30, 1, tzinfo=UTC))
    await owner.execute(ENTRIES, REQUESTS)
    await owner.execute(SHARES)
    await owner.execute(POSITION, REQUESTS)
    await owner.execute("analyze annual_1.entry, annual_1.share")
    return pages


@pytest.fixture
async def owner(pages):
    """A connection that may write into the projections."""
    connection = await asyncpg.connect(pages.superuser_dsn)
    yield connection
    await connection.close()


async def looked(browser, path):
    """The page, and the seconds of the quickest look: what it takes the server while nobody else needs the machine."""
    page, taken = await browser.get(path), []
    for _ in range(LOOKS):
        began = perf_counter()
        await browser.get(path)
        taken.append(perf_counter() - began)
    assert page.status_code == 200, path
    return page.text, min(taken)


async def test_pages_do_not_grow_with_history(crowded):
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
        found = {path: await looked(browser, path) for path in [*paths, oldest]}

    assert {path: seconds for path, (_, seconds) in found.items() if seconds > SECONDS_MAX} == {}
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
