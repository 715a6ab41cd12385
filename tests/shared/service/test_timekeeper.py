"""Trusted time in a real database while the wall clocks jump: what is written, what a second process knows, who is believed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from shared.eventlog.postgres import PgLog, PgStore
from shared.eventlog.store import StoreUnavailable
from shared.message import Recorded
from shared.service.timekeeper import Timekeeper
from shared.time.clock import wall_clock
from shared.time.machine import since_boot
from shared.time.trusted import SKEW
from support.origins import AGENCY, commit, origin
from support.servers.wall_clocks import WallClocks

pytestmark = pytest.mark.contract

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Service:
    """A service that keeps time, and writes."""

    def __init__(self, clocks: WallClocks, engines) -> None:
        self.clocks = clocks
        self.carrier = engines(clocks.database.carrier_dsn)
        self.store = PgStore("intake", engines(clocks.database.app_dsn))
        self.keeper = self.process()

    def process(self, **settings: bool) -> Timekeeper:
        """Another process of the service."""
        return Timekeeper(self.carrier, read=self.clocks.read, **settings)

    async def refresh(self) -> None:
        """Pass the second between two writings of trusted time."""
        await self.keeper.refresh(active=True)

    async def write(self) -> None:
        """Write an event as a handler does."""
        by = origin(at=await self.keeper.now())
        await self.store.append(commit(f"request/{uuid4()}", by=by))

    async def lane(self) -> list[Recorded]:
        """What was written."""
        return list(await PgLog("intake", self.carrier).read(AGENCY, 0, 1_000))

    async def last(self) -> Recorded:
        """What was written last."""
        return (await self.lane())[-1]

    async def state(self, stated: datetime) -> None:
        """State the time, as `lantai time confirm` does."""
        async with self.carrier.begin() as connection:
            await connection.execute(
                text("insert into carrier.stated_time (stated, stated_by) values (:at, 'zhao.min')"),
                {"at": stated},
            )

    async def answers(self) -> list[bool | None]:
        """Which statements were accepted."""
        async with self.carrier.begin() as connection:
            return list(
                (
                    await connection.execute(text("select accepted from carrier.stated_time order by id"))
                ).scalars()
            )


@pytest.fixture
async def service(service_database, engines) -> AsyncIterator[Service]:
    """A service of which the machine and the database have clocks that the test sets."""
    clocks = WallClocks(await service_database("intake"))
    await clocks.replace_database_clock()
    made = Service(clocks, engines)
    await made.refresh()
    yield made
    await made.store.close()


def near(at: datetime, true: datetime, within: timedelta = SECOND) -> bool:
    """Whether an instant is right."""
    return abs(at - true) <= within


@pytest.mark.parametrize("jump", [-40 * DAY, 9 * DAY, 2 * SECOND, -2 * SECOND])
async def test_writes_during_a_jump_and_after_it_have_right_times(service, jump):
    """Writing goes on before the jump is noticed, while it lasts and after it; every time is right and none runs back."""
    await service.write()

    await service.clocks.jump(jump)
    await service.write()
    await service.refresh()
    for _ in range(2):
        await service.write()
    await service.clocks.jump(-jump)
    await service.write()
    await service.refresh()
    await service.write()

    rows, end = await service.lane(), wall_clock()
    assert len(rows) == 6
    assert all(near(row.occurred_at, end, 4 * SECOND) for row in rows)
    assert all(near(row.recorded_at, end, SKEW + 4 * SECOND) for row in rows)
    assert [row.recorded_at for row in rows] == sorted(row.recorded_at for row in rows)
    assert service.keeper.doubt is None


async def test_before_the_jump_is_noticed_rows_are_recorded_at_most_the_skew_ahead(service):
    """Within the second of the jump the database's clock reaches no row: it is held at the last trusted instant and the skew."""
    for jump, earliest, latest in ((9 * DAY, SKEW, SKEW), (-18 * DAY, -2 * SECOND, SECOND)):
        await service.refresh()
        kept = await service.keeper.now()
        await service.clocks.jump(jump)
        async with service.carrier.connect() as connection:
            at = (await connection.execute(text("select lantai_now()"))).scalar_one()

        assert earliest - SECOND <= at - kept <= latest + SECOND


async def test_a_jump_is_said_in_the_log_and_in_the_report(service):
    """The log has one line where a doubt begins and one where it ends; the report names the doubt and by how much."""
    with capture_logs() as lines:
        await service.clocks.jump(9 * DAY)
        await service.refresh()
        await service.refresh()
        report = service.keeper.report()
        await service.clocks.jump(-9 * DAY)
        await service.refresh()

    assert [(line["event"], line["doubt"]) for line in lines] == [
        ("time.doubted", "wall-jumped"),
        ("time.trusted", None),
    ]
    assert report["doubt"] == "wall-jumped"
    assert round(report["wall_ahead_seconds"] / 86_400) == 9
    assert service.keeper.report()["since"] is None


