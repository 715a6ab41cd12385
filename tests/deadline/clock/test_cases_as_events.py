"""The cases of deadline-cases.json played as events of intake and review through the real reactions to the page.

ConnectionWatch to others, since no clock of this service says them: D40 (fee notice), D41 and D43 (redress), D45 (annual report).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from deadline.calendar.handlers import load_notices
from deadline.calendar.package import rows
from deadline.projections import PROJECTIONS
from shared.eventlog.memory import MemoryStore
from shared.message import Event
from shared.time.dates import chinese_date
from shared.web.pages.filters import date_and_weekday
from support.deadline.clocks import AGENCY, NOON, received
from support.deadline.facts import (
    LETTER,
    LETTER_CLOCK,
    OTHER_LETTER,
    answered,
    assigned,
    consulted,
    corrected,
    correction_notified,
    extension_notified,
)
from support.deadline.office import Office, orders
from support.deadline.pages import Counter

pytestmark = pytest.mark.contract

AMENDMENT = "国办发明电〔2020〕1号"


def day(text: str) -> date:
    """A day of the year-month-day form."""
    return date.fromisoformat(text)


@dataclass(frozen=True)
class Case:
    """What happened, where, and which date the page must show for which period; the dates stand in the law's file."""

    id: str
    events: tuple[Event, ...]
    due_on: str
    period: str = "答复期限"
    agency: str = AGENCY
    also: tuple[str, ...] = field(default=())


def plain(case_id: str, day0: str, due_on: str) -> Case:
    """Received on day 0, nothing else happened."""
    return Case(case_id, (received(day(day0)),), due_on)


JUNE = (received(day("2025-06-03")), *consulted(day("2025-06-10")))
CASES = (
    plain("D01", "2025-03-03", "2025-03-31"),
    plain("D04", "2025-03-20", "2025-04-18"),
    plain("D07", "2025-09-15", "2025-10-17"),
    plain("D09", "2025-09-08", "2025-10-11"),
    plain("D13", "2026-01-26", "2026-02-28"),
    plain("D14", "2025-12-15", "2026-01-13"),
    plain("D19", "2023-09-11", "2023-10-13"),
    Case(
        "D24",
        (received(day("2025-04-07")), extension_notified(day("2025-04-30"), 10)),
        "2025-05-21",
        also=("延长 10 个工作日，2025年4月30日告知申请人", "工作日，延长第10日", "2025年5月7日"),
    ),
    Case(
        "D26",
        (*JUNE, answered(day("2025-06-25"))),
        "2025-07-16",
        also=(
            "征求第三方意见期间不计入(6月10日发出，6月25日收到意见)",
            "2025年6月10日发出征求意见书（征求第三方意见），暂停计时",
        ),
    ),
    Case(
        "D28",
        (
            *JUNE,
            *consulted(day("2025-06-16"), "other_agency", OTHER_LETTER),
            answered(day("2025-06-25")),
            answered(day("2025-07-02"), OTHER_LETTER),
        ),
        "2025-07-23",
        agency="tongliao",
        also=("征求第三方意见、征求其他机关意见期间不计入",),
    ),
    Case(
        "D31",
        (received(day("2025-07-01")), *consulted(day("2025-07-29")), answered(day("2025-08-12"))),
        "2025-07-29",
    ),
    Case(
        "D33",
        (received(day("2025-09-22")), correction_notified(day("2025-09-24"), 7)),
        "2025-10-10",
        "补正期限",
        "tongliao",
    ),
    Case(
        "D34",
        (
            received(day("2025-03-03")),
            correction_notified(day("2025-03-10"), 20),
            corrected(day("2025-04-02")),
        ),
        "2025-04-30",
        also=("2025年3月3日起算的原期限作废", "2025年4月2日收到补正，重新起算"),
    ),
    Case("D36", (received(day("2025-09-26")),), "2025-09-28", "补正告知期限"),
    Case(
        "D38",
        (received(day("2025-09-26")), assigned(day("2025-09-30"))),
        "2025-10-10",
        "保密审查期限",
        "tongliao",
    ),
    Case(
        "D47",
        (received(day("2025-12-10")), *consulted(day("2025-12-24"), "other_agency")),
        "2026-01-15",
        "征求意见期限",
        "tongliao",
    ),
)


@pytest.fixture
async def counter(service_database, request):
    """The bureau of the case, with every notice."""
    made = Counter(
        await service_database("deadline", projections=PROJECTIONS), getattr(request, "param", AGENCY)
    )
    made.today(date(2025, 6, 3))
    yield made
    await made.close()


