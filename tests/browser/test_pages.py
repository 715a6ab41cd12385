"""Every page of the thin line, wide and narrow: no fault that axe finds, nothing to scroll sideways for."""

from uuid import UUID

import pytest

from browser.conftest import AGENCY, Windows, walk_the_steps
from deploy.demo.acts.filing import answers_of
from deploy.demo.story import SHOWCASE, year
from support.servers.stack import DemoStack

WIDTHS = (1280, 390)
NOT_ASKED = {"organisation", "fax", "postcode"}
FORM = {key: value for key, value in answers_of(year().request(SHOWCASE)).items() if key not in NOT_ASKED}
ANSWERS = {**FORM, "supply_form": "electronic", "delivery": "email"}
"""What the form of 琼海 asks: it has no postcode."""
STAFF_PAGES = {
    "requests": ("qh.chen", "/intake/{agency}/requests"),
    "request-fresh": ("qh.chen", "/intake/{agency}/requests/{fresh}"),
    "request-served": ("qh.he", "/intake/{agency}/requests/{served}"),
    "desk": ("qh.fu", "/review/{agency}/desk"),
    "case-open": ("qh.fu", "/review/{agency}/cases/{open}"),
    "case-done": ("qh.he", "/review/{agency}/cases/{served}"),
    "board": ("qh.chen", "/deadline/{agency}/board"),
    "explanation": ("qh.chen", "/deadline/{agency}/requests/{served}"),
    "overview": ("jd.lin", "/reporting/{agency}/"),
    "ledger": ("jd.lin", "/reporting/{agency}/requests"),
    "trail": ("jd.lin", "/reporting/{agency}/requests/{served}"),
    "table": ("jd.lin", "/reporting/{agency}/table/2025"),
}


@pytest.mark.parametrize("width", WIDTHS)
async def test_applying(window: Windows, width: int):
    """The citizen's way from the portal to the receipt is accessible and fits, its error page included."""
    citizen = await window(width)

    await citizen.go(f"/{AGENCY}/")
    await citizen.look("home")
    await citizen.go(f"/{AGENCY}/apply")
    await citizen.look("apply")
    await citizen.fill(name="王小明")
    await citizen.press("下一步")
    await citizen.look("apply-errors")
    await walk_the_steps(citizen, ANSWERS, look=True)
    await citizen.look("check")
    await citizen.press("确认并提交")
    await citizen.look("receipt")

    assert await citizen.says("查询码")
    assert citizen.faults == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_tracking(window: Windows, stack: DemoStack, width: int):
    """Looking a request up, wrongly and rightly, is accessible and fits, in large type and high contrast too."""
    citizen = await window(width)

    await citizen.go(f"/{AGENCY}/track")
    await citizen.look("track")
    await citizen.fill(code="AAAA-AAAA-AAAA", name="王小明")
    await citizen.press("查询")
    await citizen.look("track-errors")
    await citizen.fill(code=stack.slip.query_code, name="王小明")
    await citizen.press("查询")
    await citizen.look("status")
    await citizen.press("长辈版")
    await citizen.press("高对比")
    await citizen.look("status-large-contrast")

    assert await citizen.says("下载答复书")
    assert citizen.faults == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_signing_in(window: Windows, width: int):
    """The sign-in page is accessible and fits, before and after a wrong password."""
    staff = await window(width)

    await staff.go("/signin")
    await staff.look("signin")
    await staff.fill(login="qh.chen", password="wrong")
    await staff.press("登录")
    await staff.look("signin-errors")

    assert staff.faults == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", STAFF_PAGES)
async def test_staff_page(
    window: Windows, name: str, width: int, fresh_request: UUID, open_case: UUID, served_request: UUID
):
    """Every page of the staff is accessible and fits."""
    login, path = STAFF_PAGES[name]
    staff = await window(width)

    await staff.sign_in(login)
    await staff.go(path.format(agency=AGENCY, fresh=fresh_request, open=open_case, served=served_request))
    await staff.look(name)

    assert staff.faults == []


async def test_a_long_remark_wraps_on_a_phone(window: Windows, open_case: UUID):
    """While a letter is out the tag is a whole sentence: the page of the case's section stays as wide as the screen."""
    staff = await window(min(WIDTHS))

    await staff.sign_in("qh.fu")
    await staff.go(f"/review/{AGENCY}/desk")
    await staff.page.locator(f"tr:has(a[href$='{open_case}']) .tag").first.evaluate(
        "it => it.textContent = '征求其他机关意见中，自2025年12月24日发出之次日起不计入期限'"
    )
    await staff.look("desk-waiting")

    assert staff.faults == []
