"""Parts for tests of the carrier: a private broker, a projection that counts effects, an event source, ways to
wait.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import nats
import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from sqlalchemy import Column, Integer, MetaData, String, Table, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deploy.bus.rights import ADMIN
from deploy.bus.streams import provision
from deploy.servers.nats import NatsServer
from shared.bus.envelope import from_envelope, stream_name
from shared.command.reaction import Reaction
from shared.eventlog.evidence import chain_hash, leaf_hash
from shared.eventlog.store import Change, Commit, EventStore
from shared.events.intake.request import ApplicantViewed
from shared.message import Recorded, follow
from support.origins import commit, happening, origin

PATIENCE_SECONDS = 20.0
AGENCIES = ("qionghai", "tongliao", "sanya")


class Broker:
    """A private broker with the project's streams. Its store can be copied, restored and killed."""

    def __init__(self, server: NatsServer, snapshots: Path) -> None:
        self.server = server
        self._snapshots = snapshots

    async def connect(self, user: str = ADMIN) -> Client:
        """A client that reconnects without limit."""
        return await nats.connect(
            self.server.url_for(user),
            inbox_prefix=f"_INBOX.{user}".encode(),
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.1,
            error_cb=_silent,
        )

    async def provision(self) -> None:
        """Create the missing streams and consumers."""
        await provision(self.server.url_for(ADMIN))

    def remember(self) -> None:
        """Copy the store; the server stops meanwhile, so the copy is consistent."""
        self.server.stop()
        shutil.rmtree(self._snapshots, ignore_errors=True)
        shutil.copytree(self.server.folder / "store", self._snapshots)
        self.server.start()

    def roll_back(self) -> None:
        """Restore the copy: everything since is lost, acknowledged or not."""
        self.server.kill()
        shutil.rmtree(self.server.folder / "store")
        shutil.copytree(self._snapshots, self.server.folder / "store")
        self.server.start()

    async def delete_stream(self, service: str) -> None:
        """Delete a stream with its consumers."""
        client = await self.connect()
        await client.jetstream().delete_stream(stream_name(service))
        await client.close()

    async def messages(self, service: str) -> list[Recorded]:
        """All messages of a stream in order."""
        client = await self.connect()
        try:
            return [from_envelope(each.data or b"") async for each in raw_messages(client, service)]
        finally:
            await client.close()


async def _silent(_: Exception) -> None:
    """Ignore the errors that a client reports while its broker is killed."""


async def raw_messages(client: Client, service: str) -> AsyncIterator[Any]:
    """All messages of a stream as they are stored."""
    jetstream = client.jetstream()
    try:
        state = (await jetstream.stream_info(stream_name(service))).state
    except NotFoundError:
        return
    for seq in range(state.first_seq, state.last_seq + 1):
        if state.messages:
            yield await jetstream.get_msg(stream_name(service), seq)


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[Broker]:
    """A broker for one test."""
    server = NatsServer(tmp_path / "broker")
    server.start()
    made = Broker(server, tmp_path / "remembered")
    await made.provision()
    yield made
    server.kill()


@pytest.fixture
async def connect(broker: Broker) -> AsyncIterator[Callable[[str], Awaitable[Client]]]:
    """Clients of the broker, closed when the test ends."""
    clients: list[Client] = []

    async def make(user: str) -> Client:
        clients.append(await broker.connect(user))
        return clients[-1]

    yield make
    for client in clients:
        with suppress(nats.errors.Error):
            await client.close()


class EffectProjection:
    """A projection that counts how often each event took effect, so that a second effect is visible."""

    version = 1

    def __init__(self, source: str, name: str = "effects") -> None:
        self.name = name
        self.sources = frozenset({source})
        self.metadata = MetaData(schema=name)
        self.effect = Table(
            "effect",
            self.metadata,
            Column("agency", String, primary_key=True),
            Column("seq", Integer, primary_key=True),
            Column("stream", String, nullable=False),
            Column("times", Integer, nullable=False),
        )
        self.poison: set[str] = set()
        """Streams whose events it cannot fold."""

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        for row in rows:
            if row.stream in self.poison:
                raise RuntimeError(f"cannot fold {row.stream}")
            new = insert(self.effect).values(agency=row.agency, seq=row.seq, stream=row.stream, times=1)
            await connection.execute(
                new.on_conflict_do_update(
                    index_elements=["agency", "seq"], set_={"times": self.effect.c.times + 1}
                )
            )

    async def effects(self, engine: AsyncEngine, agency: str) -> list[tuple[int, int]]:
        """(number, times) of a lane, in order."""
        query = select(self.effect.c.seq, self.effect.c.times).where(self.effect.c.agency == agency)
        async with engine.connect() as connection:
            return [
                (seq, times) for seq, times in await connection.execute(query.order_by(self.effect.c.seq))
            ]


@dataclass(frozen=True, kw_only=True)
class Echo(Reaction):
    """A reaction that appends one event for each event it hears."""

    source: str
    name: str = "review.echo"
    types: frozenset[str] = frozenset({ApplicantViewed.type_name()})

    async def react(self, store: EventStore, row: Recorded) -> None:
        stream = f"echo/{row.id}"
        if await store.last(row.agency, stream) is None:
            await store.append(Commit(follow(row, self.name), (Change(stream, 0, (happening("echo"),)),)))


def forged_after(last: Recorded, count: int) -> list[Recorded]:
    """Rows that the source never wrote, with right numbers, leaves and chains: what the service's own bus password allows."""
    rows = [last]
    for n in range(1, count + 1):
        row = msgspec.structs.replace(last, seq=last.seq + n, stream=f"forged/{n}", version=1, id=uuid4())
        leaf = leaf_hash(row)
        rows.append(msgspec.structs.replace(row, leaf=leaf, chain=chain_hash(rows[-1].chain, leaf)))
    return rows[1:]


async def write(store: EventStore, agency: str, count: int, prefix: str = "made") -> None:
    """Append `count` small events to a lane, each in its own stream."""
    for n in range(count):
        await store.append(commit(f"{prefix}/{n}", by=origin(agency)))


async def eventually(look: Callable[[], Awaitable[bool]], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until `look` is true; fail after a time limit."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not await look():
        assert loop.time() < until, "it never came to pass"
        await asyncio.sleep(0.05)


@asynccontextmanager
async def running(*loops: Coroutine[Any, Any, object]) -> AsyncIterator[list[asyncio.Task[object]]]:
    """Run loops while the block runs; a loop that fails makes the block fail."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield tasks
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def scalar(engine: AsyncEngine, query: str) -> Any:
    """One value from a database."""
    async with engine.connect() as connection:
        return (await connection.execute(text(query))).scalar_one_or_none()


async def dead_letters_in(engine: AsyncEngine) -> list[tuple[str, str, int]]:
    """(subscription, agency, number) of each dead letter."""
    query = "select subscription, agency, seq from carrier.dead_letter order by 1, 2"
    async with engine.connect() as connection:
        return [(row.subscription, row.agency, row.seq) for row in await connection.execute(text(query))]


def once(count: int) -> list[tuple[int, int]]:
    """Every number up to `count`, each with one effect."""
    return [(seq, 1) for seq in range(1, count + 1)]


def numbers(rows: Sequence[Recorded]) -> dict[str, list[int]]:
    """Agency → the numbers of its events, in the order of `rows`."""
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row.agency, []).append(row.seq)
    return found


def lanes(count: int) -> Iterator[str]:
    """Made-up agencies."""
    return (f"bureau-{n:02}" for n in range(count))
