"""What the clerk registers, on a real database."""

import pytest

from support.intake.forms import CODE, FORM, post, signed_in
from support.intake.papers import pages_in

pytestmark = pytest.mark.service

LETTER = FORM | {"channel": "post", "arrived": "2025-03-03T08:50", "signed_for": "2025-03-03T08:55"}


async def test_a_letter_is_registered_and_its_slip_printed(site):
    """The channel's rule stands on the page, the raw moments are kept, number and query code are there at once."""
    async with site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        page = await clerk.get("/intake/qionghai/register?channel=post")
        sent = await post(clerk, "/intake/qionghai/register", LETTER)
        await site.settle()
        slip = await clerk.get(sent.headers["location"])
        printed = await clerk.get("/intake/qionghai/registered/receipt.pdf")

    received = (await site.runtime.log.read("qionghai", 0, 100))[-1]
    assert "“到达本机关时间”的那一天" in page.text
    assert "规程第三条（三）1（2）" in page.text
    assert (received.type, received.actor) == ("request-received", "staff/p-staff.clerk/clerk/-")
    assert b'"arrived":"2025-03-03T00:50:00Z"' in received.body
    assert "2025-0001" in slip.text
    assert CODE.search(slip.text)
    assert printed.content.startswith(b"%PDF-")


async def test_a_slip_bears_the_day_on_which_it_was_made_out(site):
    """A letter of last week that is entered today was received then, and its 回执 is of today, not dated back."""
    letter = LETTER | {"arrived": "2025-02-27T08:50", "signed_for": "2025-02-27T08:55"}
    async with site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        await post(clerk, "/intake/qionghai/register", letter)
        await site.settle()
        printed = await clerk.get("/intake/qionghai/registered/receipt.pdf")

    words = "".join(pages_in(printed.content))
    assert "收到日期2025年2月27日" in words
    assert words.count("2025年2月27日") == 1


async def test_a_paper_that_lacks_something_is_registered_as_it_is(site):
    """A wrong number and empty boxes are no ground not to register: that is a matter of 补正."""
    poor = {
        "channel": "counter",
        "handed_in": "2025-03-03T09:00",
        "applicant_kind": "natural_person",
        "name": "陈小明",
        "identity_kind": "居民身份证",
        "identity_number": "123",
        "phone": "不详",
        "content": "统计公报",
    }
    async with site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        sent = await post(clerk, "/intake/qionghai/register", poor)
        nameless = await post(clerk, "/intake/qionghai/register", poor | {"name": ""})

    assert (sent.status_code, nameless.status_code) == (303, 422)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"signed_for": ""}, "field-required"),
        ({"signed_for": "昨天"}, "field-not-an-instant"),
        ({"signed_for": "2025-02-30T09:00"}, "field-not-an-instant"),
        ({"signed_for": "2025-03-04T09:00"}, "received-in-future"),
        ({"signed_for": "2025-03-03T08:00"}, "instants-out-of-order"),
        ({"arrived": "0999-03-03T08:00", "signed_for": "0999-03-03T08:01"}, "received-before-agency"),
        ({"channel": "web"}, "field-not-an-option"),
    ],
)
async def test_moments_that_cannot_be_are_refused(site, changed, code):
    """Each is named, nothing is recorded, and what was typed is kept."""
    async with site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")
        answer = await post(clerk, "/intake/qionghai/register", LETTER | changed)

    rows = await site.runtime.log.read("qionghai", 0, 100)
    assert (answer.status_code, f'data-code="{code}"' in answer.text) == (422, True), answer.text
    assert "分镇农村居民" in answer.text
    assert "request-received" not in {row.type for row in rows}


async def test_a_slip_is_shown_to_who_registered(site):
    """Without having registered anything there is no slip, and a section may not register."""
    async with site.browser() as browser, site.browser() as other:
        clerk = await signed_in(site, browser, "clerk")
        section = await signed_in(site, other, "section")
        nothing = await clerk.get("/intake/qionghai/registered")
        refused = await section.get("/intake/qionghai/register")

    assert (nothing.status_code, refused.status_code) == (303, 403)
