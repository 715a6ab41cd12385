"""Intake's log, reporting's ledger of it and review's checkpoints on real databases, and somebody who owns the server.

Tampering goes around the triggers, as a superuser can. `cut` and `rewrite` leave log and ledger consistent with each other,
counter, receipts and the ledger's own checkpoint included.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import asyncpg
import msgspec
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
from shared.eventlog.evidence import chain_hash, genesis, leaf_hash
from shared.eventlog.postgres import PgLog
from shared.message import Recorded
from shared.projections.generations import Projection
from support.deadline.clocks import AGENCY

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
        kept = (await self.rows())[:seq]
        chain = kept[-1].chain if kept else genesis("intake", AGENCY)
        here = f"agency = '{AGENCY}'"
        await self.tamper(
            "intake",
            f"delete from log.events where {here} and seq > {seq}",
            f"delete from log.commands where {here} and last_seq > {seq}",
            f"update log.lane set seq = {seq}, chain = '\\x{chain.hex()}' where {here}",
            f"delete from log.lane where {here} and seq = 0",
        )
        copy = f"service = 'intake' and {here}"
        await self.tamper(
            "reporting",
            f"delete from ledger_1.entries where {copy} and seq > {seq}",
            f"update carrier.checkpoint set seq = {seq}, chain = '\\x{chain.hex()}' where {copy}",
            f"delete from carrier.checkpoint where {copy} and seq = 0",
        )

    async def rewrite(self, seq: int, *, log: bool = True, ledger: bool = True, **changes: Any) -> None:
        """Change an event and make every leaf and chain behind it fit, in the log, the ledger or both."""
        rows = rechained(await self.rows(), seq, changes)
        last = rows[-1]
        here, head = f"agency = '{AGENCY}'", f"chain = '\\x{last.chain.hex()}'"
        if log:
            await self.tamper(
                "intake",
                *_overwriting("log.events", here, rows),
                f"update log.lane set {head} where {here}",
            )
        if ledger:
            copy = f"service = 'intake' and {here}"
            await self.tamper(
                "reporting",
                *_overwriting("ledger_1.entries", copy, rows),
                f"update carrier.checkpoint set {head} where {copy}",
            )

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


def rechained(rows: Sequence[Recorded], seq: int, changes: Mapping[str, Any]) -> list[Recorded]:
    """A lane with one event changed, and leaves and chains that fit again."""
    chain, made = genesis(rows[0].service, rows[0].agency), []
    for row in rows:
        fresh = msgspec.structs.replace(row, **changes) if row.seq == seq else row
        leaf = leaf_hash(fresh)
        chain = chain_hash(chain, leaf)
        made.append(msgspec.structs.replace(fresh, leaf=leaf, chain=chain))
    return made


def _overwriting(table: str, where: str, rows: Sequence[Recorded]) -> list[str]:
    return [
        f"update {table} set actor = '{row.actor}', body = '\\x{row.body.hex()}', leaf = '\\x{row.leaf.hex()}',"
        f" chain = '\\x{row.chain.hex()}' where {where} and seq = {row.seq}"
        for row in rows
    ]
