"""A request whose key is missing is shown as unreadable, and nothing else suffers: one row of the key database is no outage."""

import asyncpg
import pytest

from support.intake.forms import act, file, post, signed_in

pytestmark = pytest.mark.service

MISSING = "密钥缺失，无法读取"
ASKED = "分镇农村居民"
DOCKET = "/intake/qionghai/requests"
LOSSES = {
    "the whole key": "delete from keys.subject_key where subject_id = $1",
    "one scope of it": "delete from keys.subject_key where subject_id = $1 and scope = 'text'",
    "a key that is damaged": "update keys.subject_key set wrapped = sha256(wrapped) where subject_id = $1",
}


async def lose(site, request_id, loss="the whole key"):
    """What a back-up of the key database that is older than the request's looks like, or a damaged row."""
    connection = await asyncpg.connect(site.key_database.superuser_dsn)
    try:
        assert not (await connection.execute(LOSSES[loss], str(request_id))).endswith(" 0")
    finally:
        await connection.close()


@pytest.mark.parametrize("loss", LOSSES)
async def test_docket_shows_the_others(site, loss):
    """The list opens; the one request is unreadable, its neighbour is read, and neither is called destroyed."""
    async with site.browser() as citizen, site.browser() as browser:
        lost, _ = await file(site, citizen)
        await file(site, citizen)
        await lose(site, lost, loss)
        clerk = await signed_in(site, browser, "clerk")
        page = await clerk.get(DOCKET)

    assert page.status_code == 200
    assert page.text.count(MISSING) == 1
    assert page.text.count(ASKED) == 1
    assert "已销毁" not in page.text


@pytest.mark.parametrize("loss", LOSSES)
async def test_page_of_the_request_says_so(site, loss):
    """Number, dates and timeline stand; no text is read, and no act that needs it is offered."""
    async with site.browser() as citizen, site.browser() as browser:
        lost, _ = await file(site, citizen)
        await lose(site, lost, loss)
        clerk = await signed_in(site, browser, "clerk")
        page = await clerk.get(f"{DOCKET}/{lost}")

    assert page.status_code == 200
    assert MISSING in page.text
    assert "2025-0001" in page.text
    assert "查看用途" not in page.text
    assert "已销毁" not in page.text


async def test_act_that_needs_the_key_is_refused_with_a_sentence(site):
    """Asking for a correction or opening the person needs the key: 503, and what to do."""
    async with site.browser() as citizen, site.browser() as browser:
        lost, _ = await file(site, citizen)
        await lose(site, lost)
        clerk = await signed_in(site, browser, "clerk")
        answer = await act(site, clerk, lost, "applicant", purpose="contact")

    assert answer.status_code == 503
    assert MISSING in answer.text
    assert "从备份恢复密钥库" in answer.text


async def test_tracking_says_so_and_accepts_no_words_for_a_name(site):
    """Who has the right code is told to call, the words of a missing key are no name, and another is served."""
    async with site.browser() as citizen, site.browser() as other:
        lost, code = await file(site, citizen)
        _, another = await file(site, other)
        await lose(site, lost)
        told = await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
        guessed = await post(citizen, "/qionghai/track", {"code": code, "name": f"（{MISSING}）"})
        served = await post(other, "/qionghai/track", {"code": another, "name": "陈小明"})

    assert (told.status_code, guessed.status_code, served.status_code) == (503, 503, 303)
    assert MISSING in told.text


async def test_status_page_and_papers_of_who_is_already_in(site):
    """Whoever tracks the request already sees that it is unreadable; the receipt is not printed from empty fields."""
    async with site.browser() as citizen:
        lost, code = await file(site, citizen)
        await post(citizen, "/qionghai/track", {"code": code, "name": "陈小明"})
        await lose(site, lost)
        status = await citizen.get("/qionghai/track")
        printed = await citizen.get("/qionghai/track/receipt.pdf")
        receipt = await citizen.get("/qionghai/receipt")

    assert status.status_code == 200
    assert MISSING in status.text
    assert "已销毁" not in status.text
    assert printed.status_code == 303
    assert (receipt.status_code, MISSING in receipt.text) == (503, True)
