"""The pages of review, as people with different roles see and use them."""

from datetime import date
from uuid import uuid4

import pytest

from review.projections import BOOKS
from shared.events.deadline import DueDateSet
from shared.events.intake import ReplyServed
from shared.events.terms import CountedDay
from support.review_office import AGENCY, accepted_scene, hire
from support.review_pages import Hall
from support.review_play import sign_all, until_drafted

pytestmark = pytest.mark.contract

SHEET = {"state_secret": "no", "business_secret": "no", "personal_privacy": "no", "attribute": "open"}
DRAFT = {
    "outcome": "granted",
    "clause": "条例第三十六条第（二）项",
    "finding": "经检索，本机关保存有该信息。",
    "decision": "向您提供下列信息。",
    "materials": "各镇收入表\n\n 口径说明 ",
}
DESK = f"/review/{AGENCY}/desk"


@pytest.fixture
async def hall(service_database, engines):
    """A case that has just been opened, and the pages on it."""
    database = await service_database("review", books=BOOKS)
    hall = Hall(await accepted_scene(), engines(database.carrier_dsn), engines(database.app_dsn))
    await hall.caught_up(AGENCY, 0)
    return hall


async def drafted(hall):
    """The case has a draft."""
    await until_drafted(hall.scene)
    await hall.caught_up(AGENCY, 0)


async def test_the_whole_line_by_forms(hall):
    """Clerk, section, deputy and head bring a case to its issued reply by the forms alone."""
    steps = [
        (("clerk",), "assign", {"section": "农村股"}),
        (("section",), "review", SHEET),
        (("section",), "propose", DRAFT),
        *[((level,), "sign", {"level": level, "draft": "1"}) for level in ("section", "deputy", "head")],
    ]
    for roles, act, fields in steps:
        answer = await hall.post(roles, act, **fields)
        assert answer.status_code == 303, answer.text

    page = await hall.get(("clerk",))

    assert "签发" in page.text
    assert "去受理系统送达" in page.text
    assert [row.type for row in await hall.scene.rows()][-1] == "reply-issued"


async def test_the_desk_leads_to_what_is_mine(hall):
    """Whose turn it is sees the case with what was asked and the action as the link; others see it among the rest."""
    mine = await hall.get(("clerk",), DESK)
    others = await hall.get(("head",), DESK)

    assert '我的待办 <span class="count">1 件' in mine.text
    assert "2024年各镇农村居民人均可支配收入" in mine.text
    assert f'href="{hall.case_path}">分办' in mine.text
    assert "现在没有轮到您办理的事项" in others.text
    assert "可支配收入" not in others.text


async def test_the_desk_says_how_many_days_are_left(hall):
    """Days left are those that deadline counted after today."""
    days = tuple(CountedDay(date(2025, 3, 10 + n), n, "工作日") for n in range(1, 4))
    event = DueDateSet(
        request_id=hall.scene.request_id,
        clock="reply",
        generation=1,
        due_on=date(2025, 3, 13),
        counted=days,
        skipped=(),
        basis=("条例第三十三条",),
        reason="收到申请",
    )
    await hall.happen(hall.deadline, f"clock/{hall.scene.request_id}.reply", event)

    desk = await hall.get(("clerk",), DESK)
    page = await hall.get(("clerk",))

    assert "2025年3月13日" in desk.text
    assert "还剩 3 个工作日" in desk.text
    assert "这个日期怎么算出来的" in page.text


async def test_a_button_that_is_not_mine_is_dead_and_says_why(hall):
    """Who may not act sees a disabled button with the reason, and no form."""
    page = await hall.get(("head",))

    assert '<button class="button" disabled' in page.text
    assert "这一步由经办人办理，您现在只能查看。" in page.text
    assert 'name="section"' not in page.text


async def test_a_form_cannot_be_forced_by_another_role(hall):
    """The address of a form answers 403 to who does not hold its role."""
    answer = await hall.post(("head",), "assign", section="农村股")

    assert answer.status_code == 403
    assert "not-your-role" in answer.text


async def test_a_level_cannot_be_forged(hall):
    """The level in a sign form counts only if the pass holds it."""
    await drafted(hall)

    answer = await hall.post(("section",), "sign", level="head", draft="1")

    assert answer.status_code == 403


async def test_the_leader_reads_all_before_the_button(hall):
    """The sign page shows what was asked, the draft, the sheet, and what agreeing brings about."""
    await drafted(hall)
    await hall.post(("section",), "sign", level="section", draft="1")

    page = await hall.get(("deputy",))

    for words in (
        "申请公开的内容",
        "予以公开",
        "口径说明",
        "国家秘密：否",
        "同意后转主要领导签发。",
        "同意第 1 稿",
    ):
        assert words in page.text


async def test_the_last_leader_is_told_that_agreeing_issues(hall):
    """The last step reads that agreeing issues the reply for good."""
    await drafted(hall)
    for level in ("section", "deputy"):
        await hall.post((level,), "sign", level=level, draft="1")

    page = await hall.get(("head",))

    assert "同意即签发，答复定稿，不能再改动" in page.text


