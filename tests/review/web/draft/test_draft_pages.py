"""The outcome form in its two steps, two drafts side by side, the leader's summary, the printed sheet."""

import pytest

from support.review.forms import GRANT, SHEET, UNHELD
from support.review.office import SECTION, hire

pytestmark = pytest.mark.contract

CLERK, HEAD_OF_SECTION, DEPUTY = ("clerk",), ("section",), ("deputy",)


async def assigned(site):
    """The section has the case."""
    await site.post(CLERK, "assign", section=SECTION)


async def drafted(site):
    """The section's first draft lies before the deputy."""
    await assigned(site)
    await site.post(HEAD_OF_SECTION, "review", **SHEET)
    await site.post(HEAD_OF_SECTION, "propose", **GRANT)
    await site.post(HEAD_OF_SECTION, "sign", level="section", draft="1")


async def test_the_form_asks_for_what_the_outcome_needs(site):
    """The first step names outcome and article; the second shows exactly their boxes."""
    await assigned(site)
    await site.post(HEAD_OF_SECTION, "review", **SHEET)

    first = await site.get(HEAD_OF_SECTION)
    second = await site.get(HEAD_OF_SECTION, f"{site.case_path}?basis=unable_not_held/36(4)")
    third = await site.get(HEAD_OF_SECTION, f"{site.case_path}?basis=granted/36(2)")
    fourth = await site.get(HEAD_OF_SECTION, f"{site.case_path}?basis=granted/36(1)")
    wrong = await site.get(HEAD_OF_SECTION, f"{site.case_path}?basis=nonsense")

    assert 'value="partial/37"' in first.text
    assert 'name="finding"' not in first.text
    assert 'name="search_where"' in second.text
    assert 'name="materials"' not in second.text
    assert 'name="materials"' in third.text
    assert 'name="search_where"' not in third.text
    assert "写材料的名称" in third.text
    assert "写标题和网址或者地点" in fourth.text
    assert 'value="partial/37"' in wrong.text


async def test_what_gives_nothing_is_answered_without_a_sheet(site):
    """From the assigned case a way leads to the outcomes that need no review, and to those alone."""
    await assigned(site)

    page = await site.get(HEAD_OF_SECTION, f"{site.case_path}?basis=")
    early = await site.get(HEAD_OF_SECTION, f"{site.case_path}?basis=granted/36(2)")
    answer = await site.post(HEAD_OF_SECTION, "propose", **UNHELD)

    assert 'name="materials"' not in early.text
    assert 'value="unable_not_held/36(4)"' in page.text
    assert 'value="granted/36(2)"' not in page.text
    assert answer.status_code == 303


async def test_two_drafts_stand_side_by_side(site):
    """After a return the leader sees what changed, and any two drafts on a page of their own."""
    await drafted(site)
    await site.post(DEPUTY, "return", level="deputy", draft="1", return_reason="请写明口径。")
    changed = GRANT | {"finding": "经检索，本机关保存有该信息，口径为常住人口。"}
    await site.post(HEAD_OF_SECTION, "propose", **changed)

    page = await site.get(DEPUTY)
    both = await site.get(DEPUTY, f"{site.case_path}/drafts?old=1&new=2")
    strange = await site.get(DEPUTY, f"{site.case_path}/drafts?old=9&new=x")

    for answer in (page, both, strange):
        assert "<ins>，口径为常住人口</ins>" in answer.text
    assert "第 1 稿退回理由：</b>请写明口径。" in both.text


async def test_the_leader_reads_a_summary_before_one_button(site):
    """Who signs finds asked, outcome, review and signatures above the button, ahead of everything else."""
    await hire(site.scene)
    await drafted(site)

    page = (await site.get(DEPUTY)).text

    gist = page[page.index('class="gist"') : page.index("同意第 1 稿")]
    for words in ("可支配收入", "予以公开", "条例第三十六条第（二）项", "公开", "陈海"):
        assert words in gist
    assert page.index('class="gist"') < page.index('id="asked"')


async def test_the_sheet_is_laid_out_for_print(site):
    """The printed sheet has the agency, every question with its mark, the attribute, and a place for each signature."""
    await drafted(site)

    sheet = await site.get(CLERK, f"{site.case_path}/sheet")

    assert "琼海市统计局" in sheet.text
    assert "政府信息公开保密审查单" in sheet.text
    assert sheet.text.count("☑ 否") == 6
    assert "主要领导签发" in sheet.text


@pytest.mark.parametrize("page", ["sheet", "drafts"])
async def test_what_is_not_there_yet_is_said(site, page):
    """Without a sheet or a draft their pages answer 404 with a sentence."""
    answer = await site.get(CLERK, f"{site.case_path}/{page}")

    assert answer.status_code == 404
    assert "请等承办股室" in answer.text
