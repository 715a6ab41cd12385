"""The citizen's and the clerk's pages, on a real database."""

import re
from uuid import UUID, uuid4

import pytest

pytestmark = pytest.mark.service

FORM = {
    "applicant_kind": "natural_person",
    "name": "陈小明",
    "phone": "13800000000",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "content": "2024年分镇农村居民人均可支配收入",
    "supply_form": "electronic",
    "delivery": "download",
}
CODE = re.compile(r"[A-HJ-NP-Z2-9]{4}(?:-[A-HJ-NP-Z2-9]{4}){2}")


def hidden(page, name):
    """The value of a form's hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


async def post(browser, path, fields, shown_on=None):
    """Fill in the form that `shown_on` shows, and send it."""
    page = await browser.get(shown_on or path)
    tokens = {"csrf": hidden(page, "csrf"), "command_id": hidden(page, "command_id")}
    return await browser.post(path, data=tokens | fields)


async def file(house, browser, **changed):
    """File a request; its id and its query code."""
    sent = await post(browser, "/qionghai/apply", FORM | changed | {"step": "submit"})
    assert sent.status_code == 303, sent.text
    await house.settle()
    page = await browser.get("/qionghai/receipt")
    row = (await house.runtime.log.read("qionghai", 0, 1000))[-1]
    return UUID(row.stream.removeprefix("request/")), CODE.search(page.text)[0]


async def signed_in(house, browser, *roles):
    """A browser of a member of staff."""
    login = "staff." + "-".join(roles)
    await house.open_account(login, *roles)
    sent = await post(browser, "/signin", {"login": login, "password": "correct horse"})
    assert sent.status_code == 303, sent.text
    return browser


async def act(house, browser, request_id, action, **fields):
    """Press a button on the request's page."""
    page = f"/intake/qionghai/requests/{request_id}"
    answer = await post(browser, f"{page}/{action}", fields, page)
    await house.settle()
    return answer


async def test_a_citizen_files_and_keeps_number_and_code(house):
    """Three pages: form, read back, receipt with number and query code; the person is on no address."""
    async with house.browser() as browser:
        read_back = await post(browser, "/qionghai/apply", FORM | {"step": "check"})
        assert "陈小明" in read_back.text
        _, code = await file(house, browser)
        receipt = await browser.get("/qionghai/receipt")
        document = await browser.get("/qionghai/receipt/receipt.pdf")

    assert "2025-0001" in receipt.text
    assert code in receipt.text
    assert receipt.headers["cache-control"] == "no-store"
    assert document.content.startswith(b"%PDF-")


