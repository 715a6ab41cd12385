"""The application's four steps, on a real database."""

from uuid import uuid4

import pytest

from support.intake.forms import FORM, hidden, post

pytestmark = pytest.mark.service

PAPER = FORM | {"id_kind": "护照", "organisation": "琼海中学", "postcode": "571400"}


async def sent(browser, page, **fields):
    """Press a button of the page of a step, with what it carries."""
    tokens = {"csrf": hidden(page, "csrf"), "command_id": hidden(page, "command_id")}
    return await browser.post("/qionghai/apply", data=tokens | fields)


async def test_a_citizen_goes_through_four_small_steps(site):
    """Each page asks a little, says where one is, and carries the answers on; the last one reads them back."""
    headings = []
    async with site.browser() as browser:
        page = await browser.get("/qionghai/apply")
        for step in ("contact", "what", "how", "check"):
            headings.append(page.text.split("<h1>")[1].split("</h1>")[0])
            page = await sent(browser, page, **FORM, step=step)
        read_back = page.text

    assert headings == ["您是谁", "怎样联系您", "您想要什么信息", "您想怎样取得信息"]
    assert "<h1>提交前请核对</h1>" in read_back
    assert all(answer in read_back for answer in ("陈小明", "13800000000", "分镇农村居民", "电子文件"))
    assert await site.runtime.log.read("qionghai", 0, 10) == []


async def test_a_step_says_which_of_four_it_is_and_carries_the_others_answers(site):
    """The second page counts itself, and holds what the first was told as hidden inputs."""
    async with site.browser() as browser:
        page = await post(browser, "/qionghai/apply", {**FORM, "step": "contact"})

    assert "第 2 步，共 4 步" in page.text
    assert 'type="hidden" name="name" value="陈小明"' in page.text
    assert page.text.count("<h1>") == 1


async def test_a_wrong_answer_stays_on_its_step_with_its_fault(site):
    """The page that is wrong is shown again, its fault linked to the box, and nothing of the others is lost."""
    async with site.browser() as browser:
        page = await post(browser, "/qionghai/apply", FORM | {"phone": "hello", "step": "what"})

    assert page.status_code == 422
    assert '<a href="#phone">' in page.text
    assert 'value="hello"' in page.text
    assert 'name="content" value="2024年分镇农村居民人均可支配收入"' in page.text
    assert "<title>错误：怎样联系您" in page.text


async def test_the_way_back_asks_nothing(site):
    """From a page that is wrong one may go back, and what was typed on it is carried along."""
    async with site.browser() as browser:
        page = await post(browser, "/qionghai/apply", FORM | {"phone": "hello", "step": "who"})

    assert page.status_code == 200
    assert "<h1>您是谁</h1>" in page.text
    assert 'name="phone" value="hello"' in page.text


async def test_a_jump_ahead_stops_at_the_first_page_that_is_wrong(site):
    """A forged step is answered by the page that was passed over."""
    async with site.browser() as browser:
        empty = await post(browser, "/qionghai/apply", {"step": "submit"})
        strange = await post(browser, "/qionghai/apply", FORM | {"step": "../admin"})

    assert (empty.status_code, strange.status_code) == (422, 200)
    assert "<h1>您是谁</h1>" in empty.text
    assert "<h1>您是谁</h1>" in strange.text


async def test_a_changed_answer_leads_back_to_the_reading(site):
    """From check-your-answers one page is opened, mended, and read back at once."""
    async with site.browser() as browser:
        check = await post(browser, "/qionghai/apply", FORM | {"step": "check"})
        page = await sent(browser, check, **FORM, step="contact", reviewed="yes")

    assert "改好了，返回核对" in page.text
    assert hidden(page, "command_id") == hidden(check, "command_id")


async def test_where_no_request_is_taken_on_line_the_form_is_printed(site):
    """Tongliao's steps end in the bureau's own form as a PDF, and nothing is kept."""
    async with site.browser() as browser:
        first = await browser.get("/tongliao/apply")
        check = await post(browser, "/tongliao/apply", PAPER | {"step": "check"})
        printed = await post(browser, "/tongliao/apply", PAPER | {"step": "print"})
        blank = await browser.get("/tongliao/apply/form.pdf")
        forced = await post(browser, "/tongliao/apply", PAPER | {"step": "submit"})

    assert "本机关接收纸质申请" in first.text
    assert "下载填好的申请表" in check.text
    assert "创业大厦1216" in check.text
    assert "确认并提交" not in check.text
    assert "attachment" in printed.headers["content-disposition"]
    assert all(answer.content.startswith(b"%PDF-") for answer in (printed, blank))
    assert (forced.status_code, "channel-not-offered" in forced.text) == (422, True)
    assert await site.runtime.log.heads() == {}


async def test_several_lines_survive_the_way_through_the_steps(site):
    """What was typed on more than one line is carried on with its line ends."""
    typed = "一、统计公报\r\n二、\t年鉴 <b>“表3”</b>"
    async with site.browser() as browser:
        page = await post(browser, "/qionghai/apply", FORM | {"content": typed, "step": "how"})

    assert "一、统计公报\r\n二、" in page.text.replace("&#13;&#10;", "\r\n")
    assert "<b>“表3”" not in page.text


async def test_a_form_without_an_id_is_a_new_request_each_time(site):
    """Without the hidden id nothing ties two sendings together."""
    async with site.browser() as browser:
        page = await browser.get("/qionghai/apply")
        data = FORM | {"step": "submit", "csrf": hidden(page, "csrf")}
        ids = [{"command_id": str(uuid4())}, {"command_id": "x"}]
        answers = [await browser.post("/qionghai/apply", data=data | each) for each in ids]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(await site.runtime.log.read("qionghai", 0, 10)) == 4
