"""Wrong and hostile inputs to intake's pages: a Chinese sentence with a stable code and no event, or the right one."""

import re
from asyncio import gather
from html import unescape
from uuid import uuid4

import pytest

from support.intake.forms import FORM, act, file, hidden, post, signed_in
from support.intake.wrong_forms import GOOD_APPLICATIONS, WRONG_ACTS, WRONG_APPLICATIONS, WRONG_MOMENTS

pytestmark = pytest.mark.service

LETTER = FORM | {"channel": "post", "arrived": "2025-03-03T08:50", "signed_for": "2025-03-03T08:55"}
CHINESE = re.compile(r"[\u4e00-\u9fff]{4,}")
CODES = re.compile(r'data-code="([a-z0-9-]+)"|<p class="code">([a-z0-9-]+)</p>')


async def recorded(site):
    """How much the log holds."""
    return len(await site.runtime.log.read("qionghai", 0, 1000))


def heard(answer):
    """The status, and the codes that an answer names beside a Chinese sentence."""
    main = answer.text.partition("<main")[2]
    codes = {one or other for one, other in CODES.findall(main)}
    return answer.status_code, codes if CHINESE.search(main) else set()


async def faults_of(site, table, send):
    """What is wrong with the answers to a table of wrong forms; none of them may leave an event."""
    before, found = await recorded(site), {}
    for name, (changed, status, code) in table.items():
        said, codes = heard(await send(changed))
        if said != status or code not in codes or await recorded(site) != before:
            found[name] = (said, codes)
    return found


async def test_wrong_applications(site):
    """No wrong application is filed, and each is told what to do."""
    async with site.browser() as browser:

        async def send(changed):
            return await post(browser, "/qionghai/apply", FORM | {"step": "submit"} | changed)

        assert await faults_of(site, WRONG_APPLICATIONS, send) == {}


@pytest.mark.parametrize("name", GOOD_APPLICATIONS)
async def test_unusual_applications_are_filed_word_for_word(site, name):
    """What is only unusual is one request, shows as it was typed, and runs nowhere."""
    typed = FORM | GOOD_APPLICATIONS[name]
    async with site.browser() as browser:
        _, code = await file(site, browser, **GOOD_APPLICATIONS[name])
        found = await post(browser, "/qionghai/track", {"code": code, "name": typed["name"]})
        state = await browser.get("/qionghai/track")
        receipt = await browser.get("/qionghai/track/receipt.pdf")

    assert found.status_code == 303
    assert typed["content"] in unescape(state.text)
    assert "<script>alert" not in state.text
    assert receipt.content.startswith(b"%PDF-")
    assert await recorded(site) == 2


async def test_wrong_letters(site):
    """No letter is registered with a moment that cannot be."""
    async with site.browser() as browser:
        clerk = await signed_in(site, browser, "clerk")

        async def send(changed):
            return await post(clerk, "/intake/qionghai/register", LETTER | changed)

        assert await faults_of(site, WRONG_MOMENTS, send) == {}


async def test_wrong_acts(site):
    """Nothing out of turn is done to a request that nobody has looked at."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        page = f"/intake/qionghai/requests/{request_id}"

        async def send(form):
            verb, fields = form
            days = {"respond_working_days": "10"} if verb == "correction" else {}
            return await post(clerk, f"{page}/{verb}", days | fields, page)

        table = {
            name: ((verb, fields), status, code) for name, (verb, fields, status, code) in WRONG_ACTS.items()
        }
        assert await faults_of(site, table, send) == {}


async def test_a_stale_page_is_told_what_has_happened(site):
    """Of two clerks the second one's form answers with what the first has done, and adds nothing."""
    async with site.browser() as citizen, site.browser() as first, site.browser() as second:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, first, "clerk")
        await post(second, "/signin", {"login": "staff.clerk", "password": "correct horse"})
        page = f"/intake/qionghai/requests/{request_id}"
        stale = await second.get(page)
        tokens = {"csrf": hidden(stale, "csrf"), "command_id": hidden(stale, "command_id")}
        await act(site, clerk, request_id, "check")
        await act(site, clerk, request_id, "accept")
        before = await recorded(site)
        answer = await second.post(f"{page}/check", data=tokens)

    assert heard(answer) == (422, {"already-checked"})
    assert await recorded(site) == before


