"""Behind a login stands a person: who drafted does not sign by another login, and who stands in is named as such."""

import pytest

from support.review.office import AGENCY, SECTION, hire
from support.review.pages import drafted

pytestmark = pytest.mark.contract

OTHERS = "普查股"


async def signed(site, *roles, level, **who):
    """A signature of the first draft, and the page that follows."""
    async with site.browser(*roles, **who) as browser:
        answer = await browser.post(
            f"{site.case_path}/sign", data={"csrf": "c" * 43, "level": level, "draft": "1"}
        )
        return answer, await browser.get(site.case_path)


async def test_a_second_login_is_the_same_person(site):
    """Two logins of one person count as one: who drafted by the first does not sign as deputy by the second."""
    await drafted(site)
    await site.post(("section",), "sign", level="section", draft="1")

    answer, page = await signed(site, "deputy", level="deputy", account="the.second", person="the.section")

    assert answer.status_code == 403
    assert "drafter-may-not-sign" in answer.text
    assert "这份意见是您拟的" in page.text


async def test_who_stands_in_is_named_with_whom(site):
    """An acting deputy signs; the chain and the story say for whom, and those who act for themselves stay as they are."""
    await hire(site.scene)
    await drafted(site)
    await site.post(("section",), "sign", level="section", draft="1")

    _, page = await signed(site, "deputy", level="deputy", person="the.head", acting_for="the.deputy")

    rows = await site.scene.rows()
    assert [row.actor for row in rows[-2:]] == [
        "staff/the.section/section/-",
        "staff/the.head/deputy/the.deputy",
    ]
    assert page.text.count("林主任（代符国强）") == 2
    assert page.text.count("（代") == 2


async def test_a_deputy_decides_on_the_sections_in_charge_alone(site):
    """分管: a deputy who is in charge of another section reads the case, is told why not, and is refused."""
    await drafted(site)
    await site.post(("section",), "sign", level="section", draft="1")

    answer, page = await signed(site, "deputy", level="deputy", field=OTHERS)

    assert answer.status_code == 403
    assert f"本件由{SECTION}承办，不属您分管" in answer.text
    assert f"本件由{SECTION}承办，这一步由分管该股室的领导办理" in page.text


async def test_a_deputy_in_charge_of_the_section_signs(site):
    """分管: the deputy of this very section signs, and finds the case on the desk among what waits for him."""
    await drafted(site)
    await site.post(("section",), "sign", level="section", draft="1")
    async with site.browser("deputy", field=SECTION) as browser:
        mine = await browser.get(f"/review/{AGENCY}/desk?show=mine")
    async with site.browser("deputy", field=OTHERS) as browser:
        none = await browser.get(f"/review/{AGENCY}/desk?show=mine")

    answer, _ = await signed(site, "deputy", level="deputy", field=SECTION)

    assert (site.case_path in mine.text, site.case_path in none.text) == (True, False)
    assert answer.status_code == 303
