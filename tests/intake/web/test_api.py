"""The API for other programs, on a real database."""

from uuid import uuid4

import pytest

from intake.acts.open_account import open_account
from intake.storage import SignInStore
from shared.message import Actor, Origin
from support.intake.forms import CODE, FORM
from support.intake.staff import new_staff

pytestmark = pytest.mark.service


async def send(browser, agency="qionghai", key=None, **changed):
    """POST the form, but for what is changed."""
    headers = {"Idempotency-Key": str(key or uuid4())}
    return await browser.post(f"/api/{agency}/requests", json=FORM | changed, headers=headers)


async def test_the_api_files_once_and_tells_the_code_once(site):
    """201 with the query code, then 200 without it, and one request in the log."""
    key = uuid4()
    async with site.browser() as browser:
        first = await send(browser, key=key)
        again = await send(browser, key=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert CODE.fullmatch(first.json()["query_code"])
    assert again.json() == first.json() | {"query_code": None}
    assert len(await site.runtime.log.read("qionghai", 0, 10)) == 2


async def test_the_api_refuses_with_a_code(site):
    """What cannot be filed is answered by a problem with a stable code, and nothing is recorded."""
    refused = [
        ("qionghai", {"content": ""}, 422, "field-missing"),
        ("qionghai", {"applicant_kind": "robot"}, 422, "applicant-kind-unknown"),
        ("qionghai", {"colour": "red"}, 422, "form-invalid"),
        ("tongliao", {}, 422, "channel-not-offered"),
        ("atlantis", {}, 404, "agency-unknown"),
    ]
    async with site.browser() as browser:
        for agency, changed, status, code in refused:
            answer = await send(browser, agency, **changed)
            assert (answer.status_code, answer.json()["code"]) == (status, code)

    assert await site.runtime.log.heads() == {}


async def test_the_api_reads_by_the_rules_of_the_page(site):
    """What the page's form refuses is refused here, named by field and code, and nothing is recorded."""
    refused = [
        ("name", "张\0三", "field-control-character"),
        ("name", "   ", "field-required"),
        ("name", "\u200b\u3164", "field-required"),
        ("content", "a\u202eb", "field-control-character"),
        ("content", "a\ufffdb", "field-broken-character"),
        ("phone", "hello", "field-not-a-phone"),
        ("email", "x", "field-not-an-email"),
        ("supply_form", "xx", "field-not-an-option"),
        ("delivery", "#import", "field-not-an-option"),
    ]
    async with site.browser() as browser:
        for field, typed, code in refused:
            answer = (await send(browser, **{field: typed})).json()
            named = [(fault["field"], fault["code"]) for fault in answer["fields"]]
            assert (answer["status"], answer["code"], named) == (422, "form-invalid", [(field, code)])

    assert await site.runtime.log.heads() == {}


async def test_a_key_stands_for_one_request(site):
    """Another body under a used key is refused with 409, and says which number the first one has."""
    key = uuid4()
    async with site.browser() as browser:
        await send(browser, key=key)
        other = await send(browser, key=key, content="2023年统计公报")

    assert (other.status_code, other.json()["code"]) == (409, "already-filed-otherwise")
    assert "2025-0001" in other.json()["reason"]
    assert len(await site.runtime.log.read("qionghai", 0, 10)) == 2


async def test_nobody_takes_the_id_of_a_command_of_ours(site):
    """A visitor's key is none of the ids that set-up and reactions derive: both commands are done."""
    taken = uuid4()
    origin = Origin.first(
        "qionghai", Actor(kind="service", id="setup"), await site.clock.now(), command_id=taken
    )
    keeper, staff = SignInStore(site.runtime.app_engine), new_staff(origin, "wang.li", "clerk")
    async with site.browser() as browser:
        before = await send(browser, key=taken)
        opened = await open_account(site.runtime.store, keeper, *staff, "correct horse")
        again = await send(browser, key=taken)

    assert not opened.repeated
    assert (before.status_code, again.status_code) == (201, 200)
