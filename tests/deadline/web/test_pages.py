"""Deadline's pages: the board, and a date explained; for whoever is signed in at the agency, and nobody else."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from deadline.app import compose
from deadline.calendar.handlers import load_notices
from deadline.calendar.package import rows
from deadline.clock.handlers import act_on_clock
from deadline.projections import PROJECTIONS
from deadline.web.parts.words import days_words
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Change, Commit
from shared.time.clock import FrozenClock
from support.deadline.clocks import AGENCY, NOON, REQUEST, STREAM, before_year, by, received, start, stop
from support.deadline.facts import consulted, extension_notified
from support.deadline.pages import Counter
from support.pages.staff_pages import Pages

LATE = UUID("00000000-0000-4000-8000-0000000000d2")


@pytest.fixture
async def pages(service_database):
    """Two clocks of 琼海: one that runs, one from December whose date was deferred."""
    made = Pages(await service_database("deadline", projections=PROJECTIONS), compose)
    made.runtime.clock = FrozenClock(datetime(2025, 3, 27, 1, tzinfo=UTC))
    store = MemoryStore("deadline")
    await load_notices(store, rows(), NOON)
    await load_notices(made.runtime.store, rows(), NOON)
    first = start()
    await act_on_clock(store, first.origin, STREAM, first)
    intake = MemoryStore("intake")
    await intake.append(Commit(by(), (Change(f"request/{REQUEST}", 0, (received(number=7),)),)))
    for log in (store, intake):
        for agency in await log.heads():
            await made.fold(await log.read(agency, 0, 1000))
    yield made
    await made.runtime.close()


@pytest.mark.contract
async def test_the_board_shows_what_is_due_and_how_soon(pages):
    """The clerk sees the request's number, its date with the weekday, the days left, and the years covered."""
    async with pages.browser("clerk") as browser:
        page = await browser.get(f"/deadline/{AGENCY}/board")
        calendar = await browser.get(f"/deadline/{AGENCY}/calendar")

    assert page.status_code == 200
    assert "2025-0007" in page.text
    assert "2025年3月31日（星期一）" in page.text
    assert "还剩 2 个工作日" in page.text
    assert "国办发明电〔2020〕1号" in calendar.text
    assert "没有因放假通知调整的到期日" in calendar.text


@pytest.mark.contract
async def test_a_date_is_explained_day_by_day_with_its_rule(pages):
    """The explanation shows counted and skipped days, the clause, its source and whose rule it is."""
    async with pages.browser("supervisor", agencies=(AGENCY, "tongliao")) as browser:
        page = await browser.get(f"/deadline/{AGENCY}/requests/{REQUEST}")

    assert page.status_code == 200
    assert "第 20 日" in page.text
    assert "周末" in page.text
    assert "条例" in page.text
    assert "谁的规定" in page.text


@pytest.mark.contract
async def test_a_stopped_clock_leaves_the_board(pages):
    """What is done is no longer urgent; the explanation stays."""
    store = MemoryStore("deadline")
    first = start()
    await act_on_clock(store, first.origin, STREAM, first)
    last = stop(date(2025, 3, 20))
    await act_on_clock(store, last.origin, STREAM, last)
    await pages.fold((await store.read(AGENCY, 0, 10))[-1:])

    async with pages.browser("clerk") as browser:
        board = await browser.get(f"/deadline/{AGENCY}/board")
        explained = await browser.get(f"/deadline/{AGENCY}/requests/{REQUEST}")

    assert "没有正在计时的期限" in board.text
    assert "按期答复" in explained.text


@pytest.fixture
async def counter(service_database):
    """A bureau that is told things by its neighbours, on 17 June 2025."""
    made = Counter(await service_database("deadline", projections=PROJECTIONS))
    made.today(date(2025, 6, 17))
    await made.load(tuple(rows()))
    yield made
    await made.close()


