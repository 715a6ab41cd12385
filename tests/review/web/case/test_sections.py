"""谁主管谁审查: a section head sees and does the own section's cases, and nobody else's."""

from datetime import date, timedelta

import pytest

from shared.events.intake.staff import SectionClosed, SectionMerged, SectionRenamed
from support.pages.passes import held
from support.review.office import AGENCY, SECTION, hire
from support.review.pages import CSRF, drafted

pytestmark = pytest.mark.contract

DESK = f"/review/{AGENCY}/desk"
STRANGER = "普查股"
DRAFT = {"level": "section", "draft": "1"}


async def test_another_section_cannot_act(site):
    """Every form of the section answers 403 to another section's head, and nothing is recorded."""
    await drafted(site)

    answers = [
        await site.post(("section",), "sign", of=STRANGER, **DRAFT),
        await site.post(("section",), "return", of=STRANGER, return_reason="退回", **DRAFT),
    ]

    for answer in answers:
        assert answer.status_code == 403
        assert "not-your-section" in answer.text
        assert f"本件由{SECTION}承办，您不是该股室的负责人" in answer.text
    assert len(await site.scene.rows()) == 4


async def test_another_section_cannot_read(site):
    """A section head opens neither another section's case nor one that is not assigned yet."""
    before = await site.get(("section",))
    await drafted(site)

    after = await site.get(("section",), of=STRANGER)

    assert (before.status_code, after.status_code) == (403, 403)
    assert "本件还没有分给您的股室" in before.text
    assert "可支配收入" not in after.text


async def test_the_desk_shows_the_own_sections_cases(site):
    """The own section's head finds the case on the desk, another section's head finds nothing of it."""
    await drafted(site)

    own = await site.get(("section",), DESK)
    strange = await site.get(("section",), DESK, of=STRANGER)

    assert f'href="{site.case_path}">' in own.text
    assert site.case_path not in strange.text


async def test_issued_cases_stay_with_their_section(site):
    """What was issued is listed for the section that held it, and for who oversees all sections."""
    await drafted(site)
    for level in ("section", "deputy", "head"):
        await site.post((level,), "sign", level=level, draft="1")

    own = await site.get(("section",), DESK)
    strange = await site.get(("section",), DESK, of=STRANGER)
    leader = await site.get(("deputy",), DESK, of="")

    assert "最近签发" in own.text
    assert "最近签发" in leader.text
    assert "最近签发" not in strange.text


async def test_who_also_holds_another_role_reads_but_does_not_act(site):
    """A clerk who heads another section reads the case, and is told whose step it is."""
    await drafted(site)

    page = await site.get(("clerk", "section"), of=STRANGER)
    desk = await site.get(("clerk", "section"), DESK, of=STRANGER)

    assert f"本件由{SECTION}承办，这一步由该股室的负责人办理" in page.text
    assert '<button class="button" disabled' in page.text
    assert "现在没有轮到您办理的事项" in desk.text
    assert site.case_path in desk.text


async def test_a_case_is_assigned_to_an_open_section_alone(site):
    """分办 to a section that nobody opened, or that is closed, is refused with a sentence, and nothing is recorded."""
    await hire(site.scene)
    await site.happen(site.scene.intake, f"section/{STRANGER}", closed(STRANGER))

    page = await site.get(("clerk",))
    answers = [await site.post(("clerk",), "assign", section=each) for each in ("s-nowhere", STRANGER)]

    assert STRANGER not in page.text
    for answer in answers:
        assert answer.status_code == 422
        assert "没有这个股室，或者它已经撤并" in answer.text
    assert len(await site.scene.rows()) == 1


async def test_a_renamed_section_keeps_its_old_name_in_history(site):
    """The case is headed by the name of today; what was assigned, and the sheet, stay with the name of their day."""
    await drafted(site)
    site.clock.step(timedelta(days=1))
    renamed = SectionRenamed(section=SECTION, name="城乡住户股", renamed_on=date(2025, 3, 11))
    await site.happen(site.scene.intake, f"section/{SECTION}", renamed)

    page, desk = await site.get(("clerk",)), await site.get(("clerk",), DESK)

    assert "承办股室 <b>城乡住户股" in page.text
    assert f"分办：{SECTION}" in page.text
    assert f"{SECTION}审查" in page.text
    assert "城乡住户股" in desk.text


async def test_the_cases_of_a_merged_section_are_its_heirs(site):
    """R22: who heads the section into which it was merged works the case; pages name that section."""
    await drafted(site)
    merged = SectionMerged(section=SECTION, into=STRANGER, merged_on=date(2025, 3, 10))
    await site.happen(site.scene.intake, f"section/{SECTION}", merged)
    heir = held("section", sections=(STRANGER, SECTION))

    async with site.browser("section", held=heir) as browser:
        page = await browser.get(site.case_path)
        answer = await browser.post(f"{site.case_path}/sign", data={"csrf": CSRF, **DRAFT})

    assert f"承办股室 <b>{STRANGER}" in page.text
    assert answer.status_code == 303


def closed(section):
    return SectionClosed(section=section, closed_on=date(2025, 3, 1))
