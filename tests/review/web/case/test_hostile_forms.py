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


async def faults_of(hall, table):
    """What is wrong with the answers to a table of wrong forms; none of them may leave an event."""
    before, found = len(await hall.scene.rows()), {}
    for name, (roles, act, fields, status, code) in table.items():
        answer = await hall.post(roles, act, **fields)
        heard = (answer.status_code, code in codes_of(answer.text), speaks(answer.text))
        if heard != (status, True, True) or len(await hall.scene.rows()) != before:
            found[name] = (answer.status_code, codes_of(answer.text))
    return found


async def reviewed(hall):
    """The section has found it open."""
    await hall.post(CLERK, "assign", section=SECTION)
    await hall.post(HEAD_OF_SECTION, "review", **SHEET)


async def drafted(hall):
    """A draft lies before the deputy."""
    await reviewed(hall)
    await hall.post(HEAD_OF_SECTION, "propose", **GRANT)
    await hall.post(HEAD_OF_SECTION, "sign", level="section", draft="1")


async def test_wrong_forms_on_an_assigned_case(hall):
    """Before the review nothing wrong, and nothing that needs the review, gets through."""
    await hall.post(CLERK, "assign", section=SECTION)

    assert await faults_of(hall, ON_ASSIGNED | WRONG_ANSWERS) == {}


async def test_wrong_forms_on_a_reviewed_case(hall):
    """After the review the outcome must still fit it."""
    await reviewed(hall)

    assert await faults_of(hall, ON_REVIEWED) == {}


async def test_wrong_forms_on_a_draft(hall):
    """A draft under signature takes one right signature and nothing else."""
    await drafted(hall)

    assert await faults_of(hall, ON_DRAFTED) == {}


@pytest.mark.parametrize(
    "words", ["检索结果为空🎉", "<script>alert(1)</script>", "'; drop table events; --", "{{ 7*7 }}"]
)
async def test_strange_words_are_words(hall, words):
    """Emoji, markup and code are taken as typed, sealed, and shown as text."""
    await hall.post(CLERK, "assign", section=SECTION)

    answer = await hall.post(HEAD_OF_SECTION, "propose", **(UNHELD | {"finding": words}))

    page = await hall.get(DEPUTY)
    row = (await hall.scene.rows())[-1]
    assert answer.status_code == 303
    assert hall.scene.key.unseal("finding", load(row).finding) == words
    assert "<script>alert" not in page.text
    assert "检索范围：档案室、统计数据库" in page.text


async def test_another_agencys_address_is_closed(hall):
    """A form sent to another agency's address is refused there, and does nothing here."""
    before = len(await hall.scene.rows())
    async with hall.browser("clerk") as browser:
        path = hall.case_path.replace(AGENCY, "tongliao")
        answer = await browser.post(f"{path}/assign", data={"csrf": "c" * 43, "section": SECTION})

    assert answer.status_code == 403
    assert speaks(answer.text)
    assert len(await hall.scene.rows()) == before


async def test_a_form_without_its_secret_is_refused(hall):
    """A form that another site could have made does nothing."""
    async with hall.browser("clerk") as browser:
        answer = await browser.post(f"{hall.case_path}/assign", data={"section": SECTION})

    assert answer.status_code == 403
    assert speaks(answer.text)
    assert len(await hall.scene.rows()) == 1


@pytest.mark.parametrize(
    ("act", "fields", "events"),
    [("extend", EXTENSION, 1), ("consult", LETTER, 2), ("propose", UNHELD, 1)],
    ids=str,
)
async def test_a_replayed_form_is_done_once(hall, act, fields, events):
    """The same form again, even much later, is the command that was done already."""
    await hall.post(CLERK, "assign", section=SECTION)
    command = str(uuid4())

    first = await hall.post(HEAD_OF_SECTION, act, **fields, command_id=command)
    hall.scene.clock.step(timedelta(minutes=5))
    again = await hall.post(HEAD_OF_SECTION, act, **fields, command_id=command)

    assert (first.status_code, again.status_code) == (303, 303)
    assert len(await hall.scene.rows()) == 2 + events


async def test_a_form_changed_after_the_way_back_is_another_event(hall):
    """A second letter written on the page of the first is sent too, and does not vanish behind its answer."""
    await hall.post(CLERK, "assign", section=SECTION)
    command = str(uuid4())

    for party in ("海南某公司", "海南另一公司"):
        sent = await hall.post(HEAD_OF_SECTION, "consult", **LETTER | {"party": party}, command_id=command)
        assert sent.status_code == 303

    assert [row.type for row in await hall.scene.rows()].count("consultation-dispatched") == 2


async def test_a_double_click_is_one_event(hall):
    """Two clicks at the same moment sign once."""
    await drafted(hall)
    fields = {"level": "deputy", "draft": "1", "command_id": str(uuid4())}

    answers = await gather(*(hall.post(DEPUTY, "sign", **fields) for _ in range(2)))

    assert {answer.status_code for answer in answers} == {303}
    assert [row.type for row in await hall.scene.rows()].count("draft-signed") == 2


async def test_a_file_in_a_box_is_no_text(hall):
    """An upload where words are expected reads as nothing written."""
    await hall.post(CLERK, "assign", section=SECTION)
    async with hall.browser("section") as browser:
        answer = await browser.post(
            f"{hall.case_path}/propose",
            data={"csrf": "c" * 43} | {k: v for k, v in UNHELD.items() if k != "finding"},
            files={"finding": ("a.txt", b"words", "text/plain")},
        )

    assert answer.status_code == 422
    assert "field-required" in codes_of(answer.text)


async def test_nothing_typed_is_lost(hall):
    """A refused draft is shown again with every box as it was typed."""
    await hall.post(CLERK, "assign", section=SECTION)

    answer = await hall.post(HEAD_OF_SECTION, "propose", **(UNHELD | {"search_by": ""}))

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
