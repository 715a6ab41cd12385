"""A command that reads projections answers with everything that the logs held when it was given, or says what is missing."""

import asyncio

import pytest
import typer
from typer.testing import CliRunner

from shared.eventlog.memory import MemoryStore
from shared.service.cli import BEHIND, refuse_if_behind
from shared.service.commands import Lag, wait_for_projections
from support.servers.carrier import running, write

LANE, OTHER = "qionghai", "tongliao"


@pytest.mark.contract
async def test_it_waits_until_the_projection_shows_the_head(feed, source, projection, carrier):
    """Events that take effect while the command waits are in its answer."""
    await write(source, LANE, 20)

    async def arriving():
        await asyncio.sleep(0.3)
        await feed.catch_up(LANE)

    async with running(arriving()):
        lags = await wait_for_projections(carrier, [projection], {"intake": source})

    assert not lags
    assert len(await projection.effects(carrier, LANE)) == 20


@pytest.mark.contract
async def test_it_waits_for_the_head_of_its_own_beginning(feed, source, projection, carrier):
    """Events that are appended after the command was given do not make it wait longer."""
    await write(source, LANE, 20)
    await feed.catch_up(LANE)

    async def writing():
        for n in range(1_000):
            await write(source, LANE, 5, f"round-{n}")

    async with running(writing()):
        assert not await wait_for_projections(carrier, [projection], {"intake": source}, seconds=2)


@pytest.mark.contract
async def test_what_is_missing_in_the_end_is_named(feed, source, projection, carrier):
    """After the time is over the lanes that are behind are named; another agency's lane does not count."""
    await write(source, LANE, 20)
    await write(source, OTHER, 3)
    await feed.catch_up(LANE)
    await write(source, LANE, 7, "late")

    lags = await wait_for_projections(carrier, [projection], {"intake": source}, LANE, seconds=0.2)

    assert lags == [Lag("effects", "intake", LANE, 7)]


@pytest.mark.contract
async def test_a_source_that_the_projection_does_not_hear_does_not_count(projection, carrier):
    """A projection of intake's events is complete whatever review's log holds."""
    review = MemoryStore("review")
    await write(review, LANE, 2)

    assert not await wait_for_projections(carrier, [projection], {"review": review})


@pytest.mark.unit
def test_the_command_ends_with_its_own_code_and_names_the_lanes():
    """Nothing is printed as an answer."""
    app = typer.Typer()
    app.command()(lambda: refuse_if_behind([Lag("annual", "intake", LANE, 143)]))

    done = CliRunner().invoke(app)

    assert done.exit_code == BEHIND
    assert done.stdout == ""
    assert "annual 还差 intake/qionghai 的 143 个" in done.stderr