@pytest.mark.contract
async def test_a_paused_clock_says_since_when_and_by_which_letter(counter):
    """While a letter is out the board shows no date, and the page tells the story."""
    await counter.hear(received(date(2025, 6, 3)), *consulted(date(2025, 6, 10)))

    board, page = await counter.board(), await counter.explanation()
    assert "已暂停，自2025年6月10日发出征求意见书之次日起不计入期限" in board
    assert "暂停或者等待补正 1 件" in board
    assert "征求意见期限" in page
    assert "2025年6月10日发出征求意见书（征求第三方意见），暂停计时" in page


@pytest.mark.contract
async def test_the_board_says_who_is_told(counter):
    """Before the first warning who will be, after a miss who was."""
    await counter.hear(received(date(2025, 6, 3)))

    assert "剩 5 个工作日时提醒业务机构负责人" in await counter.board()


@pytest.mark.contract
async def test_what_if_computes_and_writes_nothing(counter):
    """A letter of today that is answered after fifteen working days, and ten days more."""
    await counter.hear(received(date(2025, 6, 3)))
    heads = await counter.pages.runtime.log.heads()

    asked = await counter.what_if(answered_after=15)
    longer = await counter.what_if(extension=10)
    both = await counter.what_if(answered_after=15, extension=10)

    dues = ("2025-07-22", "2025-07-15", "2025-08-05")
    for page, due_on in zip((asked, longer, both), dues, strict=True):
        assert f'<p class="due-on"><time datetime="{due_on}">' in page
    assert await counter.pages.runtime.log.heads() == heads
    assert "规程第六条（一）（琼海市政府信息依申请公开工作规程）：期限20个工作日" in both
    assert "告知申请人延长10个工作日" in both
    assert "规程只扣除征求第三方意见的时间" in both


@pytest.mark.contract
@pytest.mark.parametrize(
    ("supposed", "words"),
    [
        ({"extension": "21"}, "应当是 0 到 20 的整数"),
        ({"answered_after": "-1"}, "应当是 0 到 60 的整数"),
        ({"answered_after": "五"}, "应当是 0 到 60 的整数"),
    ],
)
async def test_what_if_refuses_what_is_no_number(counter, supposed, words):
    """A slip of the hand is said beside the field."""
    await counter.hear(received(date(2025, 6, 3)))

    assert words in await counter.what_if(**supposed)


@pytest.mark.contract
async def test_what_if_says_that_an_extension_was_had(counter):
    """条例33: once."""
    await counter.hear(received(date(2025, 6, 3)), extension_notified(date(2025, 6, 16), 5))

    assert "不能再次延期" in await counter.what_if(extension=5)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("roles", "agencies", "path", "status"),
    [
        ((), (), f"/deadline/{AGENCY}/board", 303),
        (("clerk",), ("tongliao",), f"/deadline/{AGENCY}/board", 403),
        (("clerk",), (AGENCY,), f"/deadline/{AGENCY}/requests/{LATE}", 404),
    ],
)
async def test_who_has_no_business_here_is_turned_away(pages, roles, agencies, path, status):
    """Nobody without a pass, nobody of another agency; an unknown request is said to be unknown."""
    async with pages.browser(*roles, agencies=agencies) as browser:
        page = await browser.get(path)

    assert page.status_code == status


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2025, 3, 3), "还剩 20 个工作日"),
        (date(2025, 3, 29), "还剩 1 个工作日"),
        (date(2025, 3, 31), "今天到期"),
        (date(2025, 4, 2), "已逾期 2 个工作日"),
        (date(2025, 4, 5), "已逾期 3 个工作日"),
    ],
)
def test_days_left_are_working_days(today, words):
    """A weekend before the due date is not a day left."""
    assert days_words(before_year(2027), today, date(2025, 3, 31), near=False)[0] == words


def test_days_in_an_uncovered_year_are_said_to_be_calendar_days():
    """Without the year's notice nothing is called a working day."""
    assert days_words(before_year(2025), date(2025, 3, 27), date(2025, 3, 31), near=False)[0] == "还剩 4 天"
