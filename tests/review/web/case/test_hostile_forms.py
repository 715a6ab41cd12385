"""Wrong and hostile inputs to review's forms: a Chinese sentence with a stable code and no event, or the right one."""

from asyncio import gather
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.events.registry import load
from support.review.forms import EXTENSION, GRANT, LETTER, SHEET, UNHELD, codes_of, speaks
from support.review.office import AGENCY, SECTION
from support.review.wrong_drafts import ON_DRAFTED, ON_REVIEWED, WRONG_ANSWERS
from support.review.wrong_forms import CLERK, DEPUTY, HEAD_OF_SECTION, ON_ASSIGNED

pytestmark = pytest.mark.contract


async def faults_of(site, table):
    """What is wrong with the answers to a table of wrong forms; none of them may leave an event."""
    before, found = len(await site.scene.rows()), {}
    for name, (roles, act, fields, status, code) in table.items():
        answer = await site.post(roles, act, **fields)
        heard = (answer.status_code, code in codes_of(answer.text), speaks(answer.text))
        if heard != (status, True, True) or len(await site.scene.rows()) != before:
            found[name] = (answer.status_code, codes_of(answer.text))
    return found


async def reviewed(site):
    """The section has found it open."""
    await site.post(CLERK, "assign", section=SECTION)
    await site.post(HEAD_OF_SECTION, "review", **SHEET)


async def drafted(site):
    """A draft lies before the deputy."""
    await reviewed(site)
    await site.post(HEAD_OF_SECTION, "propose", **GRANT)
    await site.post(HEAD_OF_SECTION, "sign", level="section", draft="1")


async def test_wrong_forms_on_an_assigned_case(site):
    """Before the review nothing wrong, and nothing that needs the review, gets through."""
    await site.post(CLERK, "assign", section=SECTION)

    assert await faults_of(site, ON_ASSIGNED | WRONG_ANSWERS) == {}


async def test_wrong_forms_on_a_reviewed_case(site):
    """After the review the outcome must still fit it."""
    await reviewed(site)

    assert await faults_of(site, ON_REVIEWED) == {}


async def test_wrong_forms_on_a_draft(site):
    """A draft under signature takes one right signature and nothing else."""
    await drafted(site)

    assert await faults_of(site, ON_DRAFTED) == {}


@pytest.mark.parametrize(
    "words", ["检索结果为空🎉", "<script>alert(1)</script>", "'; drop table events; --", "{{ 7*7 }}"]
)
async def test_strange_words_are_words(site, words):
    """Emoji, markup and code are taken as typed, sealed, and shown as text."""
    await site.post(CLERK, "assign", section=SECTION)

    answer = await site.post(HEAD_OF_SECTION, "propose", **(UNHELD | {"finding": words}))

    page = await site.get(DEPUTY)
    row = (await site.scene.rows())[-1]
    assert answer.status_code == 303
    assert site.scene.key.unseal("finding", load(row).finding) == words
    assert "<script>alert" not in page.text
    assert "检索范围：档案室、统计数据库" in page.text


async def test_another_agencys_address_is_closed(site):
    """A form sent to another agency's address is refused there, and does nothing here."""
    before = len(await site.scene.rows())
    async with site.browser("clerk") as browser:
        path = site.case_path.replace(AGENCY, "tongliao")
        answer = await browser.post(f"{path}/assign", data={"csrf": "c" * 43, "section": SECTION})

    assert answer.status_code == 403
    assert speaks(answer.text)
    assert len(await site.scene.rows()) == before


async def test_a_form_without_its_secret_is_refused(site):
    """A form that another site could have made does nothing."""
    async with site.browser("clerk") as browser:
        answer = await browser.post(f"{site.case_path}/assign", data={"section": SECTION})

    assert answer.status_code == 403
    assert speaks(answer.text)
    assert len(await site.scene.rows()) == 1


@pytest.mark.parametrize(
    ("act", "fields", "events"),
    [("extend", EXTENSION, 1), ("consult", LETTER, 2), ("propose", UNHELD, 1)],
    ids=str,
)
async def test_a_replayed_form_is_done_once(site, act, fields, events):
    """The same form again, even much later, is the command that was done already."""
    await site.post(CLERK, "assign", section=SECTION)
    command = str(uuid4())

    first = await site.post(HEAD_OF_SECTION, act, **fields, command_id=command)
    site.scene.clock.step(timedelta(minutes=5))
    again = await site.post(HEAD_OF_SECTION, act, **fields, command_id=command)

    assert (first.status_code, again.status_code) == (303, 303)
    assert len(await site.scene.rows()) == 2 + events


async def test_a_form_changed_after_the_way_back_is_another_event(site):
    """A second letter written on the page of the first is sent too, and does not vanish behind its answer."""
    await site.post(CLERK, "assign", section=SECTION)
    command = str(uuid4())

    for party in ("海南某公司", "海南另一公司"):
        sent = await site.post(HEAD_OF_SECTION, "consult", **LETTER | {"party": party}, command_id=command)
        assert sent.status_code == 303

    assert [row.type for row in await site.scene.rows()].count("consultation-dispatched") == 2


async def test_a_double_click_is_one_event(site):
    """Two clicks at the same moment sign once."""
    await drafted(site)
    fields = {"level": "deputy", "draft": "1", "command_id": str(uuid4())}

    answers = await gather(*(site.post(DEPUTY, "sign", **fields) for _ in range(2)))

    assert {answer.status_code for answer in answers} == {303}
    assert [row.type for row in await site.scene.rows()].count("draft-signed") == 2


async def test_a_file_in_a_box_is_no_text(site):
    """An upload where words are expected reads as nothing written."""
    await site.post(CLERK, "assign", section=SECTION)
    async with site.browser("section") as browser:
        answer = await browser.post(
            f"{site.case_path}/propose",
            data={"csrf": "c" * 43} | {k: v for k, v in UNHELD.items() if k != "finding"},
            files={"finding": ("a.txt", b"words", "text/plain")},
        )

    assert answer.status_code == 422
    assert "field-required" in codes_of(answer.text)


async def test_nothing_typed_is_lost(site):
    """A refused draft is shown again with every box as it was typed."""
    await site.post(CLERK, "assign", section=SECTION)

    answer = await site.post(HEAD_OF_SECTION, "propose", **(UNHELD | {"search_by": ""}))

    for typed in (
        "经检索，本机关没有制作",
        "档案室、统计数据库</textarea>",
        "各镇 人均可支配收入",
        "2025-03-10",
    ):
        assert typed in answer.text


def test_the_tables_are_long_enough():
    """At least sixty wrong forms are tried."""
    assert sum(len(table) for table in (ON_ASSIGNED, WRONG_ANSWERS, ON_REVIEWED, ON_DRAFTED)) >= 60
