"""Changing a password on its page, and setting one by a link."""

import re

import pytest

from intake.acts.passwords import issue_reset
from intake.storage import SignInStore
from shared.message import Actor, Origin
from shared.time.clock import wall_clock
from support.intake.forms import post, signed_in

pytestmark = pytest.mark.service

OLD, NEW = "correct horse", "battery staple"
CHANGE = {"present": OLD, "chosen": NEW, "again": NEW}
LOGIN = "staff.clerk"


async def link_for(site, login=LOGIN):
    """The path of a link that an administrator issued."""
    origin = Origin.first("qionghai", Actor(kind="service", id="cli"), await site.clock.now())
    stored = SignInStore(site.runtime.app_engine)
    code = await issue_reset(site.runtime.store, stored, origin, login, wall_clock())
    return f"/signin/reset?code={code}", code


async def enter(site, password):
    """The status of a sign-in with this password, in a new browser."""
    async with site.browser() as browser:
        return (await post(browser, "/signin", {"login": LOGIN, "password": password})).status_code


async def test_staff_pages_lead_to_the_change_of_the_password(site):
    """修改密码 stands beside 退出 on every page of the staff."""
    async with site.browser() as browser:
        await signed_in(site, browser, "clerk")
        page = await browser.get("/intake/qionghai/requests")

    assert 'href="/signin/password">修改密码</a>' in page.text


async def test_a_new_password_replaces_the_old_one(site):
    """This browser goes on, the new password opens, the old one does not."""
    async with site.browser() as browser:
        await signed_in(site, browser, "clerk")
        sent = await post(browser, "/signin/password", CHANGE)
        told = await browser.get(sent.headers["location"])
        docket = await browser.get("/intake/qionghai/requests")

    assert sent.headers["location"] == "/signin/password?done=1"
    assert "密码已经修改" in told.text
    assert docket.status_code == 200
    assert (await enter(site, OLD), await enter(site, NEW)) == (403, 303)


async def test_a_new_password_ends_the_sessions_elsewhere(site):
    """A browser that was signed in before gets no further pass."""
    async with site.browser() as browser, site.browser() as elsewhere:
        await signed_in(site, browser, "clerk")
        await post(elsewhere, "/signin", {"login": LOGIN, "password": OLD})
        await post(browser, "/signin/password", CHANGE)
        here, there = [await each.get("/signin/renew") for each in (browser, elsewhere)]

    assert here.headers["location"] == "/intake/qionghai/requests"
    assert there.headers["location"] == "/signin"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"present": "wrong horse"}, 422, "password-wrong"),
        ({"present": ""}, 422, "field-required"),
        ({"again": "battery stable"}, 422, "password-mismatch"),
        ({"chosen": OLD, "again": OLD}, 422, "password-unchanged"),
        ({"chosen": "short", "again": "short"}, 422, "password-too-short"),
        ({"chosen": "staff.clerk12", "again": "staff.clerk12"}, 422, "password-too-common"),
    ],
)
async def test_a_change_with_a_fault_is_refused_on_the_form(site, changed, status, code):
    """The fault is named, no password is shown again, the old one stays."""
    async with site.browser() as browser:
        await signed_in(site, browser, "clerk")
        answer = await post(browser, "/signin/password", CHANGE | changed)

    assert (answer.status_code, f'data-code="{code}"' in answer.text) == (status, True)
    assert NEW not in answer.text
    assert await enter(site, OLD) == 303


async def test_guessing_the_present_password_is_stopped(site):
    """Who finds a browser signed in has five tries, as at the sign-in form."""
    async with site.browser() as browser:
        await signed_in(site, browser, "clerk")
        answers = [
            await post(browser, "/signin/password", CHANGE | {"present": f"wrong {n}"}) for n in range(6)
        ]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "sign-in-too-often" in answers[-1].text


async def test_nobody_changes_a_password_without_signing_in(site):
    """The page leads to the form for signing in, a posted form is refused."""
    async with site.browser() as browser:
        page = await browser.get("/signin/password")
        sent = await browser.post("/signin/password", data=CHANGE)

    assert page.headers["location"].startswith("/signin/renew?next=")
    assert sent.status_code == 401


async def test_a_link_sets_a_password_and_leads_to_the_sign_in(site):
    """The holder chooses a password without knowing the old one; the sessions before have ended."""
    async with site.browser() as browser, site.browser() as elsewhere:
        await signed_in(site, elsewhere, "clerk")
        path, code = await link_for(site)
        shown = await browser.get(path)
        sent = await post(
            browser, "/signin/reset", {"code": code, "chosen": NEW, "again": NEW}, shown_on=path
        )
        told = await browser.get(sent.headers["location"])
        there = await elsewhere.get("/signin/renew")

    assert re.search(rf'value="{LOGIN}"[^>]*readonly', shown.text)
    assert (sent.status_code, sent.headers["location"]) == (303, "/signin?reset=1")
    assert "请用新密码登录" in told.text
    assert there.headers["location"] == "/signin"
    assert (await enter(site, OLD), await enter(site, NEW)) == (403, 303)


async def test_a_link_that_was_used_or_made_up_is_gone(site):
    """410, and whom to ask; opening the page does not use the link up, setting the password does."""
    form = {"chosen": NEW, "again": NEW}
    async with site.browser() as browser:
        await site.open_account(LOGIN, "clerk")
        path, code = await link_for(site)
        weak = {"code": code, "chosen": "short", "again": "short"}
        refused = await post(browser, "/signin/reset", weak, shown_on=path)
        await post(browser, "/signin/reset", {"code": code} | form, shown_on=path)
        again, made_up, missing = [
            await browser.get(each) for each in (path, "/signin/reset?code=x", "/signin/reset")
        ]

    assert refused.status_code == 422
    assert [answer.status_code for answer in (again, made_up, missing)] == [410] * 3
    assert "请联系本机关管理员重新生成" in again.text
