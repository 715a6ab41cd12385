"""The case page, as people with different roles see and use it."""

from datetime import date
from uuid import uuid4

import pytest

from shared.events.intake.request import ReplyDispatched
from support.facts import went
from support.review.office import AGENCY, hire
from support.review.pages import drafted
from support.review.play import QUESTIONS, sign_all

pytestmark = pytest.mark.contract

SHEET = {**dict.fromkeys(QUESTIONS, "no"), "attribute": "open"}
DRAFT = {
    "outcome": "granted",
    "clause": "条例第三十六条第（二）项",
    "finding": "经检索，本机关保存有该信息。",
    "decision": "向您提供下列信息。",
    "materials": "各镇收入表\n\n 口径说明 ",
}
DESK = f"/review/{AGENCY}/desk"


async def test_the_whole_line_by_forms(site):
    """Clerk, section, deputy and head bring a case to its issued reply by the forms alone."""
    steps = [
        (("clerk",), "assign", {"section": "农村股"}),
        (("section",), "review", SHEET),
        (("section",), "propose", DRAFT),
        *[((level,), "sign", {"level": level, "draft": "1"}) for level in ("section", "deputy", "head")],
    ]
    for roles, act, fields in steps:
        answer = await site.post(roles, act, **fields)
        assert answer.status_code == 303, answer.text

    page = await site.get(("clerk",))

    assert "签发" in page.text
    assert "去受理系统送达" in page.text
    assert [row.type for row in await site.scene.rows()][-1] == "reply-issued"


async def test_a_button_that_is_not_mine_is_dead_and_says_why(site):
    """Who may not act sees a disabled button with the reason, and no form."""
    page = await site.get(("head",))

    assert '<button class="button" disabled' in page.text
    assert "这一步由经办人办理，您现在只能查看。" in page.text
    assert 'name="section"' not in page.text


async def test_a_form_cannot_be_forced_by_another_role(site):
    """The address of a form answers 403 to who does not hold its role."""
    answer = await site.post(("head",), "assign", section="农村股")

    assert answer.status_code == 403
    assert "not-your-role" in answer.text


async def test_what_was_typed_survives_a_refusal(site):
    """A sheet that the rules refuse is shown again as it was filled in, with the article."""
    await site.post(("clerk",), "assign", section="农村股")

    answer = await site.post(
        ("section",), "review", **(SHEET | {"state_secret": "yes", "reason": "疑似涉密"})
    )

    assert answer.status_code == 422
    assert "公开属性只能是“不予公开”" in answer.text
    assert "疑似涉密</textarea>" in answer.text
    assert 'value="yes" checked' in answer.text


async def test_a_wrong_sheet_can_be_filled_in_anew(site):
    """A section that found it not open by mistake is told so, and mends its sheet on the same page."""
    await site.post(("clerk",), "assign", section="农村股")
    await site.post(("section",), "review", **(SHEET | {"attribute": "not_open", "reason": "误选"}))

    before = await site.get(("section",))
    answer = await site.post(("section",), "review", **SHEET)
    after = await site.get(("section",))

    assert "保密审查确定为不予公开" in before.text
    assert "重新填写保密审查单" in before.text
    assert answer.status_code == 303
    assert "保密审查确定为不予公开" not in after.text


async def test_the_clerk_may_reassign_until_review(site):
    """While the section has not reviewed, the clerk finds 改派 on the page, and afterwards no more."""
    await site.post(("clerk",), "assign", section="普查股")
    before = await site.get(("clerk",))
    await site.post(("clerk",), "assign", section="农村股")
    await site.post(("section",), "review", **SHEET)

    after = await site.get(("clerk",))

    assert "改派其他股室" in before.text
    assert "改派其他股室" not in after.text
    assert "分办：农村股" in after.text


