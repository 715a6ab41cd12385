"""Reads what the oracle judges: stores, ledger and streams of a stack, as its superuser and as the bus's admin."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

import msgspec
import nats
from nats.aio.client import Client
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from chaos.oracle import Done, Lane
from deploy.databases.projections import projections_of
from deploy.stack.stack import Stack
from reporting.projections.ledger import DatabaseLedger
from shared.bus.envelope import SERVICES, from_envelope, stream_name
from shared.delivery.checkpoints import checkpoints
from shared.delivery.rebuild import Rebuild
from shared.eventlog.postgres import PgLog
from shared.message import Recorded
from shared.process.settings import async_dsn

PAGE_ROWS = 1000
COMMANDS = text("select command_id, first_seq, last_seq from log.commands where agency = :agency")


@asynccontextmanager
async def engines(stack: Stack) -> AsyncIterator[Mapping[str, AsyncEngine]]:
    """The superuser's engines of all services."""
    made = {service: create_async_engine(async_dsn(stack.postgres.dsn(service))) for service in SERVICES}
    try:
        yield made
    finally:
        for engine in made.values():
            await engine.dispose()


async def read_lanes(stack: Stack, engines: Mapping[str, AsyncEngine]) -> list[Lane]:
    """Every lane of every service."""
    ledger = DatabaseLedger(engines["reporting"])
    client = await nats.connect(stack.nats.url_for("deploy"))
    try:
        lanes = []
        for service in SERVICES:
            log, stream = PgLog(service, engines[service]), await _stream(client, service)
            for agency, head in sorted((await log.heads()).items()):
                lanes.append(
                    Lane(
                        service,
                        agency,
                        await _all(partial(log.read, agency, limit=PAGE_ROWS)),
                        head,
                        await _commands(engines[service], agency),
                        await _all(partial(ledger.copies, agency, service=service, limit=PAGE_ROWS)),
                        [row for row in stream if row.agency == agency],
                    )
                )
        return lanes
    finally:
        await client.close()


async def behind(engines: Mapping[str, AsyncEngine]) -> list[str]:
    """Which subscription of which service is not yet at the head of which lane.

    Heads are read last: what a reaction appends between two reads is then ahead of the checkpoints that were read.
    """
    reached = {}
    for service, engine in engines.items():
        async with engine.connect() as connection:
            reached[service] = await checkpoints(connection)
    heads = {
        (service, agency): head.seq
        for service, engine in engines.items()
        for agency, head in (await PgLog(service, engine).heads()).items()
    }
    found = []
    for service, stands in reached.items():
        found += [
            f"{service} {at.subscription} at {at.seq} of {at.service}/{at.agency} {heads.get((at.service, at.agency), 0)}"
            for at in stands
            if at.seq != heads.get((at.service, at.agency), 0)
        ]
        begun = {(at.projection, at.service, at.agency) for at in stands}
        found += [
            f"{service} {projection.name} has not begun {source}/{agency}"
            for projection in projections_of(service)
            for source, agency in heads
            if source in projection.sources and (projection.name, source, agency) not in begun
        ]
    return found


async def unsent(stack: Stack, engines: Mapping[str, AsyncEngine]) -> list[str]:
    """Which lanes' last row is not yet in the stream: the projections may have fetched it from the log, ahead of the relay."""
    client = await nats.connect(stack.nats.url_for("deploy"))
    try:
        found = []
        for service, engine in engines.items():
            sent = {(row.agency, row.seq, row.chain) for row in await _stream(client, service)}
            heads = (await PgLog(service, engine).heads()).items()
            found += [
                f"{service}/{lane} {at.seq}" for lane, at in heads if (lane, at.seq, at.chain) not in sent
            ]
        return found
    finally:
        await client.close()


async def rebuilt(stack: Stack, engines: Mapping[str, AsyncEngine]) -> list[str]:
    """Rebuild every projection of every service; the tables that differ from the live ones."""
    logs = {service: PgLog(service, engine) for service, engine in engines.items()}
    found = []
    for service in SERVICES:
        for projection in projections_of(service):
            result = await Rebuild(service, projection, logs, lambda _lane, _seq: None).run(
                stack.postgres.dsn(service)
            )
            found += [
                f"{service}: {projection.name}.{table} differs from its rebuild" for table in result.differing
            ]
    return found


async def _stream(client: Client, service: str) -> list[Recorded]:
    jetstream = client.jetstream()
    rows = []
    state = (await jetstream.stream_info(stream_name(service))).state
    for seq in range(state.first_seq, state.last_seq + 1) if state.messages else ():
        message = await jetstream.get_msg(stream_name(service), seq, direct=True)
        try:
            rows.append(from_envelope(message.data or b""))
        except (msgspec.DecodeError, ValueError):
            continue  # a forgery of ours
    return rows


async def _all(page: Callable[..., Awaitable[Sequence[Recorded]]]) -> list[Recorded]:
    rows: list[Recorded] = []
    while more := await page(after=rows[-1].seq if rows else 0):
        rows += more
    return rows


async def _commands(engine: AsyncEngine, agency: str) -> list[Done]:
    async with engine.connect() as connection:
        return [Done(*row) for row in await connection.execute(COMMANDS, {"agency": agency})]
