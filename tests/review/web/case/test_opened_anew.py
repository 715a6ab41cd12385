"""A case that was set aside, since the correction had come in time, and opened anew: nothing void is taken for its own."""

import pytest

from review.case.reactions import FollowRequest
from shared.policy import Policy
from support.review.forms import GRANT, SHEET, codes_of
from support.review.letters import corrected, heard, lapsed
from support.review.office import AGENCY, SECTION, accept, empty_scene
from support.review.pages import ReviewSite
from support.review.play import CLOSE, sign_all, until_closed

pytestmark = pytest.mark.contract

CLERK, HEAD_OF_SECTION = ("clerk",), ("section",)


@pytest.fixture
async def set_aside(make_site):
    """The closing reply was signed to its end, and then the correction turned out to have come in time."""
    site: ReviewSite = make_site(await empty_scene())
    scene = site.scene
    accepted = await accept(scene, "分镇收入数据，2024年")
    over, back = await heard(scene, "intake", f"request/{scene.request_id}", lapsed(scene), corrected(scene))
    await FollowRequest(policy_of=Policy).react(scene.store, over)
    await until_closed(scene)
    await sign_all(scene)
    await FollowRequest(policy_of=Policy).react(scene.store, back)
    await site.caught_up(AGENCY, 0)
    return site, accepted


@pytest.fixture
async def opened_anew(set_aside):
    """It was accepted after that."""
    site, accepted = set_aside
    await FollowRequest(policy_of=Policy).react(site.scene.store, accepted)
    await site.caught_up(AGENCY, 0)
    return site


async def reviewed(site):
    """The section has filled in the sheet."""
    await site.post(CLERK, "assign", section=SECTION)
    await site.post(HEAD_OF_SECTION, "review", **SHEET)


async def test_nobody_has_signed_it(opened_anew):
    """The signatures under the void reply stand in the timeline, neither in the chain nor on the printed sheet."""
    page = await opened_anew.get(CLERK)
    await reviewed(opened_anew)
    sheet = await opened_anew.get(CLERK, f"{opened_anew.case_path}/sheet")

    assert page.text.count("未签") == 3
    assert "已同意" not in page.text
    assert "主要领导签发：同意第 1 稿" in page.text
    assert "同意　" not in sheet.text


async def test_its_form_is_blank(opened_anew):
    """The answer to the substance does not begin with the words that closed the case."""
    await reviewed(opened_anew)

    form = await opened_anew.get(HEAD_OF_SECTION, f"{opened_anew.case_path}?basis=granted/36(2)")

    assert 'name="finding"' in form.text
    assert CLOSE.finding not in form.text
    assert CLOSE.decision not in form.text


async def test_what_is_void_says_so(opened_anew):
    """The case page compares nothing with the void draft and leads to it; where drafts are listed it is marked."""
    before = await opened_anew.get(CLERK)
    await reviewed(opened_anew)
    await opened_anew.post(HEAD_OF_SECTION, "propose", **GRANT)

    page = await opened_anew.get(("deputy",))
    both = await opened_anew.get(("deputy",), f"{opened_anew.case_path}/drafts")

    assert "历次答复意见（1 稿）" in before.text
    assert "历次答复意见（2 稿）" in page.text
    assert 'id="changes"' not in page.text
    assert "第 1 稿（作废）与第 2 稿" in both.text
    assert ">第 1 稿（作废）</option>" in both.text
    assert f"<del>{CLOSE.finding[0]}" in both.text


async def test_until_it_is_opened_anew_its_page_says_what_it_waits_for(set_aside):
    """It is not unknown: page and forms answer that the end was taken back and acceptance is awaited."""
    site, _ = set_aside

    answers = [await site.get(CLERK), await site.post(CLERK, "assign", section=SECTION)]

    for answer in answers:
        assert answer.status_code == 404
        assert codes_of(answer.text) == {"case-set-aside"}
        assert "撤销" in answer.text
        assert "请待受理后重新立案" in answer.text
