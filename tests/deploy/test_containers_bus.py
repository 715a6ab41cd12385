"""The broker of the public image, with the configuration of compose.yaml, carries what the embedded one carries."""

import asyncio

import nats
import pytest

from deploy.bus import streams
from deploy.bus.rights import ADMIN, inbox_prefix
from shared.bus.envelope import from_envelope
from shared.bus.relay import Relay
from shared.eventlog.memory import MemoryStore
from shared.time.clock import wall_clock
from support.servers.carrier import eventually, numbers, running, write

pytestmark = pytest.mark.container


@pytest.fixture
async def connect(nats_container):
    """Connect as a user; what the server complains about is collected in `client.complaints`."""
    clients = []

    async def as_user(user):
        complaints = []

        async def hear(problem):
            complaints.append(str(problem).lower())

        client = await nats.connect(
            nats_container.url_for(user), inbox_prefix=inbox_prefix(user).encode(), error_cb=hear
        )
        client.complaints = complaints
        clients.append(client)
        return client

    await streams.provision(nats_container.url_for(ADMIN))
    yield as_user
    for client in clients:
        await client.close()


async def test_streams_are_as_wanted(nats_container, connect):
    """The public image's broker takes every setting of the project; a second provisioning finds nothing to do."""
    assert await streams.provision(nats_container.url_for(ADMIN)) == []
    await streams.check(nats_container.url_for(ADMIN))
    assert (await connect("intake")).is_connected


async def test_relay_publishes_in_order(connect):
    """A lane's events stand in the stream in the lane's order, each once."""
    log = MemoryStore("intake")
    await write(log, "qionghai", 300)
    admin = (await connect(ADMIN)).jetstream()

    async def carried():
        return (await admin.stream_info("EVT_INTAKE")).state.messages == 300

    async with running(Relay("intake", log, await connect("intake"), wall_clock).run()):
        await eventually(carried)

    rows = [await admin.get_msg("EVT_INTAKE", seq) for seq in range(1, 301)]
    assert numbers([from_envelope(row.data) for row in rows]) == {"qionghai": list(range(1, 301))}


async def test_rights_are_enforced(connect):
    """A service that publishes under another's subject is refused."""
    review = await connect("review")

    await review.publish("lantai.evt.intake.qionghai.request.received", b"{}")
    await review.flush()
    await asyncio.sleep(0.1)

    assert any("permissions violation" in complaint for complaint in review.complaints)
