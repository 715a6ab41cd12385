"""A computer that others use after: tickets end with the browser, and 退出 ends them at once."""

import pytest

from support.intake.forms import FORM, file, post, signed_in

pytestmark = pytest.mark.service

OWN_PAGES = ("/qionghai/receipt", "/qionghai/track", "/qionghai/track/withdraw")
LEAVE = 'action="/qionghai/leave"'


async def tracked(site, browser):
    """A citizen who filed and looked up the request."""
    _, code = await file(site, browser)
    found = await post(
        browser,
        "/qionghai/track",
        {"code": code, "name": FORM["name"]},
        shown_on="/qionghai/track?again=1",
    )
    assert found.status_code == 303
    return found


async def test_no_cookie_of_a_person_outlives_the_browser(site):
    """The tickets of filing and tracking, the session and the pass carry no date to be kept until."""
    async with site.browser() as browser, site.browser() as clerk:
        filed = await post(browser, "/qionghai/apply", FORM | {"step": "submit"})
        await site.settle()
        found = await tracked(site, browser)
        await site.open_account("li.na", "clerk")
        entered = await post(clerk, "/signin", {"login": "li.na", "password": "correct horse"})

    cookies = [line for each in (filed, found, entered) for line in each.headers.get_list("set-cookie")]
    assert len(cookies) == 4
    assert not [line for line in cookies if "max-age" in line.lower() or "expires" in line.lower()]


async def test_the_identity_of_an_applicant_is_open_no_longer_than_the_browser(site):
    """The ticket by which a clerk sees a name is kept until no date either."""
    async with site.browser() as browser, site.browser() as clerk:
        request_id, _ = await file(site, browser)
        await signed_in(site, clerk, "clerk")
        page = f"/intake/qionghai/requests/{request_id}"
        opened = await post(clerk, f"{page}/applicant", {"purpose": "contact"}, page)

    (line,) = opened.headers.get_list("set-cookie")
    assert line.startswith("lantai_ticket=")
    assert "max-age" not in line.lower()


async def test_every_page_about_an_own_request_offers_to_leave(site):
    """退出 stands on the receipt, on the progress and on what is done there, and nowhere else."""
    async with site.browser() as browser:
        await tracked(site, browser)
        own = [await browser.get(page) for page in OWN_PAGES]
        others = [await browser.get(page) for page in ("/qionghai/", "/qionghai/apply")]

    assert [answer.status_code for answer in own] == [200] * 3
    assert all(LEAVE in answer.text for answer in own)
    assert not any(LEAVE in answer.text for answer in others)


async def test_after_leaving_nothing_of_the_request_is_shown(site):
    """Both tickets are gone: receipt and progress ask for the query code again."""
    async with site.browser() as browser:
        await tracked(site, browser)
        left = await post(browser, "/qionghai/leave", {}, shown_on="/qionghai/track")
        receipt, progress, paper = [
            await browser.get(page)
            for page in ("/qionghai/receipt", "/qionghai/track", "/qionghai/track/receipt.pdf")
        ]
        told = await browser.get(left.headers["location"])

    assert left.status_code == 303
    assert "已经退出" in told.text
    assert receipt.headers["location"] == paper.headers["location"] == "/qionghai/track"
    assert "查询码" in progress.text
    assert FORM["content"] not in progress.text


async def test_leaving_needs_a_form_of_this_site(site):
    """Another site cannot take a ticket away, and nobody leaves twice by mistake: leaving again changes nothing."""
    async with site.browser() as browser:
        await tracked(site, browser)
        foreign = await browser.post("/qionghai/leave", data={"csrf": "x"})
        still = await browser.get("/qionghai/track")

    assert foreign.status_code == 403
    assert FORM["content"] in still.text
