"""补正 from the finding to the corrected request, on the clerk's and the applicant's pages."""

import pytest

from support.intake.forms import act, file, post, signed_in

pytestmark = pytest.mark.service

WANTED = {
    "findings": ["description:unclear", "contact:incomplete"],
    "explanation": "请写明要哪几个乡镇、哪一年的收入。",
    "respond_working_days": "10",
}
TOLD = {"served_on": "2025-03-03", "method": "electronic"}
MENDED = {"content": "2024年嘉积镇农村居民人均可支配收入", "step": "submit"}


async def awaiting_correction(site, citizen, browser):
    """A request whose applicant was told what is wanting, and looks at its state."""
    request_id, code = await file(site, citizen)
    clerk = await signed_in(site, browser, "clerk")
    found = await act(site, clerk, request_id, "check", findings="description:unclear")
    drawn = await act(site, clerk, request_id, "correction", **WANTED)
    served = await act(site, clerk, request_id, "correction-served", **TOLD)
    assert [answer.status_code for answer in (found, drawn, served)] == [303, 303, 303]
    await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
    return request_id, clerk


async def types(site):
    """What was recorded, in order."""
    return [row.type for row in await site.runtime.log.read("qionghai", 0, 100)]


async def test_an_applicant_mends_the_request_on_the_tracking_page(site):
    """What is asked for stands there, the text can be mended, before and after are read back, and it is checked anew."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, clerk = await awaiting_correction(site, citizen, browser)
        state = await citizen.get("/qionghai/track")
        notice = await citizen.get("/qionghai/track/correction.pdf")
        form = await citizen.get("/qionghai/track/correct")
        text = {"content": MENDED["content"], "supply_form": "electronic", "delivery": "download"}
        check = await post(citizen, "/qionghai/track/correct", text | {"step": "check"})
        done = await post(citizen, "/qionghai/track/correct", text | {"step": "submit"})
        await site.settle()
        after = await citizen.get("/qionghai/track")
        shown = await clerk.get(f"/intake/qionghai/requests/{request_id}")

    assert "请写明要哪几个乡镇" in state.text
    assert notice.content.startswith(b"%PDF-")
    assert "2024年分镇农村居民人均可支配收入</textarea>" in form.text
    assert "13800000000" not in form.text
    assert "2024年分镇农村居民人均可支配收入" in check.text
    assert "嘉积镇" in check.text
    assert done.status_code == 303
    assert "收到补正" in after.text
    assert "嘉积镇" in shown.text
    assert "补正以前" in shown.text


async def test_choice_left_empty_is_no_change(site):
    """A choice that is left empty keeps its value, and the list of changes before sending does not name it."""
    async with site.browser() as citizen, site.browser() as browser:
        await awaiting_correction(site, citizen, browser)
        text = {"content": MENDED["content"], "supply_form": "", "delivery": "", "step": "check"}
        check = await post(citizen, "/qionghai/track/correct", text)

    assert check.status_code == 200
    assert "嘉积镇" in check.text
    assert "（未填写）" not in check.text


async def test_the_person_stays_as_it_was_where_nothing_new_is_typed(site):
    """Boxes of the person that are left empty keep what they held: the name still opens the request."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, clerk = await awaiting_correction(site, citizen, browser)
        text = {
            "content": MENDED["content"],
            "phone": "13911112222",
            "supply_form": "paper",
            "delivery": "post",
        }
        await post(citizen, "/qionghai/track/correct", text | {"step": "submit"})
        await site.settle()
        await act(site, clerk, request_id, "applicant", purpose="contact")
        person = await clerk.get(f"/intake/qionghai/requests/{request_id}")

    assert all(word in person.text for word in ("陈小明", "E12345678", "13911112222"))
    assert "13800000000" not in person.text


async def test_a_correction_brings_what_was_named_and_no_more(site):
    """The notice named description and contact: a form of supply that is not chosen again stays, and blocks nobody."""
    async with site.browser() as citizen, site.browser() as browser:
        await awaiting_correction(site, citizen, browser)
        nothing = await post(citizen, "/qionghai/track/correct", MENDED | {"content": ""})
        done = await post(citizen, "/qionghai/track/correct", MENDED)

    assert nothing.status_code == 422
    assert "supply_form-error" not in nothing.text
    assert done.status_code == 303
    assert "request-corrected" in await types(site)


