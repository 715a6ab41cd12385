"""Everything works where JavaScript is switched off: from the form to the acceptance, on a telephone's screen."""

from browser.conftest import AGENCY, Windows, walk_the_steps
from deploy.demo.acts.filing import answers_of
from deploy.demo.story import SHOWCASE, year

NOT_ASKED = {"organisation", "fax", "postcode"}
FORM = {key: value for key, value in answers_of(year().request(SHOWCASE)).items() if key not in NOT_ASKED}
ANSWERS = {**FORM, "name": "林晓雯", "supply_form": "electronic", "delivery": "email"}
NARROW = 390


async def test_request_without_scripts(window: Windows):
    """A citizen applies, a clerk checks and accepts, the citizen tracks it and sees the date by which it is answered."""
    citizen = await window(NARROW, scripts=False)
    await citizen.go(f"/{AGENCY}/apply")
    await walk_the_steps(citizen, ANSWERS)
    await citizen.press("确认并提交")
    number = await citizen.page.locator("text=/^2025-\\d{4}$/").first.inner_text()
    code = await citizen.page.locator("text=/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/").first.inner_text()

    clerk = await window(NARROW, scripts=False)
    await clerk.sign_in("qh.chen")
    await clerk.page.get_by_role("link", name=number).first.click()
    await clerk.press("登记审查结果")
    await clerk.press("受理")

    await citizen.go(f"/{AGENCY}/track?again=1")
    await citizen.fill(code=code, name=ANSWERS["name"])
    await citizen.press("查询")

    assert await citizen.says("已经受理")
    assert await citizen.says("最晚答复日期")
