"""Signing in and out through the pages."""

import re

import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from shared.time.clock import wall_clock
from shared.web.wiring import web_of

pytestmark = pytest.mark.service


async def enter(browser, password="correct horse", **fields):  # noqa: S107  # a made-up password
    page = await browser.get("/signin")
    csrf = re.search(r'name="csrf" value="([^"]*)"', page.text)[1]
    return await browser.post("/signin", data={"csrf": csrf, "login": "li.na", "password": password} | fields)


async def test_the_session_goes_to_the_door_alone_and_the_pass_everywhere(site):
    """Two cookies: the session below /signin, the pass for all services; neither is read by a script."""
    await site.open_account("li.na", "clerk")
    async with site.browser() as browser:
        answer = await enter(browser)

    cookies = {line.split("=")[0]: line for line in answer.headers.get_list("set-cookie")}
    assert "Path=/signin;" in cookies["lantai_session"]
    assert "Path=/;" in cookies["lantai_pass"]
    assert all("HttpOnly" in cookies[name] for name in ("lantai_session", "lantai_pass"))
    assert answer.headers["location"] == "/intake/qionghai/requests"


async def test_the_pass_names_the_person_and_the_section(site):
    """What was granted is what the other services read: 谁主管谁审查 and 起草≠签发 hang on it."""
    await site.open_account("li.na", "section", section="s-zonghe")
    async with site.browser() as browser:
        answer = await enter(browser)

    cookies = dict(line.split(";")[0].split("=", 1) for line in answer.headers.get_list("set-cookie"))
    verifier = web_of(Request({"type": "http", "app": site.app})).verifier
    held = verifier.read(cookies["lantai_pass"].strip('"'), wall_clock())
    assert (held.account, held.person, held.sections) == ("li.na", "p-li.na", ("s-zonghe",))


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/review/qionghai/cases/1", "/review/qionghai/cases/1"),
        ("//evil.example/", "/intake/qionghai/requests"),
        ("https://evil.example/", "/intake/qionghai/requests"),
    ],
)
async def test_sign_in_leads_back_within_this_origin(site, wanted, led_to):
    """Where the person was going, unless that is elsewhere."""
    await site.open_account("li.na", "clerk")
    async with site.browser() as browser:
        answer = await enter(browser, next=wanted)

    assert answer.headers["location"] == led_to


@pytest.mark.parametrize(
    ("roles", "led_to"),
    [
        (("clerk",), "/intake/qionghai/requests"),
        (("section",), "/review/qionghai/desk"),
        (("deputy",), "/review/qionghai/desk"),
        (("head",), "/review/qionghai/desk"),
        (("head", "clerk"), "/intake/qionghai/requests"),
        (("supervisor",), "/reporting/qionghai/"),
    ],
)
async def test_sign_in_leads_to_where_ones_work_lies(site, roles, led_to):
    """A clerk begins with what came in, who signs with what waits for a signature, a supervisor with the figures."""
    await site.open_account("li.na", *roles)
    async with site.browser() as browser:
        answer = await enter(browser)

    assert answer.headers["location"] == led_to


async def test_a_lost_pass_is_renewed_without_asking(site):
    """With the session in force the desk opens again by way of /signin/renew."""
    await site.open_account("li.na", "clerk")
    async with site.browser() as browser:
        await enter(browser)
        browser.cookies.delete("lantai_pass")
        sent = await browser.get("/intake/qionghai/requests")
        back = await browser.get(sent.headers["location"])
        page = await browser.get(back.headers["location"])

    assert sent.headers["location"].startswith("/signin/renew?next=")
    assert (back.headers["location"], page.status_code) == ("/intake/qionghai/requests", 200)


async def test_after_signing_out_nothing_is_renewed(site):
    """The session is revoked, so the way back ends at the form."""
    await site.open_account("li.na", "clerk")
    async with site.browser() as browser:
        await enter(browser)
        page = await browser.get("/intake/qionghai/requests")
        csrf = re.search(r'name="csrf" value="([^"]*)"', page.text)[1]
        await browser.post("/signout", data={"csrf": csrf})
        answer = await browser.get("/signin/renew?next=/intake/qionghai/requests")

    assert answer.headers["location"] == "/signin?next=%2Fintake%2Fqionghai%2Frequests"


async def test_a_wrong_password_is_told_on_the_form(site):
    """403, the sentence beside the login, no cookie."""
    await site.open_account("li.na", "clerk")
    async with site.browser() as browser:
        answer = await enter(browser, "wrong horse")

    assert answer.status_code == 403
    assert "sign-in-wrong" in answer.text
    assert "set-cookie" not in answer.headers


async def test_sign_ins_are_audited(site):
    """A line for each sign-in: the account if there is one, never what was typed in its place."""
    await site.open_account("li.na", "clerk")
    with capture_logs() as lines:
        async with site.browser() as browser:
            await enter(browser)
            await enter(browser, "wrong horse")
            await enter(browser, login="hunter2hunter2")

    assert [line for line in lines if "audit" in line] == [
        {
            "event": "sign-in.done",
            "audit": True,
            "account": "li.na",
            "agency": "qionghai",
            "log_level": "info",
        },
        {
            "event": "sign-in.refused",
            "audit": True,
            "account": "li.na",
            "code": "sign-in-wrong",
            "log_level": "info",
        },
        {"event": "sign-in.refused", "audit": True, "code": "sign-in-wrong", "log_level": "info"},
    ]
