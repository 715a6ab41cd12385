"""Timers while the wall clock is in doubt: no miss is recorded, warnings are, and nothing is lost."""

from datetime import date, datetime, timedelta

import pytest

from deadline.calendar.package import rows
from deadline.projections import PROJECTIONS
from deadline.ticker import Ticker
from shared.service.timekeeper import Timekeeper
from shared.time.clock import SHANGHAI
from support.deadline.database import DeadlineDatabase
from support.servers.wall_clocks import WallClocks

pytestmark = pytest.mark.contract

COUNTED = ["clock-fact-heard", "due-date-set"]
WARNED = [*COUNTED, "warning-raised", "warning-raised", "warning-raised"]


class Office:
    """Deadline on a machine whose wall clock the test sets, with one request of 3 March 2025."""

    def __init__(self, database, engines) -> None:
        self.clocks = WallClocks(database)
        self.deadline = DeadlineDatabase(database, engines(database.carrier_dsn), engines(database.app_dsn))

    async def begin(self) -> None:
        """Count the request's clock on its first day."""
        await self.clocks.replace_database_clock()
        await self.clocks.set(datetime(2025, 3, 3, 9, tzinfo=SHANGHAI))
        self.start()
        await self.keeper.refresh(active=True)
        await self.deadline.load([row for row in rows() if row.notice.year >= 2024])
        await self.deadline.start(date(2025, 3, 3))
        await self.deadline.fold()

    def start(self) -> None:
        """Start the service."""
        self.keeper = Timekeeper(self.deadline.carrier, read=self.clocks.read)
        self.ticker = Ticker(self.deadline.transaction, self.keeper)

    async def tick(self) -> list[str]:
        """Keep the time, fire what is due, and return the clock's events."""
        await self.keeper.refresh(active=True)
        await self.ticker.tick()
        await self.deadline.fold()
        return await self.deadline.types()


@pytest.fixture
async def office(service_database, engines):
    """The office on 3 March 2025."""
    made = Office(await service_database("deadline", projections=PROJECTIONS), engines)
    await made.begin()
    return made


@pytest.mark.parametrize("days", [-40, 40])
async def test_a_jump_fires_nothing(office, days):
    """Nothing is due because a clock jumped: no warning, no miss, neither before the jump is noticed nor after it."""
    await office.clocks.jump(timedelta(days=days))

    await office.ticker.tick()
    assert await office.tick() == COUNTED
    await office.clocks.jump(timedelta(days=-days))
    assert await office.tick() == COUNTED


async def test_after_weeks_switched_off_it_warns_and_the_miss_waits_for_a_second_source(office):
    """What came due while the machine was off is warned of at once; the miss is recorded when the time is confirmed."""
    await office.clocks.switch_off(timedelta(days=40))
    office.start()

    assert await office.tick() == WARNED
    assert await office.tick() == WARNED
    office.clocks.proof = "second-source"
    assert await office.tick() == [*WARNED, "deadline-missed"]


async def test_a_machine_that_starts_with_a_wrong_clock_misses_nothing(office):
    """Switched off for a day, on again with a clock nine weeks ahead: no miss, and none when the clock is set right."""
    await office.clocks.switch_off(timedelta(days=64))
    office.start()
    assert await office.tick() == WARNED

    await office.clocks.jump(timedelta(days=-63))
    office.clocks.proof = "second-source"

    assert await office.tick() == WARNED
    assert (await office.keeper.now()).astimezone(SHANGHAI).date() == date(2025, 3, 4)