async def test_a_double_click_files_once(house):
    """The same form sent twice is one request."""
    async with house.browser() as browser:
        page = await browser.get("/qionghai/apply")
        data = FORM | {
            "step": "submit",
            "csrf": hidden(page, "csrf"),
            "command_id": hidden(page, "command_id"),
        }
        answers = [await browser.post("/qionghai/apply", data=data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await house.runtime.log.read("qionghai", 0, 10)) == 2


async def test_a_form_with_faults_is_shown_again_as_typed(house):
    """Each fault is named, what was typed is kept, nothing is recorded."""
    async with house.browser() as browser:
        answer = await post(browser, "/qionghai/apply", FORM | {"content": "", "phone": "", "step": "submit"})

    assert answer.status_code == 422
    assert "contact-missing" in answer.text
    assert "E12345678" in answer.text
    assert await house.runtime.log.read("qionghai", 0, 10) == []


async def test_tongliao_shows_the_way_of_paper(house):
    """Where no request is taken on line, the page says how to hand in the paper form, and a posted one is refused."""
    async with house.browser() as browser:
        page = await browser.get("/tongliao/apply")

    assert page.status_code == 200
    assert "创业大厦1216" in page.text
    assert 'name="step"' not in page.text


async def test_code_and_name_together_open_the_state(house):
    """Right code and right name show the request; a wrong one of either gives the same answer."""
    async with house.browser() as filer, house.browser() as browser:
        request_id, code = await file(house, filer)
        await house.count_due_date(request_id)
        wrong_name = await post(browser, "/qionghai/track", {"code": code, "name": "陈大明"})
        wrong_code = await post(browser, "/qionghai/track", {"code": "AAAA-BBBB-CCCC", "name": "陈小明"})
        right = await post(
            browser, "/qionghai/track", {"code": code.lower().replace("-", " "), "name": "陈 小明"}
        )
        state = await browser.get("/qionghai/track")

    assert (wrong_name.status_code, wrong_code.status_code) == (422, 422)
    assert "track-not-found" in wrong_name.text
    assert "track-not-found" in wrong_code.text
    assert right.headers["location"] == "/qionghai/track"
    assert "2025年3月31日" in state.text
    assert "收到申请" in state.text


async def test_guessing_is_stopped(house):
    """After twenty wrong pairs from one address the next is refused."""
    async with house.browser() as browser:
        for _ in range(20):
            await post(browser, "/qionghai/track", {"code": "AAAA-BBBB-CCCC", "name": "甲"})
        answer = await post(browser, "/qionghai/track", {"code": "AAAA-BBBB-CCCC", "name": "甲"})

    assert answer.status_code == 429


async def test_a_request_walks_from_the_desk_to_the_served_reply(house):
    """Check, accept, render, serve: and the applicant downloads the reply."""
    async with house.browser() as citizen, house.browser() as browser:
        request_id, code = await file(house, citizen)
        clerk = await signed_in(house, browser, "clerk")
        listed = await clerk.get("/intake/qionghai/requests")
        checked = await act(house, clerk, request_id, "check")
        accepted = await act(house, clerk, request_id, "accept")
        await house.issue_reply(request_id)
        served = await act(house, clerk, request_id, "serve", served_on="2025-03-03", method="electronic")
        await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
        state = await citizen.get("/qionghai/track")
        reply = await citizen.get("/qionghai/track/reply.pdf")

    assert "分镇农村居民" in listed.text
    assert [answer.status_code for answer in (checked, accepted, served)] == [303, 303, 303]
    assert "海统公开〔2025〕1号" in state.text
    assert reply.content.startswith(b"%PDF-")


async def test_an_identity_is_closed_until_a_purpose_is_stated(house):
    """The clerk sees the person only after stating a purpose, and the log keeps it."""
    async with house.browser() as citizen, house.browser() as browser:
        request_id, _ = await file(house, citizen)
        clerk = await signed_in(house, browser, "clerk")
        page = f"/intake/qionghai/requests/{request_id}"
        before = await clerk.get(page)
        await act(house, clerk, request_id, "applicant", purpose="contact")
        after = await clerk.get(page)

    viewed = (await house.runtime.log.read("qionghai", 0, 1000))[-1]
    assert "13800000000" not in before.text
    assert "13800000000" in after.text
    assert (viewed.type, viewed.actor) == ("applicant-viewed", "staff/staff.clerk/clerk")


async def test_a_refused_action_says_why_and_keeps_what_was_typed(house):
    """Serving before the reply is made out is refused on the page."""
    async with house.browser() as citizen, house.browser() as browser:
        request_id, _ = await file(house, citizen)
        clerk = await signed_in(house, browser, "clerk")
        answer = await act(house, clerk, request_id, "accept")

    assert answer.status_code == 422
    assert "not-checked" in answer.text


async def test_the_head_destroys_a_key_and_the_person_is_gone(house):
    """After the number was typed to confirm, nobody reads the person again; the number stays."""
    async with house.browser() as citizen, house.browser() as browser, house.browser() as other:
        request_id, code = await file(house, citizen)
        clerk = await signed_in(house, browser, "clerk")
        await act(house, clerk, request_id, "check")
        await act(house, clerk, request_id, "accept")
        await house.issue_reply(request_id)
        await act(house, clerk, request_id, "serve", served_on="2025-03-03", method="electronic")
        head = await signed_in(house, other, "head")
        fields = {"reason": "erasure-upheld", "confirmed_number": "2025-0002"}
        unsure = await act(house, head, request_id, "destroy-key", **fields)
        done = await act(
            house, head, request_id, "destroy-key", reason="erasure-upheld", confirmed_number="2025-0001"
        )
        page = await head.get(f"/intake/qionghai/requests/{request_id}")
        tracked = await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})

    assert (unsure.status_code, done.status_code, tracked.status_code) == (422, 303, 422)
    assert "已销毁" in page.text
    assert "分镇农村居民" not in page.text


async def test_who_is_not_signed_in_does_nothing(house):
    """Without a pass each action is refused."""
    door = f"/intake/qionghai/requests/{uuid4()}"
    async with house.browser() as browser:
        answers = [
            await browser.post(f"{door}/{action}", data={})
            for action in ("check", "accept", "serve", "applicant", "destroy-key")
        ]

    assert {answer.status_code for answer in answers} == {401}


async def test_another_role_may_not_act(house):
    """A section head reads the list but may not accept."""
    async with house.browser() as citizen, house.browser() as browser:
        request_id, _ = await file(house, citizen)
        section = await signed_in(house, browser, "section")
        listed = await section.get("/intake/qionghai/requests")
        answer = await section.post(f"/intake/qionghai/requests/{request_id}/accept", data={})

    assert (listed.status_code, answer.status_code) == (200, 403)


async def test_the_api_files_once_and_tells_the_code_once(house):
    """201 with the query code, then 200 without it, and one request in the log."""
    key = {"Idempotency-Key": str(uuid4())}
    async with house.browser() as browser:
        first = await browser.post("/api/qionghai/requests", json=FORM, headers=key)
        again = await browser.post("/api/qionghai/requests", json=FORM, headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert CODE.fullmatch(first.json()["query_code"])
    assert again.json() == first.json() | {"query_code": None}
    assert len(await house.runtime.log.read("qionghai", 0, 10)) == 2


async def test_the_api_refuses_with_a_code(house):
    """What cannot be filed is answered by a problem with a stable code, and nothing is recorded."""
    refused = [
        ("qionghai", {"content": ""}, 422, "field-missing"),
        ("qionghai", {"applicant_kind": "robot"}, 422, "applicant-kind-unknown"),
        ("qionghai", {"colour": "red"}, 422, "form-invalid"),
        ("tongliao", {}, 422, "channel-not-offered"),
        ("atlantis", {}, 404, "agency-unknown"),
    ]
    async with house.browser() as browser:
        for agency, changed, status, code in refused:
            answer = await browser.post(
                f"/api/{agency}/requests", json=FORM | changed, headers={"Idempotency-Key": str(uuid4())}
            )
            assert (answer.status_code, answer.json()["code"]) == (status, code)

    assert await house.runtime.log.heads() == {}
