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
from support.deadline.database import Desk

pytestmark = pytest.mark.contract


@pytest.fixture
async def desk(service_database, engines):
    """Deadline with the notices of 2020 to 2026, on 3 March 2025."""
    database = await service_database("deadline", projections=PROJECTIONS)
    made = Desk(database, engines(database.carrier_dsn), engines(database.app_dsn))
    await made.at(datetime(2025, 3, 3, 4, tzinfo=UTC))
    await made.load([row for row in rows() if row.notice.year >= 2020])
    return made


async def test_nothing_fires_before_its_instant(desk):
    """A second before the first warning's day the ticker finds nothing."""
    await desk.start(date(2025, 3, 3))
    await desk.fold()
    await desk.at(shanghai_midnight(date(2025, 3, 24)) - timedelta(seconds=60))

    assert await desk.ticker.tick() == 0
    assert await desk.types() == ["clock-fact-heard", "due-date-set"]


async def test_warnings_and_the_miss_fire_in_order_after_a_sleep(desk):
    """Whatever came due while nobody ticked fires at once, the oldest first, and once."""
    await desk.start(date(2025, 3, 3))
    await desk.fold()
    await desk.at(shanghai_midnight(date(2025, 4, 2)))

    assert await desk.ticker.tick() == 4
    await desk.ticker.tick()
    await desk.fold()
    assert await desk.ticker.tick() == 0
    assert await desk.types() == [
        "clock-fact-heard",
        "due-date-set",
        "warning-raised",
        "warning-raised",
        "warning-raised",
        "deadline-missed",
    ]


async def test_many_clocks_of_many_agencies_fire_in_one_sweep(desk):
    """Each agency's lane gets its own events."""
    for number in range(5):
        await desk.start(date(2025, 3, 3), UUID(int=number), ("qionghai", "tongliao")[number % 2])
    await desk.fold()
    await desk.at(shanghai_midnight(date(2025, 4, 2)))

    assert await desk.ticker.tick() == 20
    assert (await desk.types(clock_of_request(UUID(int=1)).stream, "tongliao"))[-1] == "deadline-missed"


async def test_a_timer_that_another_process_holds_is_passed_over(desk):
    """Two tickers at once never fire the same timer twice."""
    await desk.start(date(2025, 3, 3))
    await desk.fold()
    await desk.at(shanghai_midnight(date(2025, 3, 24)))

    async with desk.transaction() as (connection, _):
        assert await timers.claim(connection, None) is not None
        assert await desk.ticker.tick() == 0
    assert await desk.ticker.tick() == 1


async def test_a_stopped_clock_has_no_timers(desk):
    """After the reply was served nothing warns or strikes."""
    await desk.start(date(2025, 3, 3))
    async with desk.transaction() as (_, store):
        command = stop(date(2025, 3, 10))
        await act_on_clock(store, command.origin, STREAM, command)
    await desk.fold()
    await desk.at(shanghai_midnight(date(2025, 5, 1)))

    assert await desk.ticker.tick() == 0


async def test_a_paused_clock_has_no_timers_until_the_answer_sets_them_anew(desk):
    """While a letter is out nothing warns or strikes; the answer's count does, each warning to its role."""
    await desk.start(date(2025, 6, 3))
    await desk.act(sent(date(2025, 6, 10)))
    await desk.at(shanghai_midnight(date(2025, 8, 1)))
    assert await desk.ticker.tick() == 0

    await desk.act(arrived(date(2025, 6, 25)))
    await desk.at(shanghai_midnight(date(2025, 7, 17)))

    assert await desk.ticker.tick() == 4
    assert (await desk.types())[-1] == "deadline-missed"


async def test_a_stale_timer_does_nothing(desk):
    """A projection that lags behind the stop fires into the void."""
    await desk.start(date(2025, 3, 3))
    await desk.fold()
    async with desk.transaction() as (_, store):
        command = stop(date(2025, 3, 10))
        await act_on_clock(store, command.origin, STREAM, command)
    await desk.at(shanghai_midnight(date(2025, 5, 1)))

    await desk.ticker.tick()
    assert await desk.types() == ["clock-fact-heard", "due-date-set", "clock-fact-heard"]


async def test_a_new_notice_recounts_the_clocks_that_waited_for_it(desk):
    """A clock that runs into 2027 is deferred, shown so, and counted once the notice is loaded."""
    await desk.start(date(2026, 12, 10))
    await desk.fold()
    (waiting,) = await desk.read(clocks.board)
    assert (waiting.state, waiting.due_on, waiting.not_before_on) == ("deferred", None, date(2026, 12, 31))
    assert await desk.ticker.recount() == 0

    await desk.load(shifted_to_2027())
    assert await desk.ticker.recount() == 1
    await desk.fold()

    (counted,) = await desk.read(clocks.board)
    assert (counted.state, counted.due_on) == ("running", date(2027, 1, 8))
    assert await desk.ticker.recount() == 0
    assert [row.generation for row in await desk.read(clocks.counts, REQUEST)] == [2, 1]


