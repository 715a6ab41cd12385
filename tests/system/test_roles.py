"""What the services' own logins may not do on a running stack: in SQL, and on the bus."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import nats
import pytest
from nats.aio.client import Client
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.api import StreamConfig

from deploy.bus.rights import inbox_prefix
from deploy.topology import SERVICES, stream_name
from support.servers.stack import DemoStack

TABLES = ("log.events", "log.commands", "log.lane")
WRITES = ("insert into {} select * from {}", "update {} set agency = agency", "delete from {}", "truncate {}")
PROJECTIONS = (
    "select schemaname, viewname from pg_views where schemaname not in ('pg_catalog', 'information_schema')"
)
AGENCIES = ("qionghai", "tongliao")
PAIRS = [(service, other) for service in SERVICES for other in (*SERVICES, "keys") if service != other]


@pytest.fixture
async def enter(stack: DemoStack) -> AsyncIterator[Callable[[str], Awaitable[asyncpg.Connection]]]:
    """`await enter("intake")`: the application's own login in its own database."""
    entered: list[asyncpg.Connection] = []

    async def make(service: str) -> asyncpg.Connection:
        entered.append(await asyncpg.connect(stack.dsn(service, f"{service}_app")))
        return entered[-1]

    yield make
    for connection in entered:
        await connection.close()


class Visitor:
    """A client of the bus with the rights of a service, and what the server complained about."""

    def __init__(self, client: Client, complaints: list[str]) -> None:
        self.client, self.complaints = client, complaints

    async def may_publish(self, subject: str) -> bool:
        """Publish and hear whether the server minds."""
        await self.client.publish(subject, b"{}")
        await self.client.flush()
        await asyncio.sleep(0.05)
        return not any(subject.lower() in complaint.lower() for complaint in self.complaints)


@pytest.fixture
async def visit(stack: DemoStack) -> AsyncIterator[Callable[[str], Awaitable[Visitor]]]:
    """`await visit("intake")`: on the bus with the service's own password."""
    visitors: list[Visitor] = []

    async def make(service: str) -> Visitor:
        complaints: list[str] = []

        async def hear(problem: Exception) -> None:
            complaints.append(str(problem))

        prefix = f"{inbox_prefix(service)}.visitor".encode()
        client = await nats.connect(stack.stack.nats.url_for(service), inbox_prefix=prefix, error_cb=hear)
        visitors.append(Visitor(client, complaints))
        return visitors[-1]

    yield make
    for visitor in visitors:
        await visitor.client.close()


@pytest.mark.parametrize("service", SERVICES)
async def test_log_is_not_written_past_append(enter, service: str):
    """The application's login can neither insert, update, delete nor truncate in the tables of the log."""
    connection = await enter(service)

    for table in TABLES:
        for write in WRITES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(write.format(table, table))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("agency", AGENCIES)
async def test_only_the_own_agency_is_seen(enter, service: str, agency: str):
    """In the log and in every projection a login sees the agency that it set, and with none set nothing."""
    connection = await enter(service)
    projections = [f"{row['schemaname']}.{row['viewname']}" for row in await connection.fetch(PROJECTIONS)]
    assert projections

    for relation in (*TABLES, *projections):
        seen = f"select distinct agency from {relation}"
        await connection.execute("select set_config('lantai.agency', '', false)")
        assert await connection.fetch(seen) == [], relation
        await connection.execute("select set_config('lantai.agency', $1, false)", agency)
        assert {row["agency"] for row in await connection.fetch(seen)} <= {agency}, relation


async def test_what_is_hidden_is_there(stack: DemoStack):
    """The rows that the logins do not see exist: both agencies have events in every service."""
    for service in SERVICES:
        assert {row.agency for row in await stack.events(service)} >= set(AGENCIES)


@pytest.mark.parametrize(("service", "other"), PAIRS)
async def test_other_databases_are_closed(stack: DemoStack, service: str, other: str):
    """A service's login does not enter another service's database, nor the key database."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(stack.dsn(other, f"{service}_app"))


@pytest.mark.parametrize("service", SERVICES)
async def test_other_subjects_are_closed(visit, service: str):
    """A service that publishes an event under another's subject is refused; what it may ask is not."""
    visitor = await visit(service)

    assert await visitor.may_publish("lantai.rpc.nobody")
    for other in SERVICES:
        subject = f"lantai.evt.{other}.visitor.request.received"
        assert other == service or not await visitor.may_publish(subject), subject


@pytest.mark.parametrize("service", SERVICES)
async def test_streams_are_not_managed(visit, service: str):
    """A service can neither create, change, purge nor delete a stream, its own included."""
    visitor = await visit(service)
    manager = visitor.client.jetstream(timeout=0.3)

    for attempt in (
        manager.add_stream(StreamConfig(name="EVT_VISITOR", subjects=["visitor.>"])),
        manager.update_stream(StreamConfig(name=stream_name(service), subjects=["visitor.>"])),
        manager.purge_stream(stream_name(service)),
        manager.delete_stream(stream_name(service)),
    ):
        with pytest.raises((NatsTimeoutError, asyncio.TimeoutError)):
            await attempt
