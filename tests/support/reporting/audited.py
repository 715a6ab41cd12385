"""Intake's log, reporting's ledger of it and review's checkpoints on real databases, and somebody who owns the server.

Tampering goes around the triggers, as a superuser can.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import asyncpg
from click.testing import Result
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from typer.testing import CliRunner

from reporting.cli.audit import app
from reporting.cli.databases import DSNS
from reporting.cli.witnesses import BLOBS, BUS
from reporting.projections.ledger import LedgerProjection
from shared.delivery.feed import Feed
from shared.delivery.subscription import ProjectionSubscription, fold_into
from shared.eventlog.postgres import PgLog
from shared.message import Recorded
from shared.projections.generations import Projection
from support.deadline.clocks import AGENCY
from support.reporting import forgery

CHECKPOINT = text(
    "insert into carrier.checkpoint values (:subscription, :service, :agency, :seq, :chain)"
    " on conflict (subscription, service, agency) do update set seq = excluded.seq, chain = excluded.chain"
)


class Addressed(Protocol):
    """A database by the addresses of its roles."""

    carrier_dsn: str
    superuser_dsn: str


class Audited:
    """Databases, tampered with and verified."""

    def __init__(
        self,
        databases: Mapping[str, Addressed],
        engines: Callable[[str], AsyncEngine],
        environment: Mapping[str, str],
    ) -> None:
        self.databases, self._engines = databases, engines
        self.environment = dict(environment)
        self.logs = {
            service: PgLog(service, engines(database.superuser_dsn))
            for service, database in databases.items()
        }

    async def rows(self, service: str = "intake") -> Sequence[Recorded]:
        """The lane of 琼海 as the log has it."""
        return await self.logs[service].read(AGENCY, 0, 1000)

    async def copy(self, service: str = "intake") -> None:
        """Fold a lane into the ledger, as the subscription does, with its checkpoint."""
        async with self._engines(self.databases["reporting"].carrier_dsn).begin() as connection:
            await fold_into(connection, LedgerProjection(), "ledger_1", await self.rows(service))
        await self.stand(service)

    async def stand(self, service: str = "intake") -> None:
        """Set the ledger's checkpoint at the end of a lane."""
        last = (await self.rows(service))[-1]
        checkpoint = {"subscription": "ledger_1", "service": service, "agency": AGENCY}
        async with self._engines(self.databases["reporting"].carrier_dsn).begin() as connection:
            await connection.execute(CHECKPOINT, {**checkpoint, "seq": last.seq, "chain": last.chain})

    async def follow(self, projection: Projection) -> None:
        """Let review's subscription apply intake's lane."""
        carrier = self._engines(self.databases["review"].carrier_dsn)
        subscriptions = [ProjectionSubscription(projection)]
        await Feed("intake", self.logs["intake"], carrier, subscriptions, lambda _: None).catch_up(AGENCY)

    async def notice(self, projection: Projection) -> None:
        """Let review's head audit compare its checkpoints with intake's log."""
        carrier = self._engines(self.databases["review"].carrier_dsn)
        subscriptions = [ProjectionSubscription(projection)]
        await Feed("intake", self.logs["intake"], carrier, subscriptions, lambda _: None).compare_heads()

    async def tamper(self, service: str, *statements: str) -> None:
        """Change a database as somebody who owns the server; triggers are off."""
        connection = await asyncpg.connect(self.databases[service].superuser_dsn)
        try:
            for statement in ("set session_replication_role = replica", *statements):
                await connection.execute(statement)
        finally:
            await connection.close()

    async def cut(self, seq: int) -> None:
        """Cut the lane behind `seq` from log and ledger alike; 0 removes the lane."""
        log, ledger = forgery.cut(await self.rows(), seq)
        await self.tamper("intake", *log)
        await self.tamper("reporting", *ledger)

    async def rewrite(self, seq: int, *, log: bool = True, ledger: bool = True, **changes: Any) -> None:
        """Change an event and make every leaf and chain behind it fit, in the log, the ledger or both."""
        in_log, in_ledger = forgery.rewrite(await self.rows(), seq, **changes)
        if log:
            await self.tamper("intake", *in_log)
        if ledger:
            await self.tamper("reporting", *in_ledger)

    async def verify(self, *arguments: str) -> Result:
        """Run `lantai audit verify`, on a thread since it has a loop of its own."""
        dsns = {service: database.superuser_dsn for service, database in self.databases.items()}
        environment = {BUS: "", BLOBS: "", **self.environment, DSNS: json.dumps(dsns)}
        return await asyncio.to_thread(CliRunner().invoke, app, ["verify", *arguments], env=environment)

    async def faults(self) -> list[tuple[int, str, str]]:
        """(number, what, witness) of every fault of 琼海's lane of intake; the command ends with 3 if there is one."""
        done = await self.verify("--json")
        found = json.loads(done.stdout).get("faults", [])
        assert done.exit_code == (3 if found else 0), done.output
        assert all((each["service"], each["agency"]) == ("intake", AGENCY) for each in found)
        return [(each["seq"], each["what"], each["witness"]) for each in found]