def shifted_to_2027():
    """A made-up notice for 2027, to see what its loading does."""
    notice = Notice("试〔2026〕1号", "关于2027年节假日安排的通知(试)", date(2026, 12, 12), 2027)
    return [Row(date(2027, 1, 1), "off", "元旦", notice)]


async def test_a_clock_is_recounted_before_it_is_struck(desk):
    """When a notice moved the date and the recount has not come by yet, the timer recounts instead of striking."""
    await desk.start(date(2026, 11, 30))
    await desk.fold()
    (before,) = await desk.read(clocks.board)
    assert before.due_on == date(2026, 12, 28)
    await desk.load(december_off())
    await desk.at(shanghai_midnight(date(2026, 12, 29)))

    await desk.ticker.tick()
    await desk.fold()

    (after,) = await desk.read(clocks.board)
    assert (after.state, after.due_on) == ("running", date(2026, 12, 29))
    assert "deadline-missed" not in await desk.types()


async def test_a_regional_notice_recounts_the_clocks_of_its_region_alone(desk):
    """A festival of 内蒙古 that is loaded later moves the date at 通辽, and none at 琼海."""
    for agency in ("qionghai", "tongliao"):
        await desk.start(date(2026, 11, 30), agency=agency)
    await desk.fold()
    await desk.ticker.recount()
    notice = Notice("试〔2026〕3号", "试", date(2026, 12, 1), 2026, region="cn-15")
    await desk.load([Row(date(2026, 12, 28), "off", "试", notice)])

    assert await desk.ticker.recount() == 1
    await desk.fold()

    due = [(await desk.read(clocks.board, agency=agency))[0].due_on for agency in ("qionghai", "tongliao")]
    assert due == [date(2026, 12, 28), date(2026, 12, 29)]


def december_off():
    """A made-up amendment that takes 28 December 2026 off."""
    notice = Notice("试〔2026〕2号", "试", date(2026, 12, 20), 2026, amends="2026")
    return [Row(date(2026, 12, 28), "off", "试", notice)]


async def test_a_count_by_the_old_notices_that_came_behind_the_recount_is_found_after_a_restart(desk):
    """A reaction read the calendar before the notice came and appended behind the recount: its count is recounted too."""
    before = load_calendar()
    await desk.start(date(2026, 11, 30))
    await desk.fold()
    await desk.load(december_off())
    assert await desk.ticker.recount() == 1
    await desk.act(sent(date(2026, 12, 10), calendar=before))
    await desk.act(arrived(date(2026, 12, 11), calendar=before))
    assert (await desk.read(clocks.board))[0].due_on == date(2026, 12, 29)

    assert await Ticker(desk.transaction).recount() == 1
    await desk.fold()

    assert (await desk.read(clocks.board))[0].due_on == date(2026, 12, 30)
    assert await Ticker(desk.transaction).recount() == 0


async def test_the_explanation_and_the_board_are_the_agency_s_own(desk):
    """The count's days lie in the read model, and say what the command line prints; another agency sees nothing."""
    await desk.start(date(2025, 3, 3))
    await desk.fold()

    (count,) = await desk.read(clocks.counts, REQUEST)
    told = explained(read_kept(count.explanation))
    assert told["due_on"] == "2025-03-31"
    assert told["counted"][0] == {"date": "2025-03-04", "n": 1, "why": "工作日"}
    assert await desk.read(clocks.figures, date(2025, 3, 31)) == {
        "open": 1,
        "missed": 0,
        "today": 1,
        "deferred": 0,
        "waiting": 0,
    }
    assert await desk.read(clocks.counts, REQUEST, agency="tongliao") == []


async def test_a_timer_that_cannot_fire_keeps_no_other_from_firing(desk):
    """A stream that cannot be read is logged; the next timer fires."""
    await desk.start(date(2025, 3, 3))
    await desk.fold()
    async with desk.carrier.begin() as connection:
        await connection.execute(
            text(
                "insert into timers_1.timer values"
                " ('Not An Agency', 'clock/x', 'warning:many', 1, '2020-01-01T00:00:00Z')"
            )
        )
    await desk.at(shanghai_midnight(date(2025, 3, 24)))

    assert await desk.ticker.tick() == 2
    assert (await desk.types())[-1] == "warning-raised"


async def test_all_events_of_the_lane_load(desk):
    """Nothing in the lane is of an unknown type."""
    await desk.start(date(2025, 3, 3))

    for row in await desk.log.read(AGENCY, 0, 10):
        assert load(row).service == "deadline"
