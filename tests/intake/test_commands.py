"""`lantai intake …` and `lantai ledger import`: agencies that are none, before anything is written for ever."""

import asyncio

import pytest
from typer.testing import CliRunner

from intake.app import PRIVATES
from intake.cli.app import app
from intake.cli.ledger import app as ledger
from intake.projections import PROJECTIONS
from shared.eventlog.postgres import PgLog
from shared.staff.directory import StaffDirectory

pytestmark = pytest.mark.contract

GOOD = '{"id": "1", "applicant_kind": "natural_person", "received_on": "2024-03-01", "closed_on": null, "outcome": null}'
PASSWORD = ("--password", "correct horse")


@pytest.fixture
async def database(service_database):
    """Intake's, which the commands are told of."""
    return await service_database("intake", projections=(*PROJECTIONS, StaffDirectory()), private=PRIVATES)


async def run(database, command, *words, handed_in=None):
    """The command, in a thread, since it has a loop of its own."""
    return await asyncio.to_thread(
        CliRunner().invoke, command, words, env=database.environment, input=handed_in
    )


@pytest.mark.parametrize("agency", ["national", "nobody", "琼海", ""])
async def test_an_agency_that_is_none_is_refused_in_every_command(database, engines, agency):
    """A layer of rules has no staff, no sections and no requests; the sentence names the agencies that are there."""
    for command, *words in (
        (app, "account", "open", agency, "li.na", "李娜", "--role", "clerk", *PASSWORD),
        (app, "account", "close", agency, "li.na", "--reason", "调离"),
        (app, "account", "reset", agency, "li.na"),
        (app, "section", "open", agency, "s-zonghe", "综合股"),
        (ledger, "import", "-", "--agency", agency),
    ):
        done = await run(database, command, *words, handed_in=f"{GOOD}\n")

        assert done.exit_code == 1, words
        assert "没有这个机关" in done.stderr
        assert "qionghai" in done.stderr
    assert await PgLog("intake", engines(database.carrier_dsn)).heads() == {}


async def test_a_supervisor_reads_agencies_that_are_there(database, engines):
    """A reach over an agency that is none gives no account and no role."""
    opened = ("account", "open", "qionghai", "lin.jian", "林监", "--role", "supervisor", *PASSWORD)

    refused = await run(database, app, *opened, "--reads", "nobody")

    assert (refused.exit_code, "没有这个机关" in refused.stderr) == (1, True)
    assert await PgLog("intake", engines(database.carrier_dsn)).heads() == {}


async def test_a_link_to_reset_a_password_is_printed_for_an_account_that_is_there(database):
    """The administrator hands the link over; for a login that is none the reason is told."""
    opened = ("account", "open", "qionghai", "li.na", "李娜", "--role", "clerk", *PASSWORD)
    assert (await run(database, app, *opened)).exit_code == 0

    issued = await run(database, app, "account", "reset", "qionghai", "li.na")
    refused = await run(database, app, "account", "reset", "qionghai", "no.one")

    assert "/signin/reset?code=" in issued.stdout
    assert "只能用一次" in issued.stdout
    assert (refused.exit_code, "account-unknown" in refused.stderr) == (1, True)
