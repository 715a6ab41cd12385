"""The citizen's pages and the API, on a real database."""

from uuid import uuid4

import pytest

from support.intake_hands import CODE, FORM, file, hidden, post

pytestmark = pytest.mark.service


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
