"""`lantai ledger import`: past requests from a file or from standard input, on the settings that intake is told."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from intake.cli.ledger import app as ledger
from intake.projections import PROJECTIONS
from shared.eventlog.postgres import PgLog

pytestmark = pytest.mark.contract


def record(name, outcome="granted"):
    """A line of the ledger."""
    record = {"id": name, "applicant_kind": "natural_person", "outcome": outcome}
    return json.dumps(record | {"received_on": "2024-03-01", "closed_on": "2024-03-15"})


@pytest.fixture
async def database(service_database):
    """Intake's, which the command is told of."""
    return await service_database("intake", projections=PROJECTIONS)


async def run(database, *arguments, handed_in=None):
    """The command, in a thread, since it has a loop of its own."""
    words = ["import", *arguments, "--agency", "qionghai"]
    return await asyncio.to_thread(
        CliRunner().invoke, ledger, words, env=database.environment, input=handed_in
    )


async def imported(database, engines):
    """The streams in the agency's lane."""
    rows = await PgLog("intake", engines(database.carrier_dsn)).read("qionghai", 0, 99)
    return sorted(row.stream for row in rows if row.type == "past-request-imported")


async def test_a_ledger_is_taken_from_a_file_and_from_standard_input_and_nothing_twice(
    database, engines, tmp_path
):
    """A container is handed the lines: it has no folder in common with who runs it."""
    file = tmp_path / "past.jsonl"
    file.write_text(f"{record('a')}\n", "utf-8")

    first = await run(database, str(file))
    second = await run(database, "-", handed_in=f"{record('a')}\n{record('b')}\n")

    assert first.stdout == "已补录 1 条，此前已有 0 条，有误 0 行。\n", first.stderr
    assert second.stdout == "已补录 1 条，此前已有 1 条，有误 0 行。\n", second.stderr
    assert await imported(database, engines) == ["past/a", "past/b"]


async def test_a_line_with_a_fault_is_named_and_the_others_are_imported(database, engines):
    """The command says which line, what is wrong with it, and that it may be run again; it ends with 1."""
    done = await run(database, "-", handed_in=f"{record('a', 'unheard-of')}\n{record('b')}\n")

    assert done.exit_code == 1
    assert "第 1 行" in done.stderr
    assert "已补录 1 条，此前已有 0 条，有误 1 行。请改正后再次运行" in done.stderr
    assert await imported(database, engines) == ["past/b"]
