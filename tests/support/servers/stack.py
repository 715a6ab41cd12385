"""The local stack under test: started by the real command in a folder of its own, used and stopped as a person would.

Its output goes to a file beside `.lantai`, never into it, since tests of erasure search what a stack keeps.
"""

import asyncio
import json
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import psutil
import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.demo.acts.filing import answers_of
from deploy.demo.people import Citizen, Slip
from deploy.demo.portal_users import PortalUsers
from deploy.demo.story import SHOWCASE, Request, year
from deploy.place.environment import role_dsn
from deploy.place.folder import StackFolder
from deploy.place.state import State, load
from deploy.servers.binaries import program
from deploy.servers.ports import free_port
from deploy.stack.stack import Parts, Stack
from shared.eventlog.rows import COLUMNS, recorded
from shared.message import Recorded

START_SECONDS = 150
"""A start with its demo takes 30 s; the machine may be busy with the rest of the tests."""
STOP_SECONDS = 40
SLIP = re.compile(r"登记编号 (\S+)，查询码 ([0-9A-Z-]+)")


@dataclass(frozen=True)
class LocalStack:
    """The stack of one folder."""

    place: Path

    def lantai(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `lantai …` in the stack's folder."""
        command = [str(program("lantai")), *words]
        done = subprocess.run(command, cwd=self.place, check=False, capture_output=True, text=True)
        assert not check or done.returncode == 0, (
            f"lantai {' '.join(words)} → {done.returncode}: {done.stderr}"
        )
        return done

    async def rebuild(self, service: str, projection: str) -> Result:
        """Run `lantai projections rebuild` in this process, in a thread since it starts an event loop.

        A new process would be slow.
        """
        with chdir(self.place):
            words = ["projections", "rebuild", service, projection]
            return await asyncio.to_thread(CliRunner().invoke, app, words)

    def report(self) -> dict[str, Any]:
        """The report of `lantai doctor --json`, ready or not."""
        report: dict[str, Any] = json.loads(self.lantai("doctor", "--json", check=False).stdout)
        return report

    @property
    def folder(self) -> StackFolder:
        """The folder of the stack's data."""
        return StackFolder.of(self.place)

    @property
    def state(self) -> State:
        """The stack's stored choices."""
        chosen = load(self.folder.state)
        assert chosen is not None
        return chosen

    @property
    def stack(self) -> Stack:
        """The stack's parts, as the supervisor composes them."""
        return Stack(self.folder, self.state, Parts())

    @property
    def portal(self) -> str:
        """The address of the portal."""
        return self.state.portal_url

    def dsn(self, database: str, role: str = "postgres") -> str:
        """The address of a database for a role, by default the superuser."""
        return role_dsn(self.state, role, database)

    async def fetch(self, database: str, query: str) -> list[asyncpg.Record]:
        """Query a database as its superuser."""
        connection = await asyncpg.connect(self.dsn(database))
        try:
            found: list[asyncpg.Record] = await connection.fetch(query)
        finally:
            await connection.close()
        return found

    async def events(self, service: str) -> list[Recorded]:
        """Every event of a service, lane by lane."""
        query = f"select {COLUMNS} from log.events order by agency, seq"
        return [recorded(service, row) for row in await self.fetch(service, query)]


class Screen:
    """`lantai up …` in the foreground with a portal port of its own, and its output."""

    def __init__(self, place: Path, *options: str) -> None:
        self._file = place / "screen.txt"
        command = [str(program("lantai")), "up", f"--port={free_port()}", *options]
        with self._file.open("wb") as out:
            self.process = psutil.Popen(
                command, cwd=place, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
            )

    @property
    def text(self) -> str:
        """The output so far."""
        return self._file.read_text("utf-8")

    def wait_for(self, words: str, seconds: float = START_SECONDS) -> None:
        """Return when the output contains `words`; fail when the command ends or takes too long."""
        until = time.monotonic() + seconds
        while words not in self.text:
            assert self.process.poll() is None, f"lantai up ended: {self.text}"
            assert time.monotonic() < until, f"no {words} in {seconds} s: {self.text}"
            time.sleep(0.1)

    def interrupt(self) -> int:
        """Send Ctrl-C if the command still runs, and return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code: int = self.process.wait(STOP_SECONDS)
        return code


@dataclass(frozen=True)
class DemoStack(LocalStack):
    """A running exercise stack on which one request of the demo was played."""

    slip: Slip

    def citizen(self) -> Citizen:
        """The applicant of the demo with an own browser."""
        return Citizen(self.portal, self.request.agency, answers_of(self.request))

    @property
    def request(self) -> Request:
        """The demo's request in the story."""
        return year().request(SHOWCASE)

    def users(self) -> PortalUsers:
        """Fresh users of the portal, who know of no request yet."""
        return PortalUsers(self.portal, self.state.staff_password)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStack]:
    """The exercise stack of this run: started once, one request of the demo played; no test may stop it or change its log by hand."""
    place = tmp_path_factory.mktemp("stack")
    screen = Screen(place, "--demo", f"--only={SHOWCASE}")
    try:
        screen.wait_for("演示完成")
        number, code = SLIP.findall(screen.text)[-1]
        yield DemoStack(place, Slip(number, code))
    finally:
        screen.interrupt()