async def test_who_drafted_is_told_not_to_sign(hall):
    """A leader who drafted sees why the button is dead."""
    await drafted(hall)
    await hall.post(("section",), "sign", level="section", draft="1")

    async with hall.browser("deputy", account="the.section") as browser:
        page = await browser.get(hall.case_path)

    assert "这份意见是您拟的" in page.text


async def test_a_stale_page_cannot_sign_a_newer_draft(hall):
    """A signature for a draft that was replaced meanwhile is refused on the page."""
    await drafted(hall)

    answer = await hall.post(("section",), "sign", level="section", draft="7")

    assert answer.status_code == 409
    assert "请重新打开本件" in answer.text


async def test_a_returned_draft_comes_back_with_its_words(hall):
    """After 退回 the section finds the reason and its own words to go on with."""
    await drafted(hall)
    await hall.post(("section",), "sign", level="section", draft="1")
    answer = await hall.post(("deputy",), "return", level="deputy", draft="1", return_reason="请写明口径。")

    page = await hall.get(("section",))

    assert answer.status_code == 303
    assert "请写明口径。" in page.text
    assert "经检索，本机关保存有该信息。</textarea>" in page.text


async def test_what_was_typed_survives_a_refusal(hall):
    """A sheet that the rules refuse is shown again as it was filled in, with the article."""
    await hall.post(("clerk",), "assign", section="农村股")

    answer = await hall.post(
        ("section",), "review", **(SHEET | {"state_secret": "yes", "reason": "疑似涉密"})
    )

    assert answer.status_code == 422
    assert "公开属性只能是“不予公开”" in answer.text
    assert "疑似涉密</textarea>" in answer.text
    assert 'value="yes" checked' in answer.text


async def test_an_open_question_is_asked_again(hall):
    """A question that was not answered is named, and nothing is recorded."""
    await hall.post(("clerk",), "assign", section="农村股")

    answer = await hall.post(("section",), "review", state_secret="no", attribute="open")

    assert answer.status_code == 422
    assert "请选择“是否涉及商业秘密”" in answer.text
    assert len(await hall.scene.rows()) == 2


async def test_people_and_sections_are_named(hall):
    """Once accounts are known the clerk picks a section from a list and pages call people by name."""
    await hire(hall.scene)
    await hall.caught_up(AGENCY, 0)
    form = await hall.get(("clerk",))
    await hall.post(("clerk",), "assign", section="农村股")

    page = await hall.get(("section",))

    assert '<option value="农村股">农村股</option>' in form.text
    assert "经办人 王莉" in page.text


async def test_the_policy_box_names_its_source(hall):
    """The chain stands on the page with clause, source and whose text it is."""
    page = await hall.get(("clerk",))

    assert "条例第四十五条" in page.text
    assert "国家规定" in page.text


async def test_the_applicant_is_only_linked(hall):
    """Review shows no identity, only the way to intake's page, where opening it is logged."""
    page = await hall.get(("clerk",))

    assert f"/intake/{AGENCY}/requests/{hall.scene.request_id}" in page.text


async def test_a_served_case_is_closed(hall):
    """Once intake has served the reply the case page says so."""
    await drafted(hall)
    await sign_all(hall.scene)
    served = ReplyServed(
        request_id=hall.scene.request_id,
        served_on=date(2025, 3, 11),
        method="post",
        outcome="granted",
        document_number="海统公开〔2025〕1号",
    )
    await hall.happen(hall.scene.intake, f"request/{hall.scene.request_id}", served)

    page = await hall.get(("clerk",))

    assert "已办结" in page.text
    assert "送达：海统公开〔2025〕1号" in page.text


async def test_a_destroyed_key_leaves_the_page_readable(hall):
    """After the key is gone the page still stands, with 已销毁 in place of every text."""
    await drafted(hall)
    await hall.scene.door.destroy(AGENCY, hall.scene.key.key_id)

    page = await hall.get(("deputy",))

    assert page.status_code == 200
    assert "个人信息已销毁" in page.text
    assert "可支配收入" not in page.text


async def test_an_unknown_case_is_a_page_that_is_not_there(hall):
    """A wrong address gives 404 with a sentence."""
    page = await hall.get(("clerk",), f"/review/{AGENCY}/cases/{uuid4()}")

    assert page.status_code == 404
    assert "没有这一件" in page.text


async def test_nobody_enters_unsigned(hall):
    """Without a pass every page leads to sign-in."""
    async with hall.browser() as browser:
        answer = await browser.get(DESK)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/signin")


async def test_another_agency_is_closed(hall):
    """Staff of one agency cannot open another's desk."""
    page = await hall.get(("clerk",), "/review/tongliao/desk")

    assert page.status_code == 403


async def test_a_form_sent_twice_acts_once(hall):
    """A second click on the same form changes nothing and shows the same case."""
    command = str(uuid4())

    first = await hall.post(("clerk",), "assign", section="农村股", command_id=command)
    again = await hall.post(("clerk",), "assign", section="农村股", command_id=command)

    assert (first.status_code, again.status_code) == (303, 303)
    assert len(await hall.scene.rows()) == 2


async def test_the_stylesheet_is_served(hall):
    """The page's own stylesheet comes from review itself, for anybody."""
    async with hall.browser() as browser:
        style = await browser.get("/review/assets/review.css")

    assert style.headers["content-type"].startswith("text/css")
    assert ".case" in style.text
