"""The page on which leaders decide: what they read, what they are told, and what is refused them."""

import pytest

from support.review.pages import drafted

pytestmark = pytest.mark.contract


async def test_a_level_cannot_be_forged(site):
    """The level in a sign form counts only if the pass holds it."""
    await drafted(site)

    answer = await site.post(("section",), "sign", level="head", draft="1")

    assert answer.status_code == 403


async def test_the_leader_reads_all_before_the_button(site):
    """The sign page shows what was asked, the draft, the sheet, and what agreeing brings about."""
    await drafted(site)
    await site.post(("section",), "sign", level="section", draft="1")

    page = await site.get(("deputy",))

    for words in (
        "申请公开的内容",
        "予以公开",
        "口径说明",
        "<span>能否识别或者推断单个统计调查对象的身份？</span> <b>否</b>",
        "同意后转主要领导签发。",
        "同意第 1 稿",
    ):
        assert words in page.text


async def test_the_last_leader_is_told_that_agreeing_issues(site):
    """The last step reads that agreeing issues the reply for good."""
    await drafted(site)
    for level in ("section", "deputy"):
        await site.post((level,), "sign", level=level, draft="1")

    page = await site.get(("head",))

    assert "同意即签发，答复定稿，不能再改动" in page.text


async def test_who_drafted_is_told_not_to_sign(site):
    """A leader who drafted sees why the button is dead."""
    await drafted(site)
    await site.post(("section",), "sign", level="section", draft="1")

    async with site.browser("deputy", account="the.section") as browser:
        page = await browser.get(site.case_path)

    assert "这份意见是您拟的" in page.text


async def test_a_stale_page_cannot_sign_a_newer_draft(site):
    """A signature for a draft that was replaced meanwhile is refused on the page."""
    await drafted(site)

    answer = await site.post(("section",), "sign", level="section", draft="7")

    assert answer.status_code == 409
    assert "请重新打开本件" in answer.text


async def test_a_returned_draft_comes_back_with_its_words(site):
    """After 退回 the section finds the reason, its own words to go on with, and no signature."""
    await drafted(site)
    await site.post(("section",), "sign", level="section", draft="1")
    answer = await site.post(("deputy",), "return", level="deputy", draft="1", return_reason="请写明口径。")

    page = await site.get(("section",))

    assert answer.status_code == 303
    assert "已同意" not in page.text
    assert "请写明口径。" in page.text
    assert "经检索，本机关保存有该信息。</textarea>" in page.text
