"""The door's other pages, wide and narrow: what is registered, corrected, withdrawn, and the form that is printed."""

import re

import pytest

from browser.conftest import AGENCY, Visitor, Windows, walk_the_steps

WIDTHS = (1280, 390)
QUERY_CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}")
PERSON = {
    "applicant_kind": "natural_person",
    "name": "韩志刚",
    "organisation": "科尔沁区志刚粮油店",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "phone": "0475-8628365",
    "content": "有关收入的资料",
    "purpose": "投资参考",
    "supply_form": "paper",
    "delivery": "post",
}
AT_THE_COUNTER = {name: PERSON[name] for name in ("applicant_kind", "name", "phone", "content")}


async def registered(clerk: Visitor) -> str:
    """The clerk registers a caller and is left on the request's page; the query code of the slip."""
    await clerk.sign_in("qh.chen")
    await clerk.go(f"/intake/{AGENCY}/register?channel=oral")
    await clerk.look("register-oral")
    await clerk.go(f"/intake/{AGENCY}/register")
    await clerk.look("register")
    await clerk.press("登记并出具回执")
    await clerk.look("register-errors")
    await clerk.fill(**AT_THE_COUNTER)
    await clerk.press("登记并出具回执")
    await clerk.look("registered")
    found = QUERY_CODE.search(await clerk.page.locator("main").inner_text())
    assert found
    await clerk.press("打开这件申请")
    return found.group()


async def told_to_correct(clerk: Visitor) -> None:
    """From the finding to the served notice, on the request's page."""
    await clerk.page.locator("#finding-description").select_option("description:unclear")
    await clerk.press("登记审查结果")
    await clerk.look("request-incomplete")
    await clerk.fill(explanation="请写明要哪一年、哪个乡镇的哪一项指标。", respond_working_days="10")
    await clerk.press("制作补正告知书")
    await clerk.look("request-drawn")
    today = await clerk.page.locator(".exercise time").get_attribute("datetime")
    assert today
    await clerk.fill(served_on=today[:10], method="electronic")
    await clerk.press("登记补正告知书送达")
    await clerk.look("request-waiting")
    await clerk.press("登记补正")
    await clerk.look("corrected")


@pytest.mark.parametrize("width", WIDTHS)
async def test_correcting(window: Windows, width: int):
    """A caller is registered, told once what is wanting, mends it on the tracking page, and may take it all back."""
    clerk, citizen = await window(width), await window(width)
    code = await registered(clerk)
    await told_to_correct(clerk)

    await citizen.go(f"/{AGENCY}/track?again=1")
    await citizen.fill(code=code, name=PERSON["name"])
    await citizen.press("查询")
    await citizen.look("status-waiting")
    await citizen.press("现在补正")
    await citizen.look("correct")
    await citizen.fill(content="")
    await citizen.press("下一步：核对")
    await citizen.look("correct-errors")
    await citizen.fill(
        content="2024年嘉积镇农村居民人均可支配收入",
        identity_kind="护照",
        identity_number="E12345678",
        supply_form="paper",
        delivery="post",
    )
    await citizen.press("下一步：核对")
    await citizen.look("correct-check")
    await citizen.press("确认并提交补正")
    await citizen.look("status-corrected")
    assert await citizen.says("收到补正")
    await citizen.press("撤回这件申请")
    await citizen.look("withdraw")
    await citizen.press("确认撤回")
    await citizen.look("status-withdrawn")

    assert await citizen.says("申请已经撤回")
    assert clerk.faults + citizen.faults == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_printing_the_form(window: Windows, width: int):
    """Where paper is taken the same steps end in the bureau's form, as a file to print."""
    citizen = await window(width)

    await citizen.go("/tongliao/apply")
    await walk_the_steps(citizen, PERSON, look=True, place="tongliao-")
    await citizen.look("tongliao-check")
    async with citizen.page.expect_download() as download:
        await citizen.page.get_by_role("button", name="下载填好的申请表（PDF）").click()

    assert (await download.value).suggested_filename == "application-form.pdf"
    assert citizen.faults == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_finding_in_the_docket(window: Windows, width: int):
    """The clerk chooses what to see and looks for a number that is not there."""
    clerk = await window(width)

    await clerk.sign_in("qh.chen")
    await clerk.go(f"/intake/{AGENCY}/requests?show=due")
    await clerk.look("requests-due")
    await clerk.fill(number="2025-9999")
    await clerk.press("查找")
    await clerk.look("requests-not-found")

    assert await clerk.says("没有这个登记编号")
    assert clerk.faults == []