def section(page: str, period: str) -> str:
    """The part of the page that explains one period."""
    _, found, rest = page.partition(f'aria-label="{period}')
    assert found, f"no {period} on the page"
    return rest.partition("</section>\n</section>")[0].partition('<section aria-label="')[0]


@pytest.mark.parametrize(
    ("counter", "case"),
    [(case.agency, case) for case in CASES],
    indirect=["counter"],
    ids=lambda given: getattr(given, "id", ""),
)
async def test_the_page_shows_the_date_of_the_case(counter, case):
    """Events in, the date of the law's own table out: on the explanation and, as long as the clock runs, on the board."""
    await counter.load(tuple(rows()))
    counter.today(day(case.due_on) - timedelta(days=1))

    await counter.hear(*case.events)

    due = date_and_weekday(day(case.due_on))
    explained, board = section(await counter.explanation(), case.period), await counter.board()
    assert f'<p class="due-on"><time datetime="{case.due_on}">' in explained
    assert due in board
    for words in case.also:
        assert words in explained


CLOCKS = {
    "答复期限": "reply",
    "补正期限": "correction",
    "补正告知期限": "correction-notice",
    "保密审查期限": "confidentiality-review",
    "征求意见期限": LETTER_CLOCK,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_the_date_of_the_case_stands_whichever_lane_is_heard_first(case):
    """Intake's and review's lanes in every order that they can have."""
    lanes = [[event for event in case.events if event.service == name] for name in ("intake", "review")]
    for order in orders(*lanes):
        store = MemoryStore("deadline")
        await load_notices(store, rows(), NOON)
        office = Office(store, case.agency)
        await office.hear(*order)

        assert (await office.clock(CLOCKS[case.period])).standing.due_on == day(case.due_on)


async def test_d31_the_page_shows_the_last_day_while_the_letter_is_out(counter):
    """The letter went out on the last day: the date stands, and what-if had said so."""
    await counter.load(tuple(rows()))
    counter.today(day("2025-07-29"))
    await counter.hear(received(day("2025-07-01")))
    assert "发出征求意见书不能暂停计时" in await counter.what_if(answered_after=10)

    await counter.hear(*consulted(day("2025-07-29"), letter=LETTER))

    assert "今天到期" in await counter.board()


async def test_d22_an_amended_calendar_moves_the_date_and_both_are_shown(counter):
    """Received on 15 January 2020, due on 17 February; by the prolonged Spring Festival on the 19th."""
    known = [row for row in rows() if row.notice.number != AMENDMENT]
    await counter.load(known)
    counter.today(day("2020-01-30"))
    await counter.hear(received(day("2020-01-15")))
    assert date_and_weekday(day("2020-02-17")) in await counter.board()

    await counter.load([row for row in rows() if row.notice.number == AMENDMENT])
    assert await counter.recount() == 1

    assert date_and_weekday(day("2020-02-19")) in await counter.board()
    explained = section(await counter.explanation(), "答复期限")
    assert f"到期日 {chinese_date(day('2020-02-17'))}" in explained
    assert f"到期日 {chinese_date(day('2020-02-19'))}" in explained


async def test_d50_without_the_next_year_s_notice_no_date_is_guessed(counter):
    """Received on 10 December 2026: not before the end of the covered year, and the page says what is missing."""
    await counter.load(tuple(rows()))
    counter.today(day("2026-12-11"))

    await counter.hear(received(day("2026-12-10")))

    assert "不早于2026年12月31日，2027年放假安排未公布" in await counter.board()
    assert "日历未公布" in await counter.explanation()


async def test_d34_waiting_for_a_correction_the_old_date_is_off_the_board(counter):
    """Between notice and correction there is nothing to strike."""
    await counter.load(tuple(rows()))
    counter.today(day("2025-03-28"))

    await counter.hear(received(day("2025-03-03")), correction_notified(day("2025-03-10"), 20))

    board = await counter.board()
    assert "等待补正，2025年3月10日已告知" in board
    assert date_and_weekday(day("2025-03-31")) not in board


def test_every_case_of_the_table_is_played_or_named_as_left():
    """What is not played is said in the docstring above."""
    played = {case.id for case in CASES} | {"D22", "D50"}
    left = {"D40", "D41", "D43", "D45"}

    assert len(played | left) == 22
    assert all(case_id in (__doc__ or "") for case_id in left)
