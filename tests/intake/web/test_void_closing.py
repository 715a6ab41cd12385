"""A closing that lies ready when the correction is found, on the clerk's and the applicant's pages."""

from datetime import timedelta

import pytest

from support.intake.forms import act, file, post, signed_in
from support.intake.replies import struck

pytestmark = pytest.mark.service

VOID = "海统公开〔2025〕1号"
LETTER = {
    "channel": "post",
    "arrived": "2025-03-18T09:00",
    "signed_for": "2025-03-18T09:02",
    "content": "2024年嘉积镇农村居民人均可支配收入",
}
WANTED = {"findings": "description:unclear", "explanation": "请写明乡镇。", "respond_working_days": "10"}
NOTICE = (("correction-notice", {"notice_served_on": "2025-03-03"}, "海统公开补〔2025〕1号"),)


async def closed(site, citizen, clerk):
    """A request whose closing lies ready on 2025-03-21; its query code."""
    request_id, code = await file(site, citizen)
    await act(site, clerk, request_id, "correction", **WANTED)
    await act(site, clerk, request_id, "correction-served", served_on="2025-03-03", method="electronic")
    site.clock.step(timedelta(days=18))
    await site.hear("deadline", f"clock/request/{request_id}/correction", struck(request_id))
    await site.answer(request_id, "other_no_correction", "条例第三十条", evidence=NOTICE)
    return request_id, code


async def test_a_closing_gives_way_to_the_correction(site):
    """Both pages say that it is void, nobody opens it as the reply, and the next reply takes the next number."""
    async with site.browser() as citizen, site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        request_id, code = await closed(site, citizen, clerk)
        page = f"/intake/qionghai/requests/{request_id}"
        ready = await clerk.get(page)
        done = await post(clerk, f"{page}/corrected", LETTER, f"{page}/corrected?channel=post")
        await site.settle()
        await act(site, clerk, request_id, "applicant", purpose="contact")
        shown = await clerk.get(page)
        paper = await clerk.get(f"{page}/reply.pdf")
        await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
        state = await citizen.get("/qionghai/track")
        await act(site, clerk, request_id, "check")
        await act(site, clerk, request_id, "accept")
        await site.issue_reply(request_id)
        replied = await clerk.get(page)

    assert f'href="{page}/corrected"' in ready.text
    assert done.status_code == 303
    assert f'作废的告知书</dt><dd class="value">文号 {VOID}' in shown.text
    assert f'href="{page}/reply.pdf"' not in shown.text
    assert (paper.status_code, "paper-unreadable" in paper.text) == (404, True)
    assert f"逾期不补正告知书（{VOID}）没有送达，作废" in state.text
    assert "海统公开〔2025〕2号" in replied.text
    assert VOID in replied.text


async def test_an_answer_that_lies_ready_takes_no_correction(site):
    """Only a closing for want of a correction leads to its registration."""
    async with site.browser() as citizen, site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        request_id, _ = await file(site, citizen)
        await act(site, clerk, request_id, "check")
        await act(site, clerk, request_id, "accept")
        await site.issue_reply(request_id)
        shown = await clerk.get(f"/intake/qionghai/requests/{request_id}")

    assert "/corrected" not in shown.text