async def test_the_same_text_is_no_correction(site):
    """Sent as it was, it is refused with a sentence, and nothing is recorded."""
    async with site.browser() as citizen, site.browser() as browser:
        await awaiting_correction(site, citizen, browser)
        before = await types(site)
        same = {
            "content": "2024年分镇农村居民人均可支配收入",
            "supply_form": "electronic",
            "delivery": "download",
        }
        answer = await post(citizen, "/qionghai/track/correct", same | {"step": "submit"})

    assert (answer.status_code, "nothing-corrected" in answer.text) == (422, True)
    assert await types(site) == before


async def test_nothing_is_mended_where_nothing_was_asked(site):
    """A form that no page offered leads back to where the request stands, and nothing is recorded."""
    async with site.browser() as citizen:
        _, code = await file(site, citizen)
        await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
        before = await types(site)
        answer = await post(citizen, "/qionghai/track/correct", MENDED, "/qionghai/apply")

    assert (answer.status_code, answer.headers["location"]) == (303, "/qionghai/track")
    assert await types(site) == before


async def test_a_correction_on_paper_is_registered_with_its_moment(site):
    """The clerk notes when the letter came in; the day follows from the channel's rule."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, clerk = await awaiting_correction(site, citizen, browser)
        page = f"/intake/qionghai/requests/{request_id}/corrected"
        form = await clerk.get(f"{page}?channel=post")
        fields = {
            "channel": "post",
            "arrived": "2025-03-03T09:00",
            "signed_for": "2025-03-03T09:02",
            "content": MENDED["content"],
        }
        done = await post(clerk, page, fields)
        await site.settle()
        shown = await clerk.get(f"/intake/qionghai/requests/{request_id}")

    assert "到达本机关时间”的那一天" in form.text
    assert done.status_code == 303
    assert "request-corrected" in await types(site)
    assert "收到补正" in shown.text


async def test_what_is_wanting_is_told_once(site):
    """A second notice is refused; the corrected request is accepted although something is still wanting."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, clerk = await awaiting_correction(site, citizen, browser)
        text = {"content": MENDED["content"], "supply_form": "electronic", "delivery": "download"}
        await post(citizen, "/qionghai/track/correct", text | {"step": "submit"})
        await site.settle()
        await act(site, clerk, request_id, "check", findings="description:unclear")
        again = await act(site, clerk, request_id, "correction", **WANTED)
        accepted = await act(site, clerk, request_id, "accept")

    assert (again.status_code, "correction-told-once" in again.text) == (422, True)
    assert accepted.status_code == 303


async def test_an_applicant_takes_the_request_back(site):
    """After a page that says what it means the request is withdrawn, and the pages say so."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, code = await file(site, citizen)
        await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
        asked = await citizen.get("/qionghai/track/withdraw")
        done = await post(citizen, "/qionghai/track/withdraw", {"reason": "不需要了"})
        await site.settle()
        state = await citizen.get("/qionghai/track")
        again = await citizen.get("/qionghai/track/withdraw")
        clerk = await signed_in(site, browser, "clerk")
        refused = await act(site, clerk, request_id, "accept")

    assert "撤回不能取消" in asked.text
    assert (done.status_code, again.status_code) == (303, 303)
    assert "申请已经撤回" in state.text
    assert (refused.status_code, "request-closed" in refused.text) == (422, True)


async def test_a_withdrawal_on_paper_is_registered(site):
    """The clerk notes the day of the applicant's letter."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        early = await act(site, clerk, request_id, "withdraw", withdrawn_on="2025-03-02")
        done = await act(site, clerk, request_id, "withdraw", withdrawn_on="2025-03-03", reason="")

    assert (early.status_code, "withdrawn-out-of-range" in early.text) == (422, True)
    assert "收到申请之日（2025年3月3日）" in early.text
    assert done.status_code == 303
    assert (await types(site))[-1] == "request-withdrawn"
