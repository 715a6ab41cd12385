"""Extensions, letters and a required end, on the pages."""

from datetime import date

import pytest

from review.case.reactions import FollowRequest
from shared.events.registry import load
from shared.events.review.case import ExtensionApproved
from shared.policy import Policy
from shared.privacy.sealing import KeyDestroyedError
from support.deadline import events as clock_events
from support.review.clocks import due
from support.review.forms import ANSWER, EXTENSION, GRANT, LETTER, SHEET, codes_of
from support.review.letters import heard, withdrawn
from support.review.office import AGENCY, SECTION

pytestmark = pytest.mark.contract

DESK = f"/review/{AGENCY}/desk"
CLERK, HEAD_OF_SECTION, DEPUTY = ("clerk",), ("section",), ("deputy",)


async def assigned(site):
    """The section has the case."""
    await site.post(CLERK, "assign", section=SECTION)


async def pending(site):
    """The id of the extension that waits."""
    return str((await site.scene.state()).circumstances.pending.extension_id)


async def test_an_extension_goes_from_the_section_to_the_approver(site):
    """The section asks on the case page; the approver finds it on the desk and agrees with one button."""
    await assigned(site)

    asked = await site.post(HEAD_OF_SECTION, "extend", **EXTENSION)
    desk = await site.get(DEPUTY, DESK)
    page = await site.get(DEPUTY)
    agreed = await site.post(DEPUTY, "approve-extension", extension_id=await pending(site))

    after = await site.get(HEAD_OF_SECTION)
    assert (asked.status_code, agreed.status_code) == (303, 303)
    assert f'href="{site.case_path}">审批延期' in desk.text
    assert "需要向各镇核对数据。" in page.text
    assert f'what-if?extension={EXTENSION["extension_days"]}">测算延长后的到期日' in page.text
    assert page.text.index("同意延期</button>") < page.text.index('id="asked"')
    assert "已同意" in after.text
    assert "提请延期</summary>" not in after.text
    assert (await site.scene.rows())[-1].type == ExtensionApproved.type_name()


async def test_who_asked_for_it_has_no_button(site):
    """Who is section head and deputy at once reads why another must decide."""
    await assigned(site)
    await site.post(("section", "deputy"), "extend", **EXTENSION)

    page = await site.get(("section", "deputy"))
    desk = await site.get(("section", "deputy"), DESK)

    assert "这次延期是您提请的" in page.text
    assert "同意延期</button>" not in page.text
    assert "审批延期<" not in desk.text


async def test_an_extension_after_the_due_date_is_too_late(site):
    """Once deadline's first date has passed the form says so, beside the days."""
    await assigned(site)
    stream = f"clock/request/{site.scene.request_id}/reply"
    await site.happen(site.deadline, stream, due(site, due_on=date(2025, 3, 7)))

    answer = await site.post(HEAD_OF_SECTION, "extend", **EXTENSION)

    assert answer.status_code == 409
    assert codes_of(answer.text) == {"extension-too-late"}
    assert "需要向各镇核对数据。</textarea>" in answer.text


async def test_a_refused_extension_says_why_and_may_be_asked_anew(site):
    """不同意延期 needs its reason, which the section reads beside the form for the next try."""
    await assigned(site)
    await site.post(HEAD_OF_SECTION, "extend", **EXTENSION)
    extension = await pending(site)

    without = await site.post(DEPUTY, "refuse-extension", extension_id=extension)
    await site.post(DEPUTY, "refuse-extension", extension_id=extension, refusal_reason="可以按期答复。")

    page = await site.get(HEAD_OF_SECTION)
    assert without.status_code == 422
    assert "可以按期答复。" in page.text
    assert "重新提请延期" in page.text


async def test_a_letter_is_noted_answered_and_weighed(site):
    """A third party's refusal stands on the page; a release needs a new sheet with its reason, and then goes."""
    await assigned(site)
    await site.post(HEAD_OF_SECTION, "consult", **LETTER)
    letter = str((await site.scene.state()).circumstances.letters_out[0].consultation_id)
    waiting = await site.get(CLERK)
    await site.post(CLERK, "answer", **ANSWER, consultation_id=letter)

    bare = await site.post(HEAD_OF_SECTION, "review", **SHEET)
    await site.post(HEAD_OF_SECTION, "review", **(SHEET | {"reason": "不公开会对公共利益造成重大影响。"}))
    granted = await site.post(HEAD_OF_SECTION, "propose", **GRANT)

    page = await site.get(DEPUTY)
    assert "等待答复" in waiting.text
    assert codes_of(bare.text) == {"review-reason-missing"}
    assert granted.status_code == 303
    assert "不同意公开" in page.text
    assert "涉及报价。" in page.text


