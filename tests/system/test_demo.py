"""The demo of one request, from the form to the annual table, on the real pages of a real stack."""

import pytest

from deploy.demo.acts import words
from deploy.demo.checks.papers import ARTICLES, pdf_text
from deploy.demo.people import Staff
from deploy.demo.story import SHOWCASE, year
from deploy.stack import exercise
from deploy.topology import SERVICES
from shared.policy import Policy
from support.servers.stack import DemoStack

TOLD = year().request(SHOWCASE)
WORDS = {
    "applicant": TOLD.applicant,
    "document number": "〔2025〕1号",
    "finding": words.finding(TOLD),
    "article": ARTICLES[TOLD.article],
    "redress": "行政复议",
}
CAUSED = {
    ("deadline", "clock-fact-heard"),
    ("deadline", "due-date-set"),
    ("review", "case-opened"),
    ("intake", "reply-rendered"),
}
"""What reactions did in the demo, in three services."""
DAYS = (
    "16日 星期二 第 1 日 工作日",
    "20日 星期六 不计 周末",
    "28日 星期日 第 10 日 调休上班",
    "1日 星期三 不计 国庆节、中秋节放假",
    "17日 星期五 第 20 日 工作日",
)
"""One day of each kind, by hand from the notice."""


@pytest.fixture(scope="module")
def reply(stack: DemoStack) -> str:
    """The words of the reply that the applicant downloads, without blanks."""
    citizen = stack.citizen()
    citizen.track(stack.slip)
    return pdf_text(citizen.reply())


@pytest.mark.parametrize("what", WORDS)
def test_reply_says(reply: str, what: str):
    """The reply's PDF names applicant, number, finding, article and redress as text that can be searched."""
    assert WORDS[what].replace(" ", "") in reply


def test_portal_shows_the_due_date_with_its_days(stack: DemoStack):
    """Tracking shows the due date and day by day why: counted, off by which notice, worked instead."""
    page = stack.citizen().track(stack.slip).text

    assert "最晚答复日期 2025年10月17日" in page
    for day in DAYS:
        assert day in page


async def test_table_has_the_row(stack: DemoStack):
    """Table three counts every request that was received and every one that was granted, and its identities hold."""
    await exercise.quiet(stack.stack)
    supervisor = Staff(stack.portal, "jd.lin", stack.state.staff_password)
    kinds = [column.id for column in Policy("national", TOLD.filed)["annual.columns"].value]
    column = kinds.index(TOLD.kind)
    rows = await stack.events("intake")

    table = supervisor.json(f"/reporting/{TOLD.agency}/table/{TOLD.filed.year}.json")

    received = sum(row.type == "request-received" for row in rows)
    served = sum(row.type == "reply-dispatched" for row in rows)
    assert served >= 1
    assert table["rows"]["new_received"][column] == received
    assert table["rows"][TOLD.outcome][column] == served
    assert all(identity["holds"] for identity in table["identities"])


async def test_one_trace_from_form_to_projection(stack: DemoStack):
    """What a wish caused carries the wish's trace, in every service and in the ledger of the supervisors."""
    await exercise.quiet(stack.stack)
    rows = [row for service in SERVICES for row in await stack.events(service)]
    by_id = {row.id: row for row in rows}

    caused = [row for row in rows if row.causation_id is not None]
    projected = await stack.fetch("reporting", "select id, correlation_id from ledger.entries")

    assert {(row.service, row.type) for row in caused} >= CAUSED
    assert all(row.correlation_id == by_id[row.causation_id].correlation_id for row in caused)
    assert {each["id"]: each["correlation_id"] for each in projected} == {
        row.id: row.correlation_id for row in rows
    }
