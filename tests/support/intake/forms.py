"""Fills in and sends forms of intake's pages as citizen and as clerk, with their hidden fields."""

import re
from uuid import UUID

from intake.context import page_context

FORM = {
    "applicant_kind": "natural_person",
    "name": "陈小明",
    "phone": "13800000000",
    "identity_kind": "护照",
    "identity_number": "E12345678",
    "content": "2024年分镇农村居民人均可支配收入",
    "supply_form": "electronic",
    "delivery": "download",
}
CODE = re.compile(r"[A-HJ-NP-Z2-9]{4}(?:-[A-HJ-NP-Z2-9]{4}){2}")


def hidden(page, name):
    """The value of a hidden field of a form."""
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


async def post(browser, path, fields, shown_on=None):
    """Send the form that the page `shown_on` shows, with these values."""
    page = await browser.get(shown_on or path)
    tokens = {"csrf": hidden(page, "csrf"), "command_id": hidden(page, "command_id")}
    return await browser.post(path, data=tokens | fields)


async def file(site, browser, **changed):
    """File a request; return its id and its query code."""
    sent = await post(browser, "/qionghai/apply", FORM | changed | {"step": "submit"})
    assert sent.status_code == 303, sent.text
    await site.settle()
    page = await browser.get("/qionghai/receipt")
    row = (await site.runtime.log.read("qionghai", 0, 1000))[-1]
    return UUID(row.stream.removeprefix("request/")), CODE.search(page.text)[0]


async def signed_in(site, browser, *roles):
    """Sign in a browser as a member of staff."""
    login = "staff." + "-".join(roles)
    await site.open_account(login, *roles)
    sent = await post(browser, "/signin", {"login": login, "password": "correct horse"})
    assert sent.status_code == 303, sent.text
    return browser


async def act(site, browser, request_id, action, **fields):
    """Send a form of the request's page."""
    page = f"/intake/qionghai/requests/{request_id}"
    answer = await post(browser, f"{page}/{action}", fields, page)
    await site.settle()
    return answer


def passwords_of(site):
    """The acts on passwords, as the pages have them."""
    return page_context(site.runtime).passwords
