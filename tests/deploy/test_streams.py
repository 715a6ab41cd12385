"""Provisioning of streams and durable consumers on a real broker."""

import nats
import pytest
from nats.js.api import ConsumerConfig, DeliverPolicy, StorageType
from nats.js.errors import APIError

from deploy.bus.streams import BusDrift, check, provision
from deploy.servers.nats import NatsServer

pytestmark = pytest.mark.service


@pytest.fixture
async def bus(tmp_path):
    server = NatsServer(tmp_path / "nats")
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def admin(bus):
    client = await nats.connect(bus.url_for("deploy"))
    yield client.jetstream()
    await client.close()


async def test_all_streams_and_consumers_are_created_once(bus):
    """An empty broker gets four streams and nine consumers; a second run changes nothing."""
    with pytest.raises(BusDrift, match="EVT_INTAKE: 缺失"):
        await check(bus.url_for("deploy"))

    first = await provision(bus.url_for("deploy"))
    second = await provision(bus.url_for("deploy"))

    assert len(first) == 4 + 9
    assert second == []
    await check(bus.url_for("deploy"))


async def test_stream_is_as_the_design_says(bus, admin):
    """A stream lies on disk for 30 days, takes atomic batches, and keeps its messages."""
    await provision(bus.url_for("deploy"))

    config = (await admin.stream_info("EVT_REVIEW")).config

    assert config.subjects == ["lantai.evt.review.>"]
    assert config.storage == StorageType.FILE
    assert (config.max_age, config.duplicate_window) == (30 * 24 * 3600, 600)
    assert config.allow_atomic
    assert config.allow_direct
    assert config.deny_delete
    assert config.deny_purge


async def test_consumer_delivers_everything_from_the_first_message(bus, admin):
    """A listener's durable begins at the first message and never gives one up."""
    await provision(bus.url_for("deploy"))

    config = (await admin.consumer_info("EVT_INTAKE", "reporting")).config

    assert config.deliver_subject == "lantai.deliver.reporting.intake"
    assert config.deliver_policy == DeliverPolicy.ALL
    assert (config.ack_wait, config.max_deliver, config.max_ack_pending) == (30, -1, 200)
    assert config.deliver_group is None


async def test_difference_is_named_and_mended(bus, admin):
    """A changed stream and a wrongly bound consumer are named by `check` and put right by `provision`."""
    await provision(bus.url_for("deploy"))
    changed = (await admin.stream_info("EVT_INTAKE")).config
    changed.max_age = 3600
    await admin.update_stream(changed)
    wrong = ConsumerConfig(durable_name="review", deliver_subject="lantai.deliver.review.wrong")
    await admin.delete_consumer("EVT_INTAKE", "review")
    await admin.add_consumer("EVT_INTAKE", wrong)

    with pytest.raises(BusDrift) as found:
        await check(bus.url_for("deploy"))
    changes = await provision(bus.url_for("deploy"))

    assert "max_age" in str(found.value)
    assert "lantai.deliver.review.wrong" in str(found.value)
    assert len(changes) == 2
    await check(bus.url_for("deploy"))


async def test_deleted_stream_comes_back_with_its_consumers(bus, admin):
    """After the loss of a stream only what is missing is created."""
    await provision(bus.url_for("deploy"))
    await admin.delete_stream("EVT_DEADLINE")

    changes = await provision(bus.url_for("deploy"))

    assert changes == [f"EVT_DEADLINE{what}: 缺失" for what in ("", "/intake", "/review", "/reporting")]


async def test_messages_cannot_be_deleted_one_by_one(bus, admin):
    """Not even the provisioner takes a single message out of a stream."""
    await provision(bus.url_for("deploy"))
    acknowledged = await admin.publish("lantai.evt.intake.qionghai.request.received", b"{}")

    with pytest.raises(APIError):
        await admin.delete_msg("EVT_INTAKE", acknowledged.seq)
