"""The desk: what is mine, how soon it is due, and who may not look."""

import pytest

from support.review.clocks import due
from support.review.office import AGENCY

pytestmark = pytest.mark.contract

DESK = f"/review/{AGENCY}/desk"


async def test_the_desk_leads_to_what_is_mine(site):
    """Whose turn it is sees the case with what was asked and the action as the link; others see it among the rest."""
    mine = await site.get(("clerk",), DESK)
    others = await site.get(("head",), DESK)

    assert '我的待办 <span class="count">1 件' in mine.text
    assert "2024年各镇农村居民人均可支配收入" in mine.text
    assert f'href="{site.case_path}">分办' in mine.text
    assert "现在没有轮到您办理的事项" in others.text
    assert "可支配收入" not in others.text


async def test_the_desk_says_how_many_days_are_left(site):
    """Days left are those that deadline counted after today."""
    event = due(site)
    await site.happen(site.deadline, f"clock/request/{site.scene.request_id}/reply", event)

    desk = await site.get(("clerk",), DESK)
    page = await site.get(("clerk",))

    assert "2025年3月13日" in desk.text
    assert "还剩 3 个工作日" in desk.text
    assert "这个日期怎么算出来的" in page.text


async def test_nobody_enters_unsigned(site):
    """Without a pass every page leads to sign-in."""
    async with site.browser() as browser:
        answer = await browser.get(DESK)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/signin")


async def test_another_agency_is_closed(site):
    """Staff of one agency cannot open another's desk."""
    page = await site.get(("clerk",), "/review/tongliao/desk")

    assert page.status_code == 403


async def test_the_desk_leads_to_the_other_services(site):
    """The staff's navigation names each service's page and marks this one; 监督 is shown to who may open it."""
    clerk = await site.get(("clerk",), DESK)
    head = await site.get(("head",), DESK)

    assert f'<a href="{DESK}" aria-current="page">办理</a>' in clerk.text
    for way in ("/intake/qionghai/requests", "/deadline/qionghai/board"):
        assert f'href="{way}"' in clerk.text
    assert 'href="/reporting/qionghai/"' not in clerk.text
    assert 'href="/reporting/qionghai/"' in head.text


async def test_only_who_belongs_to_a_section_is_offered_its_cases(site):
    """本股室 finds nothing for clerk and leaders, so it does not stand among their filters."""
    clerk = await site.get(("clerk",), DESK, of="")
    section = await site.get(("section",), DESK)

    assert ("本股室" in clerk.text, "本股室" in section.text) == (False, True)
