"""The doors: who comes in, and what a form must prove."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

FORM = "lantai_form"
TOKEN = "t" * 43


async def test_a_clerk_sees_the_desk_with_name_role_and_sign_out(browser, controls):
    """The staff page names who is signed in and offers to leave."""
    browser.cookies.update(controls.signed_in())

    page = await browser.get("/intake/qionghai/desk")

    assert page.status_code == 200
    assert "陈晓" in page.text
    assert "经办人" in page.text
    assert 'action="/signout"' in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_an_expired_pass_leads_to_sign_in_and_back(browser, controls):
    """The address with its query is kept, percent-encoded, on this origin."""
    browser.cookies.update(controls.signed_in(expires_at=controls.now))

    answer = await browser.get("/intake/qionghai/desk?sort=due&page=2")

    target = urlsplit(answer.headers["location"])
    assert answer.status_code == 303
    assert target.path == "/signin/renew"
    assert parse_qs(target.query)["next"] == ["/intake/qionghai/desk?sort=due&page=2"]


async def test_a_form_posted_with_an_expired_pass_is_kept(browser, controls):
    """The 401 page says that nothing is lost and holds what was typed."""
    browser.cookies.update(controls.signed_in(expires_at=controls.now))

    page = await browser.post("/intake/qionghai/accept", data={"note": "写了很久 <b>", "csrf": "old"})

    assert page.status_code == 401
    assert "没有丢失" in page.text
    assert 'name="note" value="写了很久 &lt;b&gt;"' in page.text
    assert "old" not in page.text
    assert controls.accepted == []


async def test_another_agency_is_refused_alike_whether_or_not_it_exists(browser, controls):
    """The refusal does not tell which agencies there are."""
    browser.cookies.update(controls.signed_in(agencies=("tongliao",)))

    real = await browser.get("/intake/qionghai/desk", headers={"accept": "application/json"})
    unreal = await browser.get("/intake/atlantis/desk", headers={"accept": "application/json"})

    assert real.status_code == unreal.status_code == 403
    assert real.json() == unreal.json()
    assert real.json()["code"] == "not-your-agency"


async def test_refusal_of_rights_is_audited(browser, controls):
    """The line names account and code; an agency that is not served here stands in no line."""
    browser.cookies.update(controls.signed_in(agencies=("tongliao",)))

    with capture_logs(processors=[merge_contextvars]) as lines:
        await browser.get("/intake/atlantis/desk")

    assert lines == [
        {
            "event": "rights.refused",
            "audit": True,
            "code": "not-your-agency",
            "account": "chen",
            "log_level": "info",
        }
    ]


async def test_a_pass_for_an_agency_that_is_none_opens_nothing(browser, controls):
    """A supervisor whose role was granted for an agency that is gone is refused, and no page breaks."""
    browser.cookies.update(controls.signed_in(agencies=("atlantis",)))

    answer = await browser.get("/intake/atlantis/desk", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-agency")


async def test_a_supervisor_of_several_agencies_reads_each_but_not_by_a_missing_role(browser, controls):
    """Agencies and roles are asked separately."""
    browser.cookies.update(controls.signed_in(agencies=("tongliao", "qionghai"), roles=("supervisor",)))

    page = await browser.get("/intake/qionghai/desk")

    assert page.status_code == 403
    assert "not-your-role" in page.text


async def test_a_revoked_account_is_sent_to_sign_in(browser, controls):
    """Revocation works before the pass runs out."""
    browser.cookies.update(controls.signed_in())
    controls.revoked.add("chen")

    assert (await browser.get("/intake/qionghai/desk")).status_code == 303


async def test_a_staff_form_must_repeat_the_secret_of_the_pass(browser, controls):
    """The cookie of public forms opens nothing here."""
    browser.cookies.update(controls.signed_in() | {FORM: TOKEN})

    refused = await browser.post("/intake/qionghai/accept", data={"csrf": TOKEN})
    done = await browser.post("/intake/qionghai/accept", data={"csrf": "s" * 43})

    assert refused.status_code == 403
    assert done.status_code == 200
    assert controls.accepted == ["chen"]


@pytest.mark.parametrize("posted", [{}, {"csrf": ""}, {"csrf": "x" * 43}])
async def test_a_public_form_without_its_secret_is_kept_and_offered_again(browser, posted):
    """A missing or wrong secret is 403, with what was typed and a fresh secret."""
    browser.cookies.set(FORM, TOKEN)

    page = await browser.post("/qionghai/apply", data={"applicant": "王小明", **posted})

    assert page.status_code == 403
    assert "form-expired" in page.text
    assert 'value="王小明"' in page.text
    assert f'name="csrf" value="{TOKEN}"' in page.text


async def test_two_empty_secrets_do_not_match(browser):
    """No cookie and no field is a refusal, not an agreement."""
    page = await browser.post("/qionghai/apply", data={"csrf": ""})

    assert page.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "http://gk.test"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_a_form_of_another_site_is_refused_and_not_offered_again(browser, headers):
    """Even with the right secret; and nothing that the other site typed is shown."""
    browser.cookies.set(FORM, TOKEN)

    page = await browser.post("/qionghai/apply", data={"csrf": TOKEN, "applicant": "王小明"}, headers=headers)

    assert page.status_code == 403
    assert "form-from-elsewhere" in page.text
    assert "王小明" not in page.text


async def test_a_public_page_with_a_form_gives_a_secret_once(browser):
    """The first visit sets the cookie, Secure and HttpOnly; the next one repeats it."""
    first = await browser.get("/qionghai/apply")
    second = await browser.get("/qionghai/apply")

    cookie = first.headers["set-cookie"]
    assert cookie.startswith(f"{FORM}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "set-cookie" not in second.headers
    assert browser.cookies[FORM] in second.text


async def test_a_page_without_a_form_sets_no_cookie(browser):
    """Reading leaves no trace in the browser."""
    assert "set-cookie" not in (await browser.get("/qionghai/track")).headers


async def test_an_agency_that_is_not_served_does_not_exist(browser):
    """A public page of an unknown agency is 404."""
    assert (await browser.get("/atlantis/apply")).status_code == 404


async def test_a_pass_that_is_not_yet_valid_is_none(browser, controls):
    """A clock that runs ahead at intake opens no door early."""
    browser.cookies.update(controls.signed_in(issued_at=controls.now + timedelta(seconds=1)))

    assert (await browser.get("/intake/qionghai/desk")).status_code == 303