@pytest.mark.parametrize(("kind", "shown"), [("third_party", True), ("other_agency", False)])
async def test_only_a_third_party_is_asked_for_a_fair_reason(site, kind, shown):
    """The form of the answer shows the hint of 条例第三十二条 for a third party, not for another agency."""
    await assigned(site)
    await site.post(HEAD_OF_SECTION, "consult", **(LETTER | {"kind": kind}))

    page = await site.get(CLERK)

    assert ("须有合理理由" in page.text) is shown


async def test_a_destroyed_letter_key_hides_the_party_alone(site):
    """Who was asked is gone with the letter's key, what was asked with the request's; the page stands all the same."""
    await assigned(site)
    await site.post(HEAD_OF_SECTION, "consult", **LETTER)
    scene = site.scene
    sent, _ = [load(row) for row in (await scene.rows())[-2:]]
    before = await site.get(CLERK)

    await scene.vault.destroy(AGENCY, sent.party.key_id)
    without_party = await site.get(CLERK)
    await scene.door.destroy(AGENCY, scene.key.key_id)
    without_all = await site.get(CLERK)

    shown = [
        [words in page.text for words in (LETTER["party"], LETTER["question"])]
        for page in (before, without_party, without_all)
    ]
    assert shown == [[True, True], [False, True], [False, False]]
    assert "个人信息已销毁" in without_party.text


async def test_a_request_takes_its_letters_along(site):
    """Destroying the request's key destroys the letter's: review keeps no key of the third party."""
    await assigned(site)
    await site.post(HEAD_OF_SECTION, "consult", **LETTER)
    scene = site.scene
    sent, _ = [load(row) for row in (await scene.rows())[-2:]]

    await scene.door.destroy(AGENCY, scene.key.key_id)

    with pytest.raises(KeyDestroyedError):
        await scene.vault.open(AGENCY, sent.party.key_id)


async def test_a_withdrawn_request_leaves_one_outcome(site):
    """After a withdrawal the page says so, needs no sheet, knows the day, and offers 终止办理 alone."""
    await assigned(site)
    (row,) = await heard(site.scene, "intake", "request/x", withdrawn(site.scene))
    await FollowRequest(policy_of=Policy).react(site.scene.store, row)
    await site.caught_up(AGENCY, 0)

    page = await site.get(HEAD_OF_SECTION)
    desk = await site.get(HEAD_OF_SECTION, DESK)
    closed = await site.post(
        HEAD_OF_SECTION,
        "propose",
        outcome="other_other",
        clause="国办公开办函〔2021〕30号表三（六）3",
        finding="2025年3月11日收到你的撤回申请。",
        decision="终止办理。",
        closing_why="申请人撤回申请",
        closing_on="2025-03-10",
    )

    assert "应予终止：其他处理：其他" in page.text
    assert 'name="closing_why"' in page.text
    assert 'value="granted' not in page.text
    assert "应予终止" in desk.text
    assert closed.status_code == 303


async def test_a_withdrawn_request_is_not_said_to_be_answered(site):
    """The clock stops with the withdrawal: page and desk say that, not that an answer was given, nor that a date is to come."""
    await assigned(site)
    stream = f"clock/request/{site.scene.request_id}/reply"
    stopped = clock_events.stopped(
        site.scene.request_id,
        date(2025, 3, 11),
        "request-withdrawn",
        in_time=True,
        due_on=date(2025, 3, 13),
    )
    await site.happen(site.deadline, stream, due(site), stopped)
    (row,) = await heard(site.scene, "intake", "request/x", withdrawn(site.scene))
    await FollowRequest(policy_of=Policy).react(site.scene.store, row)
    await site.caught_up(AGENCY, 0)

    for page in (await site.get(HEAD_OF_SECTION), await site.get(HEAD_OF_SECTION, DESK)):
        assert "已撤回，停止计算" in page.text
        assert "按期答复" not in page.text
