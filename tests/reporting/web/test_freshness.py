"""Pages with figures say up to when these are complete, or how many recorded events are still to come."""

import re
from datetime import UTC, datetime

import pytest

from shared.eventlog.memory import MemoryStore
from support.deadline.clocks import AGENCY
from support.servers.carrier import write

pytestmark = pytest.mark.contract
PAGES = (
    f"/reporting/{AGENCY}/",
    f"/reporting/{AGENCY}/requests",
    f"/reporting/{AGENCY}/table/2025",
    "/reporting/",
)
READ_AT = datetime(2025, 12, 30, 1, tzinfo=UTC)
KNOWN = re.compile(r'数据截至 <time datetime="2025-12-30T01:00:00\+00:00">')


async def said(pages, path):
    """The page."""
    async with pages.browser("head", agencies=(AGENCY,)) as browser:
        answer = await browser.get(path)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
async def intake():
    """Intake's log, of which one event has been folded."""
    store = MemoryStore("intake")
    await write(store, AGENCY, 1)
    return store


@pytest.mark.parametrize("path", PAGES)
async def test_complete_figures_name_the_instant(one_request, intake, path):
    """Once the projections have reached the heads, the page names the instant at which the heads were read."""
    await one_request.runtime.source_heads.read({"intake": intake}, READ_AT)

    assert KNOWN.search(await said(one_request, path))


@pytest.mark.parametrize("path", PAGES)
async def test_what_is_still_to_come_is_counted(one_request, intake, path):
    """143 events that were recorded and are not counted yet: the page says so, and names no instant."""
    await write(intake, AGENCY, 143, "later")
    await one_request.runtime.source_heads.read({"intake": intake}, READ_AT)

    page = await said(one_request, path)

    assert "还有 143 个已记录的事件正在计入" in page
    assert "已计入到第 1 号" in page
    assert not KNOWN.search(page)


async def test_another_agency_s_events_do_not_count(one_request, intake):
    """An import of another agency takes nothing from these figures."""
    await write(intake, "tongliao", 143)
    await one_request.runtime.source_heads.read({"intake": intake}, READ_AT)

    assert KNOWN.search(await said(one_request, PAGES[0]))


async def test_a_process_that_has_just_started_promises_nothing(one_request):
    """Before the heads were read for the first time no instant is named."""
    page = await said(one_request, PAGES[0])

    assert "正在与各服务核对数据截至何时" in page