async def test_an_open_question_is_asked_again(site):
    """A question that was not answered is named, and nothing is recorded."""
    await site.post(("clerk",), "assign", section="农村股")

    answer = await site.post(
        ("section",), "review", **{k: v for k, v in SHEET.items() if k != "trade_secret"}
    )

    assert answer.status_code == 422
    assert "请选择“是否涉及商业秘密”" in answer.text
    assert len(await site.scene.rows()) == 2


async def test_people_and_sections_are_named(site):
    """Once accounts are known the clerk picks a section from a list and pages call people by name."""
    await hire(site.scene)
    await site.caught_up(AGENCY, 0)
    form = await site.get(("clerk",))
    await site.post(("clerk",), "assign", section="农村股")

    page = await site.get(("section",))

    assert '<option value="农村股">农村股</option>' in form.text
    assert "经办人 王莉" in page.text


async def test_the_policy_box_names_its_source(site):
    """The chain stands on the page with clause, source and why it is so, in words that an official knows."""
    page = await site.get(("clerk",))

    assert "条例第四十五条" in page.text
    assert "兰台系统的默认设置（不是法律规定）" in page.text
    assert "本机关没有规定由谁签批" in page.text
    assert "国家底线" not in page.text


async def test_the_applicant_is_only_linked(site):
    """Review shows no identity, only the way to intake's page, where opening it is logged."""
    page = await site.get(("clerk",))

    assert f"/intake/{AGENCY}/requests/{site.scene.request_id}" in page.text


async def test_a_served_case_is_closed(site):
    """Once intake has served the reply the case page says so."""
    await drafted(site)
    await sign_all(site.scene)
    served = ReplyDispatched(
        request_id=site.scene.request_id,
        document_number="海统公开〔2025〕1号",
        outcome="granted",
        served=went(date(2025, 3, 11)),
    )
    await site.happen(site.scene.intake, f"request/{site.scene.request_id}", served)

    page = await site.get(("clerk",))

    assert "已办结" in page.text
    assert "送达：海统公开〔2025〕1号" in page.text


async def test_a_destroyed_key_leaves_the_page_readable(site):
    """After the key is gone the page still stands, with 已销毁 in place of every text."""
    await drafted(site)
    await site.scene.door.destroy(AGENCY, site.scene.key.key_id)

    page = await site.get(("deputy",))

    assert page.status_code == 200
    assert "个人信息已销毁" in page.text
    assert "可支配收入" not in page.text


async def test_missing_key_leaves_page_and_desk_readable(site):
    """A key whose row is lost is shown as missing and not as destroyed, on the case's page and on the desk."""
    del site.scene.door._kept[AGENCY, site.scene.key.key_id]

    page, desk = await site.get(("clerk",)), await site.get(("clerk",), f"/review/{AGENCY}/desk")

    for shown in (page, desk):
        assert shown.status_code == 200
        assert "密钥缺失，无法读取" in shown.text
        assert "已销毁" not in shown.text
        assert "可支配收入" not in shown.text


async def test_an_unknown_case_is_a_page_that_is_not_there(site):
    """A wrong address gives 404 with a sentence."""
    page = await site.get(("clerk",), f"/review/{AGENCY}/cases/{uuid4()}")

    assert page.status_code == 404
    assert "没有这一件" in page.text


async def test_a_form_sent_twice_acts_once(site):
    """A second click on the same form changes nothing and shows the same case."""
    command = str(uuid4())

    first = await site.post(("clerk",), "assign", section="农村股", command_id=command)
    again = await site.post(("clerk",), "assign", section="农村股", command_id=command)

    assert (first.status_code, again.status_code) == (303, 303)
    assert len(await site.scene.rows()) == 2


async def test_the_stylesheet_is_served(site):
    """The page's own stylesheet comes from review itself, for anybody."""
    async with site.browser() as browser:
        style = await browser.get("/review/assets/review.css")

    assert style.headers["content-type"].startswith("text/css")
    assert ".case" in style.text
