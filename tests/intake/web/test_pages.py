"""The citizen's pages, on a real database."""

from asyncio import gather

import pytest

from support.intake.forms import FORM, file, hidden, post

pytestmark = pytest.mark.service


async def test_a_citizen_files_and_keeps_number_and_code(site):
    """Form, read back, receipt with number and query code; the person is on no address."""
    async with site.browser() as browser:
        read_back = await post(browser, "/qionghai/apply", FORM | {"step": "check"})
        assert "陈小明" in read_back.text
        _, code = await file(site, browser)
        receipt = await browser.get("/qionghai/receipt")
        document = await browser.get("/qionghai/receipt/receipt.pdf")

    assert "2025-0001" in receipt.text
    assert code in receipt.text
    assert receipt.headers["cache-control"] == "no-store"
    assert document.content.startswith(b"%PDF-")


async def test_a_receipt_says_the_period_until_the_day_is_counted(site):
    """Right after filing stands what the law promises and where the day will be; then the day itself."""
    async with site.browser() as browser:
        request_id, _ = await file(site, browser)
        fresh = await browser.get("/qionghai/receipt")
        await site.count_due_date(request_id)
        counted = await browser.get("/qionghai/receipt")

    assert "收到之日起20个工作日内" in fresh.text
    assert "规程第六条（一）" in fresh.text
    assert "通常一分钟内显示在进度查询页面" in fresh.text
    assert "正在计算" not in fresh.text
    assert "2025年3月31日" in counted.text
    assert "收到之日起20个工作日内" not in counted.text


async def test_a_double_click_files_once(site):
    """The same form sent twice is one request."""
    async with site.browser() as browser:
        page = await browser.get("/qionghai/apply")
        data = FORM | {
            "step": "submit",
            "csrf": hidden(page, "csrf"),
            "command_id": hidden(page, "command_id"),
        }
        answers = [await browser.post("/qionghai/apply", data=data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await site.runtime.log.read("qionghai", 0, 10)) == 2


async def test_a_form_with_faults_is_shown_again_as_typed(site):
    """Each fault is named, what was typed is kept, nothing is recorded."""
    async with site.browser() as browser:
        answer = await post(browser, "/qionghai/apply", FORM | {"content": "", "phone": "", "step": "submit"})

    assert answer.status_code == 422
    assert "contact-missing" in answer.text
    assert "E12345678" in answer.text
    assert await site.runtime.log.read("qionghai", 0, 10) == []


async def test_a_filed_form_that_was_changed_is_not_taken_for_the_filed_one(site):
    """Back in the browser, another text, sent again: refused with the number that it has, and fresh to be sent anew."""
    async with site.browser() as browser:
        page = await browser.get("/qionghai/apply")
        data = FORM | {
            "step": "submit",
            "csrf": hidden(page, "csrf"),
            "command_id": hidden(page, "command_id"),
        }
        await browser.post("/qionghai/apply", data=data)
        changed = await browser.post("/qionghai/apply", data=data | {"content": "2023年统计公报"})
        anew = data | {"content": "2023年统计公报", "command_id": hidden(changed, "command_id")}
        done = await browser.post("/qionghai/apply", data=anew)

    assert changed.status_code == 409
    assert "already-filed-otherwise" in changed.text
    assert "2025-0001" in changed.text
    assert done.status_code == 303
    assert len(await site.runtime.log.read("qionghai", 0, 10)) == 4


async def test_a_form_in_another_encoding_is_refused(site):
    """A charset whose decoder fails is no fault of ours: 400, signed in or not, with the form's header or without."""
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\r\n--x--\r\n'
    kind = {"content-type": "multipart/form-data; boundary=x; charset=undefined"}
    async with site.browser() as browser:
        token = hidden(await browser.get("/qionghai/apply"), "csrf")
        plain = await browser.post("/qionghai/apply", content=body, headers=kind)
        header = await browser.post("/qionghai/apply", content=body, headers=kind | {"x-lantai-form": token})
        door = await browser.post("/signout", content=body, headers=kind)

    assert [answer.status_code for answer in (plain, header, door)] == [400, 400, 401]


async def test_code_and_name_together_open_the_state(site):
    """Right code and right name show the request; a wrong one of either gives the same answer."""
    async with site.browser() as filer, site.browser() as browser:
        request_id, code = await file(site, filer)
        await site.count_due_date(request_id)
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


async def test_a_name_without_letters_is_compared_as_it_is(site):
    """Signs that are no letters do not stand for one another."""
    async with site.browser() as filer, site.browser() as browser:
        _, code = await file(site, filer, name="☆☆")
        other = await post(browser, "/qionghai/track", {"code": code, "name": "★★"})
        same = await post(browser, "/qionghai/track", {"code": code, "name": "☆☆"})

    assert (other.status_code, same.status_code) == (422, 303)


async def test_guesses_at_once_are_stopped_as_those_one_by_one(site):
    """Of thirty wrong pairs at the same moment twenty are answered."""
    async with site.browser() as browser:
        page = await browser.get("/qionghai/track")
        wrong = {"code": "AAAA-BBBB-CCCC", "name": "甲", "csrf": hidden(page, "csrf")}
        answers = await gather(*(browser.post("/qionghai/track", data=wrong) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [422] * 20 + [429] * 10


async def test_guessing_the_name_to_a_code_is_stopped_for_who_guesses(site):
    """After twenty wrong names to a code the address is refused, however the code is typed; another code is not."""
    async with site.browser() as filer, site.browser() as browser:
        _, code = await file(site, filer)
        for _ in range(20):
            await post(browser, "/qionghai/track", {"code": "AAAA-BBBB-CCCC", "name": "甲"})
        again = await post(browser, "/qionghai/track", {"code": "aaaa bbbb cccc", "name": "甲"})
        mine = await post(browser, "/qionghai/track", {"code": code, "name": "陈小明"})

    assert (again.status_code, mine.status_code) == (429, 303)
