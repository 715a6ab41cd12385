"""Reporting's pages: figures that open, trails in words, the table as printed, and pinning."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from deadline.clock.handlers import act_on_clock
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.events.registry import load
from shared.time.clock import FrozenClock
from support.deadline.clocks import AGENCY, STREAM, by, received, served, start
from support.pages.staff_pages import SECRET
from support.reporting.copies import request_id

pytestmark = pytest.mark.contract

TABLE = f"/reporting/{AGENCY}/table/2025"


@pytest.fixture
async def watched(pages):
    """琼海 in 2025: one request carried in and answered, one answered, one open; and one clock."""
    pages.runtime.clock = FrozenClock(datetime(2025, 12, 30, 1, tzinfo=UTC))
    intake, deadline = MemoryStore("intake"), MemoryStore("deadline")
    for number, day in enumerate((date(2024, 12, 20), date(2025, 3, 3), date(2025, 12, 22)), 1):
        change = Change(f"request/{request_id(number)}", 0, (received(day, request_id(number), number),))
        await intake.append(Commit(by(), (change,)))
    for number, day, outcome in ((1, date(2025, 1, 10), "granted"), (2, date(2025, 3, 20), "partial")):
        reply = served(day, outcome, request_id(number))
        await intake.append(Commit(by(), (Change(f"request/{request_id(number)}", 1, (reply,)),)))
    clock = start()
    await act_on_clock(deadline, clock.origin, STREAM, clock)
    for store in (intake, deadline):
        await pages.fold(await store.read(AGENCY, 0, 100))
    return pages


async def get(pages, path, *roles):
    """A page as somebody sees it."""
    async with pages.browser(*(roles or ("supervisor",))) as browser:
        return await browser.get(path)


async def test_the_overview_counts(watched):
    """Two received in 2025, two answered, one open, none near, overdue or late; the ledger's length is stated."""
    page = await get(watched, f"/reporting/{AGENCY}/")

    assert page.status_code == 200
    figures = re.findall(r"<strong>(\d+)</strong>", page.text)
    assert figures == ["2", "2", "1", "0", "0", "0"]
    assert "受理" in page.text


async def test_the_table_is_counted_and_its_identities_hold(watched):
    """The JSON has 25 rows of seven figures and where they were counted from."""
    page = (await get(watched, f"{TABLE}.json")).json()

    shown = {row: figures[-1] for row, figures in page["rows"].items() if figures[-1]}
    assert shown == {
        "new_received": 2,
        "carried_in": 1,
        "granted": 1,
        "partial": 1,
        "total_processed": 2,
        "carried_out": 1,
    }
    assert len(page["rows"]) == 25
    assert [(found["id"], found["holds"]) for found in page["identities"]] == [
        ("I1", True),
        ("I2", True),
        ("I3", True),
    ]
    assert page["positions"] == {"intake": 5}


async def test_the_table_is_printed_as_the_form_has_it(watched):
    """The three levels of row heads span as on paper: 22 rows of part three, eight of refusals."""
    page = await get(watched, TABLE)

    assert page.status_code == 200
    assert 'rowspan="22">三、本年度办理结果' in page.text
    assert 'rowspan="8">(三)不予公开' in page.text
    assert page.text.count("成立</span>") == 3


@pytest.mark.parametrize(("row", "numbers"), [("carried_in", ["2024-0001"]), ("partial", ["2025-0002"])])
async def test_a_figure_opens_the_requests_behind_it(watched, row, numbers):
    """What is counted can be seen one by one."""
    page = await get(watched, f"/reporting/{AGENCY}/requests?year=2025&row={row}&column=natural_person")

    assert re.findall(r"\d{4}-\d{4}(?=</a>)", page.text) == numbers


async def test_every_figure_of_the_table_opens_as_many_requests_as_it_says(watched):
    """The links on the table lead to lists of the very length."""
    table = await get(watched, TABLE)
    links = re.findall(r'href="([^"]*row=[^"]*)">(\d+)</a>', table.text)

    assert links
    for address, figure in links:
        listed = await get(watched, address.replace("&amp;", "&"))
        assert f"{figure} 件" in listed.text


async def test_the_trail_tells_in_order_who_did_what(watched):
    """Every event of the request, in words, with actor, clause and paper."""
    page = await get(watched, f"/reporting/{AGENCY}/requests/{request_id(2)}")

    assert page.text.index("收到申请") < page.text.index("送达")
    assert "答复结果：部分公开" in page.text
    assert "琼海统公开〔2025〕1号" in page.text
    assert "第三十三条第二款 · 《政府信息公开条例》" in page.text


