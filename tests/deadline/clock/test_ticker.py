"""Timers on PostgreSQL: never early, once, all of what was slept through, and by the calendar that is loaded now."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from deadline.calendar.package import load_calendar, rows
from deadline.clock.handlers import act_on_clock
from deadline.clock_ref import clock_of_request
from deadline.projections import PROJECTIONS, timers
from deadline.projections import clock_queries as clocks
from deadline.ticker import Ticker
from shared.events.registry import load
from shared.time.clock import shanghai_midnight
from shared.words.explanation import explained, read_kept
from shared.workdays import Notice, Row
from support.deadline.clocks import AGENCY, REQUEST, STREAM, arrived, sent, stop
from support.deadline.database import DeadlineDatabase

pytestmark = pytest.mark.contract


@pytest.fixture
async def deadline_db(service_database, engines):
    """Deadline with the notices of 2020 to 2026, on 3 March 2025."""
    database = await service_database("deadline", projections=PROJECTIONS)
    made = DeadlineDatabase(database, engines(database.carrier_dsn), engines(database.app_dsn))
    await made.at(datetime(2025, 3, 3, 4, tzinfo=UTC))
    await made.load([row for row in rows() if row.notice.year >= 2020])
    return made


async def test_nothing_fires_before_its_instant(deadline_db):
    """A second before the first warning's day the ticker finds nothing."""
    await deadline_db.start(date(2025, 3, 3))
    await deadline_db.fold()
    await deadline_db.at(shanghai_midnight(date(2025, 3, 24)) - timedelta(seconds=60))

    assert await deadline_db.ticker.tick() == 0
    assert await deadline_db.types() == ["clock-fact-heard", "due-date-set"]


async def test_warnings_and_the_miss_fire_in_order_after_a_sleep(deadline_db):
    """Whatever came due while nobody ticked fires at once, the oldest first, and once."""
    await deadline_db.start(date(2025, 3, 3))
    await deadline_db.fold()
    await deadline_db.at(shanghai_midnight(date(2025, 4, 2)))

    assert await deadline_db.ticker.tick() == 4
    await deadline_db.ticker.tick()
    await deadline_db.fold()
    assert await deadline_db.ticker.tick() == 0
    assert await deadline_db.types() == [
        "clock-fact-heard",
        "due-date-set",
        "warning-raised",
        "warning-raised",
        "warning-raised",
        "deadline-missed",
    ]


async def test_many_clocks_of_many_agencies_fire_in_one_sweep(deadline_db):
    """Each agency's lane gets its own events."""
    for number in range(5):
        await deadline_db.start(date(2025, 3, 3), UUID(int=number), ("qionghai", "tongliao")[number % 2])
    await deadline_db.fold()
    await deadline_db.at(shanghai_midnight(date(2025, 4, 2)))

    assert await deadline_db.ticker.tick() == 20
    assert (await deadline_db.types(clock_of_request(UUID(int=1)).stream, "tongliao"))[
        -1
    ] == "deadline-missed"


async def test_a_timer_that_another_process_holds_is_passed_over(deadline_db):
    """Two tickers at once never fire the same timer twice."""
    await deadline_db.start(date(2025, 3, 3))
    await deadline_db.fold()
    await deadline_db.at(shanghai_midnight(date(2025, 3, 24)))

    async with deadline_db.transaction() as (connection, _):
        assert await timers.claim(connection, await deadline_db.clock.now(), None) is not None
        assert await deadline_db.ticker.tick() == 0
    assert await deadline_db.ticker.tick() == 1


async def test_a_stopped_clock_has_no_timers(deadline_db):
    """After the reply was served nothing warns or strikes."""
    await deadline_db.start(date(2025, 3, 3))
    async with deadline_db.transaction() as (_, store):
        command = stop(date(2025, 3, 10))
        await act_on_clock(store, command.origin, STREAM, command)
    await deadline_db.fold()
    await deadline_db.at(shanghai_midnight(date(2025, 5, 1)))

    assert await deadline_db.ticker.tick() == 0


async def test_a_paused_clock_has_no_timers_until_the_answer_sets_them_anew(deadline_db):
    """While a letter is out nothing warns or strikes; the answer's count does, each warning to its role."""
    await deadline_db.start(date(2025, 6, 3))
    await deadline_db.act(sent(date(2025, 6, 10)))
    await deadline_db.at(shanghai_midnight(date(2025, 8, 1)))
    assert await deadline_db.ticker.tick() == 0

    await deadline_db.act(arrived(date(2025, 6, 25)))
    await deadline_db.at(shanghai_midnight(date(2025, 7, 17)))

    assert await deadline_db.ticker.tick() == 4
    assert (await deadline_db.types())[-1] == "deadline-missed"


async def test_a_stale_timer_does_nothing(deadline_db):
    """A projection that lags behind the stop fires into the void."""
    await deadline_db.start(date(2025, 3, 3))
    await deadline_db.fold()
    async with deadline_db.transaction() as (_, store):
        command = stop(date(2025, 3, 10))
        await act_on_clock(store, command.origin, STREAM, command)
    await deadline_db.at(shanghai_midnight(date(2025, 5, 1)))

    await deadline_db.ticker.tick()
    assert await deadline_db.types() == ["clock-fact-heard", "due-date-set", "clock-fact-heard"]