async def test_a_double_click_is_one_event(site):
    """The same form sent three times at once is one check, and each answer leads back to the page."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        page = f"/intake/qionghai/requests/{request_id}"
        shown = await clerk.get(page)
        tokens = {"csrf": hidden(shown, "csrf"), "command_id": hidden(shown, "command_id")}
        answers = await gather(*(clerk.post(f"{page}/check", data=tokens) for _ in range(3)))
        await site.settle()

    types = [row.type for row in await site.runtime.log.read("qionghai", 0, 100)]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert types.count("formal-check-completed") == 1


async def test_strange_doors(site):
    """Addresses that name nothing, another agency's, and forms of another site are answered, and nothing happens."""
    async with site.browser() as citizen, site.browser() as browser:
        request_id, _ = await file(site, citizen)
        clerk = await signed_in(site, browser, "clerk")
        before = await recorded(site)
        elsewhere = {"origin": "http://evil.test"}
        answers = {
            "request-unknown": await clerk.get(f"/intake/qionghai/requests/{uuid4()}"),
            "page-not-found": await clerk.get("/intake/qionghai/requests/17"),
            "not-your-agency": await clerk.get(f"/intake/tongliao/requests/{request_id}"),
            "form-from-elsewhere": await citizen.post("/qionghai/apply", data=FORM, headers=elsewhere),
            "method-not-allowed": await citizen.put("/qionghai/apply"),
            "identity-closed": await clerk.get(f"/intake/qionghai/requests/{request_id}/reply.pdf"),
        }
        unknown = await citizen.post("/atlantis/apply", data=FORM)
        paper = await clerk.get(f"/intake/qionghai/requests/{request_id}/secret.pdf")

    assert {code: code in heard(answer)[1] for code, answer in answers.items()} == dict.fromkeys(
        answers, True
    )
    assert [heard(answer) for answer in (unknown, paper)] == [(404, {"page-not-found"})] * 2
    assert await recorded(site) == before


async def test_a_file_is_no_text(site):
    """An upload in the place of a word counts as nothing typed; one that is too large is refused as a whole."""
    async with site.browser() as browser:
        page = await browser.get("/qionghai/apply")
        tokens = {"csrf": hidden(page, "csrf"), "command_id": hidden(page, "command_id")}
        data = tokens | FORM | {"step": "submit"}
        del data["name"]
        small = await browser.post("/qionghai/apply", data=data, files={"name": ("a.exe", b"MZ")})
        large = await browser.post("/qionghai/apply", data=data, files={"name": ("a.exe", b"M" * 70_000)})

    assert (small.status_code, "field-required" in heard(small)[1]) == (422, True)
    assert heard(large) == (413, {"form-too-large"})
    assert await recorded(site) == 0


async def test_who_tracks_nothing_changes_nothing(site):
    """Without code and name there is nothing to correct, to withdraw or to download."""
    async with site.browser() as citizen, site.browser() as stranger:
        await file(site, citizen)
        before = await recorded(site)
        answers = [
            await post(stranger, f"/qionghai/track/{act}", {"step": "submit"}, "/qionghai/track")
            for act in ("correct", "withdraw")
        ] + [
            await stranger.get(f"/qionghai/track/{paper}.pdf") for paper in ("reply", "receipt", "correction")
        ]

    assert {answer.headers["location"] for answer in answers} == {"/qionghai/track"}
    assert await recorded(site) == before


async def test_another_form_of_the_same_page_is_another_command(site):
    """Who checks, goes back and withdraws has done both: the forms of a page carry one id, and none hides another."""
    async with site.browser() as citizen, site.browser() as clerk:
        request_id, _ = await file(site, citizen)
        await signed_in(site, clerk, "clerk")
        path = f"/intake/qionghai/requests/{request_id}"
        page = await clerk.get(path)
        tokens = {"csrf": hidden(page, "csrf"), "command_id": hidden(page, "command_id")}
        before = await recorded(site)

        checked = await clerk.post(f"{path}/check", data=tokens)
        withdrawn = await clerk.post(f"{path}/withdraw", data=tokens | {"withdrawn_on": "2025-03-03"})

    assert (checked.status_code, withdrawn.status_code) == (303, 303)
    assert await recorded(site) == before + 2
