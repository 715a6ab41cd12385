"""The clerk's and the head's pages, on a real database."""

from uuid import uuid4

import pytest

from support.intake.forms import act, file, post, signed_in

pytestmark = pytest.mark.service


async def test_a_request_walks_from_the_desk_to_the_served_reply(site):
    """Check, accept, render, serve: and the applicant downloads the reply."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, code = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        listed = await clerk.get("/intake/qionghai/requests")
        checked = await act(site, clerk, request_id, "check")
        accepted = await act(site, clerk, request_id, "accept")
        handled = await clerk.get(f"/intake/qionghai/requests/{request_id}")
        await site.issue_reply(request_id)
        served = await act(site, clerk, request_id, "serve", served_on="2025-03-03", method="electronic")
        await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
        state = await citizen.get("/qionghai/track")
        reply = await citizen.get("/qionghai/track/reply.pdf")

    assert "分镇农村居民" in listed.text
    assert [answer.status_code for answer in (checked, accepted, served)] == [303, 303, 303]
    assert "海统公开〔2025〕1号" in state.text
    assert reply.content.startswith(b"%PDF-")
    assert f'href="/review/qionghai/cases/{request_id}">打开办理页面' in handled.text


async def test_an_identity_is_closed_until_a_purpose_is_stated(site):
    """The clerk sees the person only after stating a purpose, and the log keeps it."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        page = f"/intake/qionghai/requests/{request_id}"
        before = await clerk.get(page)
        await act(site, clerk, request_id, "applicant", purpose="contact")
        after = await clerk.get(page)

    viewed = (await site.runtime.log.read("qionghai", 0, 1000))[-1]
    assert "13800000000" not in before.text
    assert "13800000000" in after.text
    assert (viewed.type, viewed.actor) == ("applicant-viewed", "staff/p-staff.clerk/clerk/-")


async def test_a_refused_action_says_why_and_keeps_what_was_typed(site):
    """Serving before the reply is made out is refused on the page."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        answer = await act(site, clerk, request_id, "accept")

    assert answer.status_code == 422
    assert "not-checked" in answer.text


async def test_the_head_destroys_a_key_and_the_person_is_gone(site):
    """After the number was typed to confirm, nobody reads the person again; the number stays."""
    async with site.browser() as citizen, site.browser() as browser, site.browser() as other:
        request_id, code = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        await act(site, clerk, request_id, "check")
        await act(site, clerk, request_id, "accept")
        await site.issue_reply(request_id)
        await act(site, clerk, request_id, "serve", served_on="2025-03-03", method="electronic")
        head = await signed_in(site, other, "head")
        fields = {"reason": "erasure-upheld", "confirmed_number": "2025-0002"}
        unsure = await act(site, head, request_id, "destroy-key", **fields)
        done = await act(
            site, head, request_id, "destroy-key", reason="erasure-upheld", confirmed_number="2025-0001"
        )
        page = await head.get(f"/intake/qionghai/requests/{request_id}")
        tracked = await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})

    assert (unsure.status_code, done.status_code, tracked.status_code) == (422, 303, 422)
    assert "已销毁" in page.text
    assert "分镇农村居民" not in page.text


async def test_who_is_not_signed_in_does_nothing(site):
    """Without a pass each action is refused."""
    door = f"/intake/qionghai/requests/{uuid4()}"
    async with site.browser() as browser:
        answers = [
            await browser.post(f"{door}/{action}", data={})
            for action in ("check", "accept", "serve", "applicant", "destroy-key")
        ]

    assert {answer.status_code for answer in answers} == {401}


async def test_another_role_may_not_act(site):
    """A section head reads the list but may not accept."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        section = await signed_in(site, browser, "section")
        listed = await section.get("/intake/qionghai/requests")
        answer = await section.post(f"/intake/qionghai/requests/{request_id}/accept", data={})

    assert (listed.status_code, answer.status_code) == (200, 403)


@pytest.mark.parametrize(
    ("role", "reads"),
    [("clerk", True), ("head", True), ("deputy", True), ("section", False), ("supervisor", False)],
)
async def test_what_was_asked_is_read_by_who_acts_on_it_here(site, role, reads):
    """Office and leaders read the text; a section reads its own cases' in review, the supervisor none."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen, purpose="论文", hints="统计公报")
        staff = await signed_in(site, browser, role)
        listed = await staff.get("/intake/qionghai/requests")
        shown = await staff.get(f"/intake/qionghai/requests/{request_id}")

    assert "2025-0001" in listed.text
    assert "2025-0001" in shown.text
    assert {"分镇农村居民" in page.text for page in (listed, shown)} == {reads}
    assert ("统计公报" in shown.text, "论文" in shown.text) == (reads, reads)


async def test_who_may_not_read_the_text_is_led_to_where_it_is_read(site):
    """The page of intake says who reads the text, and links to the case, where review decides whose it is."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        section = await signed_in(site, browser, "section")
        shown = await section.get(f"/intake/qionghai/requests/{request_id}")

    assert "分给承办股室后，由该股室和监督人员在办理页面查看" in shown.text
    assert f'href="/review/qionghai/cases/{request_id}"' in shown.text


async def test_a_finding_that_the_form_does_not_know_passes_no_check(site):
    """A tampered form is refused: it never counts as nothing found wanting."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        answer = await act(site, clerk, request_id, "check", findings="colour")

    rows = await site.runtime.log.read("qionghai", 0, 100)
    assert (answer.status_code, "field-not-an-option" in answer.text) == (422, True)
    assert "formal-check-completed" not in {row.type for row in rows}