async def test_sessions_are_not_prolonged_by_a_jump(service):
    """The time of sign-in sessions is the wall clock's until trusted time is known, then trusted time, whatever happens."""
    fresh = service.process()
    assert near(fresh.real_now(), wall_clock())

    await service.clocks.jump(-40 * DAY)
    assert near(fresh.real_now(), wall_clock() - 40 * DAY)
    assert near(service.keeper.real_now(), wall_clock())
    await service.refresh()
    assert near(service.keeper.real_now(), wall_clock())


async def test_other_processes_follow_the_active_one(service):
    """A stand-by process, a command and a process that starts during a jump know the same time; they write nothing."""
    standby = service.process()
    await standby.now()
    await service.clocks.jump(9 * DAY)
    await service.refresh()
    await standby.refresh()
    command = service.process()

    assert near(await command.now(), wall_clock())
    assert near(await standby.now(), wall_clock())
    assert (standby.doubt, command.doubt) == ("wall-jumped", "wall-jumped")


async def test_a_standby_on_another_machine_takes_over_the_time(service):
    """It goes on from the time that it followed, although its own machine's clock is wrong."""
    service.clocks.boot = "another machine"
    service.clocks.ahead += 9 * DAY
    standby = service.process()
    await standby.refresh()

    await standby.refresh(active=True)

    assert near(await standby.now(), wall_clock())
    assert standby.doubt == "wall-jumped"


async def test_a_command_keeps_the_time_itself_where_no_service_runs(service):
    """After a week without any process a command reads the machine, and what it writes has the right time."""
    await service.clocks.switch_off(7 * DAY)
    service.keeper = service.process()

    await service.write()

    assert near((await service.last()).recorded_at, wall_clock() + 7 * DAY)
    assert near((await service.last()).occurred_at, wall_clock() + 7 * DAY)


async def test_a_week_switched_off_waits_for_a_person(service):
    """Work goes on by the wall clock, in doubt; a person who states the right time ends the doubt, a wrong time is refused."""
    await service.write()
    await service.clocks.switch_off(7 * DAY)
    service.keeper = service.process()
    await service.refresh()
    await service.write()
    assert service.keeper.doubt == "unproven-stop"
    assert near((await service.last()).recorded_at, wall_clock() + 7 * DAY)

    await service.state(wall_clock())
    await service.refresh()
    assert service.keeper.doubt == "unproven-stop"
    await service.state(wall_clock() + 7 * DAY)
    await service.refresh()

    assert await service.answers() == [False, True]
    assert service.keeper.doubt is None


async def test_a_wall_clock_corrected_on_purpose_is_taken_over_once_a_person_says_so(service):
    """A correction by an hour is a jump until a person states the time; from then on the lane has the corrected time."""
    await service.clocks.jump(timedelta(hours=1))
    await service.refresh()
    await service.state(wall_clock() + timedelta(hours=1))
    await service.refresh()
    await service.write()

    assert near((await service.last()).recorded_at, wall_clock() + timedelta(hours=1))
    assert service.keeper.doubt is None


@pytest.mark.parametrize("source", ["kernel", "database"])
async def test_a_second_source_confirms_a_stop(service, source):
    """An NTP daemon, or the clock of a database declared to be another machine's, confirms the gap without anyone."""
    await service.clocks.switch_off(7 * DAY)
    service.keeper = service.process(database_elsewhere=source == "database")
    service.clocks.proof = "second-source" if source == "kernel" else None

    await service.refresh()

    assert service.keeper.doubt is None
    assert near(await service.keeper.now(), wall_clock() + 7 * DAY)


async def test_the_database_s_own_jump_is_nobody_s_doubt(service):
    """The database's clock on another machine may jump: the next second corrects it, and nothing is in doubt."""
    await service.clocks.jump(9 * DAY)
    service.clocks.ahead = timedelta()

    await service.refresh()
    await service.write()

    assert near((await service.last()).recorded_at, wall_clock())
    assert service.keeper.doubt is None


async def test_without_a_database_the_time_is_unknown_at_first_and_known_later(service, engines):
    """A process that never reached its database refuses; one that did goes on by the time since boot."""
    nowhere = Timekeeper(engines("postgresql://nobody@127.0.0.1:1/nothing"), read=service.clocks.read)

    with pytest.raises(StoreUnavailable):
        await nowhere.now()
    a_minute_later = replace(service.clocks.read(), since_boot=since_boot() + 60 * SECOND)
    service.keeper._engine, service.keeper._read = nowhere._engine, lambda: a_minute_later
    assert near(await service.keeper.now(), wall_clock() + 60 * SECOND)


@pytest.mark.parametrize(
    "statement",
    [
        "update carrier.trusted_time set at = now()",
        "insert into carrier.stated_time (stated, stated_by) values (now(), 'zhao.min')",
    ],
)
async def test_the_application_role_cannot_set_the_time(service, engines, statement):
    """The role of the pages reads trusted time, and neither writes it nor states the time."""
    async with engines(service.clocks.database.app_dsn).connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(text(statement))
