"""Copies of the running stack's databases on a separate server, for tests that tamper with them.

A test clones the database that it changes and reads the others in place; no changed database is shared.
"""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from deploy.bus.rights import AUDITOR
from deploy.servers.binaries import postgres_program
from deploy.servers.postgres import PostgresServer
from deploy.topology import SERVICES
from reporting.cli.audit import app
from reporting.cli.databases import DSNS
from reporting.cli.witnesses import BLOBS, BUS
from shared.eventlog.evidence import chain_hash, leaf_hash
from shared.eventlog.rows import COLUMNS, recorded
from shared.message import Recorded
from support.reporting.forgery import Forgery
from support.servers.stack import DemoStack


@dataclass(frozen=True)
class Verdict:
    """The answer of `lantai audit verify --json`."""

    exit_code: int
    answer: dict[str, Any]

    @property
    def place(self) -> tuple[str, str, int]:
        """Service, agency and number of the first fault."""
        bad = self.answer["first_bad"]
        return bad["service"], bad["agency"], bad["seq"]

    @property
    def faults(self) -> list[tuple[str, str, int, str, str]]:
        """Service, agency, number, description and kind of witness of every fault."""
        return [
            (each["service"], each["agency"], each["seq"], each["what"], each["witness"].partition(" ")[0])
            for each in self.answer["faults"]
        ]

    @property
    def what(self) -> str:
        """The description of the first fault."""
        said: str = self.answer["first_bad"]["what"]
        return said


class StackCopy:
    """A fresh copy of the four services' databases and of the blobs, beside the stack's own bus, which stays as it is."""

    def __init__(self, server: PostgresServer, name: str, bus: str, blobs: Path) -> None:
        self._server, self._name, self._bus = server, name, bus
        self.blobs = blobs
        self._databases = {service: service for service in SERVICES}

    @property
    def dsns(self) -> dict[str, str]:
        """The superuser's address of each service's database."""
        return {service: self._server.dsn(name) for service, name in self._databases.items()}

    async def tamper(self, service: str, *statements: str) -> None:
        """Change a database as a superuser with triggers switched off."""
        await self._clone(service)
        async with _connected(self.dsns[service]) as connection:
            await connection.execute("set session_replication_role = replica")
            for statement in statements:
                done = await connection.execute(statement)
                assert not done.endswith(" 0"), f"nothing was tampered with: {statement}"

    async def forge(self, service: str, forgery: Forgery) -> None:
        """Change a log and the ledger of it."""
        log, ledger = forgery
        await self.tamper(service, *log)
        await self.tamper("reporting", *ledger)

    async def lane(self, service: str, agency: str) -> list[Recorded]:
        """The rows of a lane, in order."""
        query = f"select {COLUMNS} from log.events where agency = $1 order by seq"
        async with _connected(self.dsns[service]) as connection:
            return [recorded(service, row) for row in await connection.fetch(query, agency)]

    async def verify(self, *options: str) -> Verdict:
        """Run the command on this copy, in a thread since it starts an event loop."""
        given = {DSNS: json.dumps(self.dsns), BUS: self._bus, BLOBS: str(self.blobs)}
        words = ["verify", "--json", *options]
        done = await asyncio.to_thread(CliRunner().invoke, app, words, env=given)
        return Verdict(done.exit_code, json.loads(done.stdout))

    async def _clone(self, service: str) -> None:
        if self._databases[service] == service:
            self._databases[service] = f"{self._name}_{service}"
            async with _connected(self._server.dsn()) as connection:
                await connection.execute(f"create database {self._databases[service]} template {service}")


def rechained(rows: Sequence[Recorded], forged: Recorded) -> list[Recorded]:
    """The rows with `forged` in place of the row of its number, and matching leaves and chains from there on."""
    made, chain = [], rows[forged.seq - 2].chain
    for row in (forged, *rows[forged.seq :]):
        leaf = leaf_hash(row)
        chain = chain_hash(chain, leaf)
        made.append(replace(row, leaf=leaf, chain=chain))
    return made


def overwriting(rows: Sequence[Recorded]) -> list[str]:
    """The statements that overwrite body, leaf and chain of `rows`, and adjust the lane's counter."""
    events = [
        f"update log.events set body = '\\x{row.body.hex()}', leaf = '\\x{row.leaf.hex()}',"
        f" chain = '\\x{row.chain.hex()}' where agency = '{row.agency}' and seq = {row.seq}"
        for row in rows
    ]
    last = rows[-1]
    return [*events, f"update log.lane set chain = '\\x{last.chain.hex()}' where agency = '{last.agency}'"]


@asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def copies_server(stack: DemoStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server on a base backup of the stack's cluster; its databases are templates that nobody changes."""
    cluster = tmp_path_factory.mktemp("copies") / "cluster"
    backup = (
        str(postgres_program("pg_basebackup")),
        "--pgdata",
        str(cluster),
        "--dbname",
        stack.dsn("postgres"),
    )
    subprocess.run([*backup, "--checkpoint=fast", "--wal-method=fetch"], check=True)
    _hand_over(cluster)
    server = PostgresServer(cluster, password=stack.state.roles["postgres"])
    server.start()
    yield server
    server.stop(immediate=True)


def _hand_over(cluster: Path) -> None:
    """If run as root, give the copy to the user who runs the stack's server."""
    if os.geteuid() == 0:
        for file in (cluster, *cluster.rglob("*")):
            shutil.chown(file, "nobody", "nogroup")


@pytest.fixture
def copy(
    copies_server: PostgresServer, stack: DemoStack, tmp_path: Path, request: pytest.FixtureRequest
) -> StackCopy:
    """A fresh copy for one test."""
    shutil.copytree(stack.folder.blobs, tmp_path / "blobs")
    bus = stack.stack.nats.url_for(AUDITOR)
    return StackCopy(copies_server, f"copy_{abs(hash(request.node.nodeid))}", bus, tmp_path / "blobs")