@pytest.mark.parametrize(
    ("path", "roles", "status"),
    [
        (f"/reporting/{AGENCY}/", ("clerk",), 403),
        (f"/reporting/{AGENCY}/requests", ("section",), 403),
        ("/reporting/tongliao/", ("supervisor",), 403),
        (f"/reporting/{AGENCY}/", ("head",), 200),
        (f"/reporting/{AGENCY}/requests/{request_id(9)}", ("supervisor",), 404),
        (f"/reporting/{AGENCY}/requests?year=2025&row=nothing", ("supervisor",), 404),
        (f"/reporting/{AGENCY}/table/1999", ("supervisor",), 404),
        (f"/reporting/{AGENCY}/requests?year=1&row=granted", ("supervisor",), 422),
    ],
)
async def test_who_may_look(watched, path, roles, status):
    """Supervision and the head, at their own agency; what does not exist is said not to."""
    assert (await get(watched, path, *roles)).status_code == status


@pytest.mark.parametrize(("role", "title"), [("supervisor", "我监督的机关"), ("head", "本机关")])
async def test_the_page_of_all_agencies_is_called_by_who_reads_it(watched, role, title):
    """A head supervises nobody: the page has the name and the menu of the own bureau."""
    page = (await get(watched, "/reporting/", role)).text

    assert f"<h1>{title}</h1>" in page
    assert ("1 个机关" in page) == (role == "supervisor")
    assert 'aria-current="true">监督</a>' in page


async def pin(pages, sha, *roles):
    """Press the button."""
    async with pages.browser(*(roles or ("head",))) as browser:
        return await browser.post(f"{TABLE}/pin", data={"csrf": SECRET, "table_sha256": sha})


async def test_a_table_is_pinned_and_proven_by_the_ledger(watched):
    """The pin names positions and hash, and the ledger counts to the same hash, also after new requests."""
    sha = (await get(watched, f"{TABLE}.json")).json()["table_sha256"]

    answer = await pin(watched, sha)
    await pin(watched, sha)

    assert answer.status_code == 303
    rows = await watched.runtime.store.load(AGENCY, "report/2025")
    assert [load(row).positions for row in rows] == [{"intake": 5}]
    assert rows[0].actor == "staff/p-zhao/head/-"
    page = (await get(watched, TABLE)).text
    assert "上表就是定稿的数字" in page
    assert "依据各服务事件的序号：受理第5号" in page
    assert "与台账重算一致" in (await get(watched, f"{TABLE}/proof")).text


@pytest.mark.parametrize(("year", "warned"), [(2025, True), (2024, False)])
async def test_a_year_that_is_not_over_is_said_to_be_such(watched, year, warned):
    """条例第四十九条: the report is of the whole year, so figures of before its end are not its last."""
    page = await get(watched, f"/reporting/{AGENCY}/table/{year}", "head")

    assert ("这一年还没有结束" in page.text) is warned


async def test_figures_that_moved_are_not_pinned(watched):
    """Somebody who looked at older figures is told to look again."""
    answer = await pin(watched, "00" * 32)

    assert answer.status_code == 409
    assert "数字有变化" in answer.text
    assert await watched.runtime.store.load(AGENCY, "report/2025") == []


@pytest.mark.parametrize("role", ["clerk", "section", "deputy", "supervisor"])
async def test_nobody_else_pins(watched, role):
    """The door is closed before anything is read."""
    assert (await pin(watched, "00" * 32, role)).status_code == 403


async def test_a_supervisor_is_not_shown_the_button(watched):
    """What cannot be done is not offered."""
    assert "以现在的数字定稿" not in (await get(watched, TABLE)).text
    assert "以现在的数字定稿" in (await get(watched, TABLE, "head")).text


async def test_no_page_of_supervision_shows_what_is_sealed(watched):
    """Neither ciphertext nor query codes come near these pages."""
    for path in (f"/reporting/{AGENCY}/requests", f"/reporting/{AGENCY}/requests/{request_id(2)}", TABLE):
        assert "AAAA" not in (await get(watched, path)).text


async def test_the_json_is_json(watched):
    """Programs may read it."""
    page = await get(watched, f"{TABLE}.json")

    assert page.headers["content-type"] == "application/json"
    assert json.loads(page.text)["agency"] == AGENCY
