"""Filing too often, on the page and by the API: refused before a key is made, and a repetition is never too often."""

from uuid import uuid4

import pytest

from intake.filings import Filings
from support.intake.forms import FORM, hidden, post

pytestmark = pytest.mark.service

COUNT = Filings.count
SUBMIT = FORM | {"step": "submit"}


@pytest.fixture
def strict(site, monkeypatch):
    """An intake that takes one request an hour from an address."""
    one = Filings(per_address=1, per_agency=100)
    monkeypatch.setattr(Filings, "count", lambda _, policy, address: COUNT(one, policy, address))
    return site


async def test_one_request_too_many_is_told_on_the_form(strict):
    """429 with Retry-After, the answers are kept, the way on paper is named, and neither key nor event is made."""
    async with strict.browser() as browser:
        first = await post(browser, "/qionghai/apply", SUBMIT)
        before = await strict.runtime.log.heads()
        second = await post(browser, "/qionghai/apply", SUBMIT)

    assert (first.status_code, second.status_code) == (303, 429)
    assert int(second.headers["retry-after"]) > 3000
    assert "filing-too-often" in second.text
    assert "当面递交或者邮寄" in second.text
    assert FORM["content"] in second.text
    assert await strict.runtime.log.heads() == before


async def test_the_same_form_sent_again_is_never_too_often(strict):
    """A double click and a program that tries again get the receipt of what was filed."""
    key = {"Idempotency-Key": str(uuid4())}
    async with strict.browser() as browser:
        page = await browser.get("/qionghai/apply")
        form = SUBMIT | {name: hidden(page, name) for name in ("csrf", "command_id")}
        clicks = [await browser.post("/qionghai/apply", data=form) for _ in range(2)]
        other = await browser.post("/api/qionghai/requests", json=FORM, headers=key)

    assert [answer.status_code for answer in clicks] == [303, 303]
    assert (other.status_code, other.json()["code"]) == (429, "filing-too-often")
    assert other.json()["retry_after_seconds"] == int(other.headers["retry-after"]) > 3000


async def test_a_refused_form_uses_nothing_up(strict):
    """A form with a fault is corrected and then filed."""
    async with strict.browser() as browser:
        faulty = await post(browser, "/qionghai/apply", SUBMIT | {"content": ""})
        filed = await post(browser, "/qionghai/apply", SUBMIT)

    assert (faulty.status_code, filed.status_code) == (422, 303)
