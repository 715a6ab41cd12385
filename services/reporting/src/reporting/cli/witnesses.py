"""Gathers the witnesses of `lantai audit verify` from the databases, the bus and the store of blobs.

LANTAI_AUDIT_BUS: the bus's address with a user that may read the streams. LANTAI_AUDIT_BLOBS: the folder of blobs.
`lantai` fills both from the local stack. A witness that is not named is not heard, and the result says so; one that
is named and does not answer ends the command with 69.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from reporting.audit import Fault, LedgerReader, Verification, verify
from reporting.cli.databases import LEDGER_OF
from reporting.projections.ledger import copies_of_types
from reporting.recount import SOURCE, recount_table
from reporting.table.from_policy import layout_of
from reporting.witness import Statement, contradictions, file_faults
from shared.bus.envelope import SERVICES, stream_name
from shared.bus.last_messages import last_messages
from shared.delivery.checkpoints import applied_heads
from shared.delivery.dead_letters import forks
from shared.eventlog.postgres import PgLog
from shared.events.registry import load
from shared.events.reporting.report import ReportPinned
from shared.files.blobs import BlobFolder, Blobs
from shared.message import Recorded
from shared.policy import PackLibrary

BUS: Final = "LANTAI_AUDIT_BUS"
BLOBS: Final = "LANTAI_AUDIT_BLOBS"

Pin = tuple[Recorded, ReportPinned]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the witnesses are asked; `bus` and `blobs` are None if the environment does not name them."""

    engines: Mapping[str, AsyncEngine]
    bus: str | None
    blobs: Blobs | None

    @classmethod
    def named(cls, engines: Mapping[str, AsyncEngine]) -> Self:
        """Return the databases, and what the environment names beside them."""
        folder = os.environ.get(BLOBS)
        return cls(engines, os.environ.get(BUS) or None, BlobFolder(Path(folder)) if folder else None)

    @property
    def logs(self) -> Mapping[str, PgLog]:
        """The log of each service."""
        return {service: PgLog(service, engine) for service, engine in self.engines.items()}

    @property
    def unheard(self) -> Sequence[str]:
        """What is not named: `bus`, `blobs`, or a service whose database is missing."""
        services = [service for service in SERVICES if service not in self.engines]
        rest = {"bus": self.bus, "blobs": self.blobs}
        return [*services, *(name for name, source in rest.items() if source is None)]


async def verify_with_witnesses(
    sources: Sources, ledger: LedgerReader, library: PackLibrary, agency: str | None
) -> Verification:
    """Hear the witnesses first, then verify log and ledger, then judge what was said.

    Raises `BusAway`, `PolicyError`, and the errors of an outage.
    """
    said, found = await _heard(sources)
    pins = await _pins(sources.engines[LEDGER_OF], await ledger.copied())
    report = await verify(sources.logs, ledger, agency)
    found += await contradictions([*said, *_counted_up_to(pins)], sources.logs)
    found += await _figures(sources.engines[LEDGER_OF], pins, await ledger.copied(), library)
    if sources.blobs is not None:
        for lane in report.lanes:
            found += await file_faults(sources.logs[lane.service], lane.service, lane.agency, sources.blobs)
    return replace(report, contradictions=tuple(each for each in found if agency in {None, each.agency}))


async def _heard(sources: Sources) -> tuple[list[Statement], list[Fault]]:
    """Return all statements, and what a witness already says against a lane: forks, messages that cannot be read."""
    statements: list[Statement] = []
    found: list[Fault] = []
    for service, engine in sources.engines.items():
        async with engine.connect() as connection:
            statements += await _checkpoints(connection, service)
            found += await _forks(connection, service)
    for service, log in sources.logs.items():
        statements += [
            Statement(kind="receipt", by=service, service=service, agency=agency, seq=seq, since=at)
            for agency, (seq, at) in (await log.last_commands()).items()
        ]
    if sources.bus is not None:
        for last in await last_messages(sources.bus, sources.engines):
            if last.row is None:
                witness = f"message {stream_name(last.service)}"
                found.append(Fault(last.service, last.agency, 0, "message unreadable", witness))
            else:
                statements.append(_message(last.row))
    return statements, found


async def _checkpoints(connection: AsyncConnection, service: str) -> list[Statement]:
    return [
        Statement(
            kind="checkpoint",
            by=f"{service}/{subscription}",
            service=source,
            agency=agency,
            seq=head.seq,
            chain=head.chain,
        )
        for subscription, source, agency, head in await applied_heads(connection)
    ]


async def _forks(connection: AsyncConnection, service: str) -> list[Fault]:
    return [
        Fault(
            each.service, each.agency, each.seq, "fork", f"fork {service}/{each.subscription}", each.failed_at
        )
        for each in await forks(connection)
    ]


def _message(row: Recorded) -> Statement:
    return Statement(
        kind="message",
        by=stream_name(row.service),
        service=row.service,
        agency=row.agency,
        seq=row.seq,
        chain=row.chain,
        since=row.recorded_at,
    )


async def _pins(engine: AsyncEngine, copied: Mapping[tuple[str, str], int]) -> Sequence[Pin]:
    """Return every pinned report that the ledger holds, with its row."""
    type_name = ReportPinned.type_name()
    found: list[Pin] = []
    async with engine.connect() as connection:
        for (service, agency), seq in sorted(copied.items()):
            if service == LEDGER_OF:
                rows = await copies_of_types(
                    connection, agency, [type_name], service=service, after=0, up_to=seq
                )
                found += [(row, event) for row in rows if isinstance(event := load(row), ReportPinned)]
    return found


def _counted_up_to(pins: Sequence[Pin]) -> list[Statement]:
    return [
        Statement(
            kind="report",
            by=str(pin.year),
            service=service,
            agency=row.agency,
            seq=seq,
            since=row.recorded_at,
        )
        for row, pin in pins
        for service, seq in pin.positions.items()
        if seq > 0
    ]


async def _figures(
    engine: AsyncEngine, pins: Sequence[Pin], copied: Mapping[tuple[str, str], int], library: PackLibrary
) -> list[Fault]:
    """Return a fault for each pinned table that the ledger counts otherwise. A ledger that is behind a pin is not asked."""
    found: list[Fault] = []
    async with engine.connect() as connection:
        for row, pin in pins:
            seq = pin.positions.get(SOURCE, 0)
            if copied.get((SOURCE, row.agency), 0) < seq:
                continue
            again = await recount_table(connection, row.agency, pin, layout_of(pin.year, library))
            if again.sha256 != pin.table_sha256:
                what, witness = f"figures differ: pinned up to {seq}", f"report {pin.year}"
                found.append(Fault(SOURCE, row.agency, seq, what, witness, row.recorded_at))
    return found