async def test_a_new_notice_recounts_the_clocks_that_waited_for_it(deadline_db):
    """A clock that runs into 2027 is deferred, shown so, and counted once the notice is loaded."""
    await deadline_db.start(date(2026, 12, 10))
    await deadline_db.fold()
    (waiting,) = await deadline_db.read(clocks.board)
    assert (waiting.state, waiting.due_on, waiting.not_before_on) == ("deferred", None, date(2026, 12, 31))
    assert await deadline_db.ticker.recount() == 0

    await deadline_db.load(shifted_to_2027())
    assert await deadline_db.ticker.recount() == 1
    await deadline_db.fold()

    (counted,) = await deadline_db.read(clocks.board)
    assert (counted.state, counted.due_on) == ("running", date(2027, 1, 8))
    assert await deadline_db.ticker.recount() == 0
    assert [row.generation for row in await deadline_db.read(clocks.counts, REQUEST)] == [2, 1]


def shifted_to_2027():
    """A made-up notice for 2027, to see what its loading does."""
    notice = Notice("试〔2026〕1号", "关于2027年节假日安排的通知(试)", date(2026, 12, 12), 2027)
    return [Row(date(2027, 1, 1), "off", "元旦", notice)]


async def test_a_clock_is_recounted_before_it_is_struck(deadline_db):
    """When a notice moved the date and the recount has not come by yet, the timer recounts instead of striking."""
    await deadline_db.start(date(2026, 11, 30))
    await deadline_db.fold()
    (before,) = await deadline_db.read(clocks.board)
    assert before.due_on == date(2026, 12, 28)
    await deadline_db.load(december_off())
    await deadline_db.at(shanghai_midnight(date(2026, 12, 29)))

    await deadline_db.ticker.tick()
    await deadline_db.fold()

    (after,) = await deadline_db.read(clocks.board)
    assert (after.state, after.due_on) == ("running", date(2026, 12, 29))
    assert "deadline-missed" not in await deadline_db.types()


async def test_a_regional_notice_recounts_the_clocks_of_its_region_alone(deadline_db):
    """A festival of 内蒙古 that is loaded later moves the date at 通辽, and none at 琼海."""
    for agency in ("qionghai", "tongliao"):
        await deadline_db.start(date(2026, 11, 30), agency=agency)
    await deadline_db.fold()
    await deadline_db.ticker.recount()
    notice = Notice("试〔2026〕3号", "试", date(2026, 12, 1), 2026, region="cn-15")
    await deadline_db.load([Row(date(2026, 12, 28), "off", "试", notice)])

    assert await deadline_db.ticker.recount() == 1
    await deadline_db.fold()

    due = [
        (await deadline_db.read(clocks.board, agency=agency))[0].due_on for agency in ("qionghai", "tongliao")
    ]
    assert due == [date(2026, 12, 28), date(2026, 12, 29)]


def december_off():
    """A made-up amendment that takes 28 December 2026 off."""
    notice = Notice("试〔2026〕2号", "试", date(2026, 12, 20), 2026, amends="2026")
    return [Row(date(2026, 12, 28), "off", "试", notice)]


async def test_a_count_by_the_old_notices_that_came_behind_the_recount_is_found_after_a_restart(deadline_db):
    """A reaction read the calendar before the notice came and appended behind the recount: its count is recounted too."""
    before = load_calendar()
    await deadline_db.start(date(2026, 11, 30))
    await deadline_db.fold()
    await deadline_db.load(december_off())
    assert await deadline_db.ticker.recount() == 1
    await deadline_db.act(sent(date(2026, 12, 10), calendar=before))
    await deadline_db.act(arrived(date(2026, 12, 11), calendar=before))
    assert (await deadline_db.read(clocks.board))[0].due_on == date(2026, 12, 29)

    assert await Ticker(deadline_db.transaction, deadline_db.clock).recount() == 1
    await deadline_db.fold()

    assert (await deadline_db.read(clocks.board))[0].due_on == date(2026, 12, 30)
    assert await Ticker(deadline_db.transaction, deadline_db.clock).recount() == 0


async def test_the_explanation_and_the_board_are_the_agency_s_own(deadline_db):
    """The count's days lie in the read model, and say what the command line prints; another agency sees nothing."""
    await deadline_db.start(date(2025, 3, 3))
    await deadline_db.fold()

    (count,) = await deadline_db.read(clocks.counts, REQUEST)
    shown = explained(read_kept(count.explanation))
    assert shown["due_on"] == "2025-03-31"
    assert shown["counted"][0] == {"date": "2025-03-04", "n": 1, "why": "工作日"}
    assert await deadline_db.read(clocks.figures, date(2025, 3, 31)) == {
        "open": 1,
        "missed": 0,
        "today": 1,
        "deferred": 0,
        "waiting": 0,
    }
    assert await deadline_db.read(clocks.counts, REQUEST, agency="tongliao") == []


async def test_a_timer_that_cannot_fire_keeps_no_other_from_firing(deadline_db):
    """A stream that cannot be read is logged; the next timer fires."""
    await deadline_db.start(date(2025, 3, 3))
    await deadline_db.fold()
    async with deadline_db.carrier.begin() as connection:
        await connection.execute(
            text(
                "insert into timers_1.timer values"
                " ('Not An Agency', 'clock/x', 'warning:many', 1, '2020-01-01T00:00:00Z')"
            )
        )
    await deadline_db.at(shanghai_midnight(date(2025, 3, 24)))

    assert await deadline_db.ticker.tick() == 2
    assert (await deadline_db.types())[-1] == "warning-raised"


async def test_all_events_of_the_lane_load(deadline_db):
    """Nothing in the lane is of an unknown type."""
    await deadline_db.start(date(2025, 3, 3))

    for row in await deadline_db.log.read(AGENCY, 0, 10):
        assert load(row).service == "deadline"
