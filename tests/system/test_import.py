"""What was answered before Lantai, imported: killed half-way and run again, counted to the cell, in bounded memory."""

import ast
import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from deploy.servers.binaries import program
from support.reporting import past_ledger
from support.reporting.past import SAMPLE, published
from support.servers.stack import LocalStack
from support.servers.third_bureau import ThirdBureauStack

AGENCY, OTHER, YEAR = "qionghai", "tongliao", 2023
RECORDS = 3607
KILLED_AFTER = 700
"""Records in the log when the import is killed: well before the end, whatever the machine."""
SMALL, LARGE = 600, 6_000
GROWTH_MAX = 1.1
"""Of some 150 MiB: 3 KiB for each record more."""
IMPORTED = "select count(*) from log.events where agency = $1 and type = 'past-request-imported'"


@pytest.fixture(scope="module")
def empty(third_bureau: ThirdBureauStack) -> LocalStack:
    """A stack on which nobody asked these two agencies anything; the tests below follow one another."""
    return third_bureau


def make(place: Path, records: int) -> Path:
    """A ledger of so many records, by the generator as a program of its own, without our environment."""
    file = place / f"{records}.jsonl"
    command = [sys.executable, "-I", past_ledger.__file__, str(SAMPLE), str(records)]
    with file.open("wb") as out:
        subprocess.run(command, check=True, stdout=out)
    return file


async def imported(stack: LocalStack, agency: str) -> int:
    """How many records stand in the log."""
    connection = await asyncpg.connect(stack.dsn("intake"))
    try:
        found: int = await connection.fetchval(IMPORTED, agency)
    finally:
        await connection.close()
    return found


def table(stack: LocalStack, agency: str, year: int = YEAR) -> dict[str, list[int]]:
    """Rows of `lantai report annual`."""
    output = stack.lantai("report", "annual", "--agency", agency, "--year", str(year), "--json").stdout
    rows: dict[str, list[int]] = json.loads(output)["rows"]
    return rows


@dataclass(frozen=True)
class Cost:
    """What an import took."""

    seconds: float
    kilobytes: int


def cost_of(stack: LocalStack, agency: str, file: Path) -> Cost:
    """Import a file; its seconds with those of the start, and the largest memory of its process."""
    began = time.monotonic()
    with (stack.place / "import.txt").open("wb") as out:
        process = subprocess.Popen(_command(agency, file), cwd=stack.place, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, (stack.place / "import.txt").read_text("utf-8")
    return Cost(time.monotonic() - began, usage.ru_maxrss)


def _command(agency: str, file: Path) -> list[str]:
    return [str(program("lantai")), "ledger", "import", str(file), "--agency", agency]


def test_the_generator_knows_nothing_of_ours():
    """It imports the standard library alone, so what it makes cannot agree with us by a shared mistake."""
    tree = ast.parse(Path(past_ledger.__file__).read_text("utf-8"))
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert named
    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names


def test_nothing_is_counted_before(empty: LocalStack):
    """Both tables are all zero before anything is imported."""
    for agency in (AGENCY, OTHER):
        assert set(map(tuple, table(empty, agency).values())) == {(0,) * 7}


async def _left_behind(running: LocalStack) -> int:
    """The records of a killed import, once the database has ended the statement that it was sent last."""
    before, now = -1, await imported(running, AGENCY)
    while before != now:
        await asyncio.sleep(1)
        before, now = now, await imported(running, AGENCY)
    return now


async def test_killed_half_way_it_resumes(empty: LocalStack):
    """SIGKILL leaves a part; the next run imports the rest and says how many there were; a third finds nothing new."""
    file = make(empty.place, RECORDS)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    first = await asyncio.create_subprocess_exec(*_command(AGENCY, file), cwd=empty.place, **quiet)
    while await imported(empty, AGENCY) < KILLED_AFTER:
        assert first.returncode is None, "it ended before it could be killed"
        await asyncio.sleep(0.01)
    first.kill()
    assert await first.wait() == -signal.SIGKILL
    part = await _left_behind(empty)

    again = empty.lantai("ledger", "import", str(file), "--agency", AGENCY)
    third = empty.lantai("ledger", "import", str(file), "--agency", AGENCY)

    assert KILLED_AFTER <= part < RECORDS
    assert f"已补录 {RECORDS - part} 条，此前已有 {part} 条，有误 0 行" in again.stdout
    assert f"已补录 0 条，此前已有 {RECORDS} 条" in third.stdout
    assert await imported(empty, AGENCY) == RECORDS


def test_the_table_is_the_published_one(empty: LocalStack):
    """All 25 rows of seven figures equal those of the sample; the three identities hold; the other agency stays at zero."""
    assert table(empty, AGENCY) == published()
    output = empty.lantai("report", "annual", "--agency", AGENCY, "--year", str(YEAR), "--json").stdout
    assert [each["holds"] for each in json.loads(output)["identities"]] == [True] * 3
    assert set(map(tuple, table(empty, OTHER).values())) == {(0,) * 7}


async def test_memory_does_not_grow_with_the_file(empty: LocalStack, capsys: pytest.CaptureFixture[str]):
    """Ten times the records take the same memory, within a tenth as much again; rate and memory are printed."""
    small = cost_of(empty, OTHER, make(empty.place, SMALL))
    large = cost_of(empty, OTHER, make(empty.place, LARGE))

    new = LARGE - SMALL
    with capsys.disabled():
        rate = f"{new / large.seconds:,.0f} records/s with start"
        output = f"{large.kilobytes / 1024:.0f} MiB beside {small.kilobytes / 1024:.0f} MiB for {SMALL:,}"
        sys.stdout.write(f"\nimport of {LARGE:,}: {rate}, {output}\n")
    assert await imported(empty, OTHER) == LARGE
    assert large.kilobytes <= GROWTH_MAX * small.kilobytes


def test_the_first_table_did_not_move(empty: LocalStack):
    """6,000 records of one agency leave the other's table as it was."""
    assert table(empty, AGENCY) == published()
