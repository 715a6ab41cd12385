"""What the desk and the case page say of clocks that stand still or warn, and the desk's filters."""

from datetime import date

import pytest

from support.deadline import events as clock_events
from support.review.clocks import due
from support.review.office import AGENCY, SECTION

pytestmark = pytest.mark.contract

DESK = f"/review/{AGENCY}/desk"
CLERK, HEAD_OF_SECTION, DEPUTY = ("clerk",), ("section",), ("deputy",)


async def test_a_pause_and_a_correction_stand_still(site):
    """While a letter is out or a correction is awaited the page gives no date and says why."""
    stream = f"clock/request/{site.scene.request_id}/reply"
    paused = clock_events.paused(site.scene.request_id, date(2025, 3, 8))
    suspended = clock_events.suspended(site.scene.request_id, date(2025, 3, 9))
    await site.happen(site.deadline, stream, due(site), paused)
    first = await site.get(CLERK, DESK)
    await site.happen(site.deadline, stream, suspended)
    second = await site.get(CLERK, DESK)

    assert "征求第三方意见中，自2025年3月8日发出之次日起不计入期限" in first.text
    assert "2025年3月13日" not in first.text
    assert "等待补正" in second.text


async def test_a_warning_reaches_the_role_it_was_raised_for(site):
    """The desk of the named role shows the clock; other roles' desks do not."""
    await site.post(CLERK, "assign", section=SECTION)
    warning = clock_events.warned(
        site.scene.request_id, date(2025, 3, 13), 1, "section", "confidentiality-review"
    )
    stream = f"clock/request/{site.scene.request_id}/confidentiality-review"
    await site.happen(site.deadline, stream, due(site, "confidentiality-review"), warning)

    desk = await site.get(HEAD_OF_SECTION, DESK)
    others = await site.get(DEPUTY, DESK)
    page = await site.get(HEAD_OF_SECTION)

    assert "提醒您的期限" in desk.text
    assert "保密审查期限 2025年3月13日" in desk.text
    assert "提醒您的期限" not in others.text
    assert "保密审查应当在2025年3月13日前完成" in page.text


@pytest.mark.parametrize(
    ("show", "seen"), [("", True), ("mine", True), ("section", False), ("soon", True), ("overdue", False)]
)
async def test_the_desk_is_narrowed(site, show, seen):
    """Each filter keeps what its name says."""
    warning = clock_events.warned(site.scene.request_id, date(2025, 3, 13), 3)
    stream = f"clock/request/{site.scene.request_id}/reply"
    await site.happen(site.deadline, stream, due(site), warning)

    desk = await site.get(CLERK, f"{DESK}?show={show}")

    assert (site.case_path in desk.text) is seen
