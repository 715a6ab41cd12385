"""A person states the time: services that keep time answer, and the command says what they answered."""

from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from deploy.commands.doctor import doubts
from deploy.commands.trusted_time import app, parse_time
from deploy.databases.stated_time import state_time
from deploy.errors import NoStack, Unable
from shared.service.timekeeper import Timekeeper
from shared.time.clock import wall_clock
from support.servers.carrier import running
from support.servers.wall_clocks import WallClocks

WEEK = timedelta(days=7)


@pytest.fixture
async def after_a_week(service_database, engines):
    """A service whose machine was off for a week, and its database's address."""
    clocks = WallClocks(await service_database("intake"))
    await clocks.replace_database_clock()
    engine = engines(clocks.database.carrier_dsn)
    await Timekeeper(engine, read=clocks.read).refresh(active=True)
    await clocks.switch_off(WEEK)
    keeper = Timekeeper(engine, read=clocks.read)
    await keeper.refresh(active=True)
    return keeper, {"intake": clocks.database.superuser_dsn}


@pytest.mark.contract
async def test_a_running_service_answers(after_a_week):
    """A wrong time is refused and the doubt stays; the right one is accepted and ends it."""
    keeper, databases = after_a_week

    async with running(keeper.keep(lambda: True)):
        wrong = await state_time(databases, wall_clock(), "zhao.min")
        doubt = keeper.doubt
        right = await state_time(databases, wall_clock() + WEEK, "zhao.min")

    assert (wrong, doubt) == ({"intake": False}, "unproven-stop")
    assert (right, keeper.doubt) == ({"intake": True}, None)


@pytest.mark.contract
async def test_a_service_that_does_not_run_is_named(after_a_week):
    """Without an answer the result is None; a database that cannot be reached is an error with a sentence."""
    _, databases = after_a_week

    assert await state_time(databases, wall_clock(), "zhao.min", seconds=1) == {"intake": None}
    with pytest.raises(Unable, match="没有确认时间"):
        await state_time({"intake": "postgresql://nobody@127.0.0.1:1/nothing"}, wall_clock(), "zhao.min")


@pytest.mark.unit
def test_the_time_is_that_of_china():
    """The time is written to the minute and meant in China; anything else is refused with an example."""
    assert parse_time("2026-12-08 09:30").isoformat() == "2026-12-08T09:30:00+08:00"
    with pytest.raises(typer.BadParameter, match="2026-12-08 09:30"):
        parse_time("09:30")


@pytest.mark.unit
def test_the_command_needs_a_stack_or_the_environment_of_a_deployment(tmp_path, monkeypatch):
    """Where neither is there it says so and writes nothing."""
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(app, ["confirm", "2026-12-08 09:30", "--by", "zhao.min"])

    assert isinstance(done.exception, NoStack)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.unit
def test_the_doctor_says_why_a_clock_is_in_doubt_and_what_to_do():
    """Each service that doubts is named with its reason; where none does, or none answers, nothing is said."""
    well = {"doubt": None, "since": None, "wall_ahead_seconds": 0.002}
    jumped = {"doubt": "wall-jumped", "since": "2026-12-08T01:30:00+00:00", "wall_ahead_seconds": -3456000.2}

    said = doubts({"intake": jumped, "review": well, "deadline": None})

    assert "intake：机器时钟突然变动，与可信时间相差 3456000 秒" in said
    assert "review" not in said
    assert "lantai time confirm" in said
    assert doubts({"intake": well, "review": None}) == ""
