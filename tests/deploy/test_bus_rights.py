"""What a service may do on the bus, tried with each right and against each wrong on a real broker."""

import asyncio
import uuid

import nats
import pytest
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, NatsMessage
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NatsTimeoutError
from nats.js.api import StreamConfig

from deploy.bus.rights import inbox_prefix
from deploy.bus.streams import provision

pytestmark = pytest.mark.service

OWN = "lantai.evt.intake.qionghai.request.received"
REFUSED = (NatsTimeoutError, asyncio.TimeoutError)


@pytest.fixture(autouse=True)
async def provisioned(broker):
    await provision(broker.url_for("deploy"))


@pytest.fixture
async def connect(broker):
    """Connect as a service; what the server complains about is collected in `client.complaints`."""
    clients = []

    async def as_service(service):
        complaints = []

        async def hear(problem):
            complaints.append(str(problem))

        client = await nats.connect(
            broker.url_for(service), inbox_prefix=inbox_prefix(service).encode(), error_cb=hear
        )
        client.complaints = complaints
        clients.append(client)
        return client

    yield as_service
    for client in clients:
        await client.close()


async def _refused(client, subject):
    """Publish and say whether the server refused the subject."""
    await client.publish(subject, b"{}")
    await client.flush()
    await asyncio.sleep(0.05)
    return any(
        "permissions violation" in one.lower() and subject.lower() in one.lower() for one in client.complaints
    )


async def test_service_publishes_its_own_events(connect):
    """A service's own event is stored and acknowledged."""
    intake = await connect("intake")

    acknowledged = await intake.jetstream().publish(OWN, b"{}", stream="EVT_INTAKE")

    assert acknowledged.stream == "EVT_INTAKE"
    assert intake.complaints == []


async def test_batch_with_compare_and_set_is_taken(connect):
    """The relay's atomic batch with its raw headers needs no further right."""
    intake = await connect("intake")
    batch, subject = str(uuid.uuid4()), f"lantai.evt.intake.batch-{uuid.uuid4().hex}.request.received"
    first = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": "1", "Nats-Expected-Last-Subject-Sequence": "0"}
    last = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": "2", "Nats-Batch-Commit": "1"}

    await intake.request(subject, b"1", headers=first, timeout=5)
    answer = await intake.request(subject, b"2", headers=last, timeout=5)

    assert b'"count":2' in answer.data
    newest = await intake.jetstream().get_last_msg("EVT_INTAKE", subject, direct=True)
    assert newest.data == b"2"


@pytest.mark.parametrize(
    "subject",
    [
        "lantai.evt.review.qionghai.case.opened",
        "lantai.deliver.review.intake",
        "_INBOX.review.stolen",
        "$JS.API.STREAM.DELETE.EVT_INTAKE",
        "$JS.API.STREAM.PURGE.EVT_INTAKE",
        "$JS.API.STREAM.UPDATE.EVT_INTAKE",
        "$JS.API.STREAM.CREATE.EVT_OWN",
        "$JS.API.STREAM.MSG.GET.EVT_REVIEW",
        "$JS.API.DIRECT.GET.EVT_REVIEW",
        "$JS.API.STREAM.MSG.DELETE.EVT_INTAKE",
        "$JS.API.CONSUMER.DELETE.EVT_REVIEW.intake",
        "$JS.API.CONSUMER.DURABLE.CREATE.EVT_REVIEW.intake",
        "$JS.API.CONSUMER.INFO.EVT_INTAKE.review",
        "$JS.API.CONSUMER.RESET.EVT_INTAKE.review",
        "$JS.ACK.EVT_INTAKE.review.1.1.1.1.0",
    ],
)
async def test_foreign_subject_is_refused(connect, subject):
    """A service that publishes under another's subject, or manages the bus, gets a permissions violation."""
    intake = await connect("intake")

    assert await _refused(intake, subject)


@pytest.mark.parametrize(
    "subject", ["lantai.deliver.review.intake", "lantai.evt.>", "_INBOX.review.>", "lantai.rpc.review.>"]
)
async def test_foreign_subject_is_not_heard(connect, subject):
    """A service cannot listen to what is meant for another."""
    intake = await connect("intake")

    await intake.subscribe(subject)
    await intake.flush()
    await asyncio.sleep(0.05)

    assert any("permissions violation" in one.lower() for one in intake.complaints)


async def test_stream_is_neither_created_nor_deleted_by_a_service(connect):
    """Through the ordinary client a service can neither create nor delete a stream."""
    manager = (await connect("intake")).jetstream(timeout=0.3)

    with pytest.raises(REFUSED):
        await manager.add_stream(StreamConfig(name="EVT_OWN", subjects=["own.>"]))
    with pytest.raises(REFUSED):
        await manager.delete_stream("EVT_INTAKE")


async def test_auditor_reads_the_last_message_of_every_service(connect):
    """The auditor reads the lanes of a stream and their last messages, which is what an audit hears."""
    await (await connect("intake")).jetstream().publish(OWN, b"{}", stream="EVT_INTAKE")
    auditor = await connect("audit")

    info = await auditor.jetstream().stream_info("EVT_INTAKE", subjects_filter="lantai.evt.intake.>")
    last = await auditor.jetstream().get_last_msg("EVT_INTAKE", "lantai.evt.intake.qionghai.>")

    assert OWN in info.state.subjects
    assert last.subject == OWN
    assert auditor.complaints == []


@pytest.mark.parametrize(
    "subject",
    [
        OWN,
        "lantai.rpc.intake.heads",
        "lantai.hint.intake",
        "$JS.API.STREAM.PURGE.EVT_INTAKE",
        "$JS.API.STREAM.UPDATE.EVT_INTAKE",
        "$JS.API.STREAM.MSG.DELETE.EVT_INTAKE",
        "$JS.API.CONSUMER.MSG.NEXT.EVT_INTAKE.review",
        "$JS.ACK.EVT_INTAKE.review.1.1.1.1.0",
    ],
)
async def test_auditor_changes_nothing(connect, subject):
    """The auditor publishes no event, asks no service, and neither changes a stream nor takes another's messages."""
    assert await _refused(await connect("audit"), subject)


async def test_request_is_answered_though_the_answerer_has_no_right_to_the_inbox(connect):
    """A service answers another's request; the right to answer comes from the request."""
    intake, review = await connect("intake"), await connect("review")

    async def answer(message):
        await message.respond(b"page")

    await intake.subscribe("lantai.rpc.intake.log", cb=answer)
    await intake.flush()

    assert (await review.request("lantai.rpc.intake.log", b"", timeout=2)).data == b"page"
    with pytest.raises(NoRespondersError):
        await review.request("lantai.rpc.intake.nobody", b"", timeout=2)
    assert intake.complaints == review.complaints == []


async def test_hint_reaches_other_services(connect):
    """A hint is heard by every service."""
    intake, deadline = await connect("intake"), await connect("deadline")
    heard = await deadline.subscribe("lantai.hint.intake")
    await deadline.flush()

    await intake.publish("lantai.hint.intake", b"qionghai 7")

    assert (await heard.next_msg(timeout=2)).data == b"qionghai 7"


async def test_push_subscriber_of_faststream_binds_and_acknowledges(broker, connect):
    """FastStream binds to the provisioned durable, without declaring anything, and its acks count."""
    intake = await connect("intake")
    marker = uuid.uuid4().hex
    await intake.jetstream().publish(OWN, marker.encode(), stream="EVT_INTAKE")
    got, replies = asyncio.Event(), []
    deadline = NatsBroker(broker.url_for("deadline"), inbox_prefix=inbox_prefix("deadline").encode())

    @deadline.subscriber(
        "lantai.evt.intake.>",
        stream=JStream("EVT_INTAKE", declare=False),
        durable="deadline",
        ack_policy=AckPolicy.MANUAL,
    )
    async def receive(message: NatsMessage) -> None:
        await message.raw_message.ack_sync(timeout=2)
        if message.body.decode() == marker:
            replies.append(message.raw_message.reply)
            got.set()

    async with deadline:
        await deadline.start()
        await asyncio.wait_for(got.wait(), 5)
        info = await deadline._connection.jetstream().consumer_info("EVT_INTAKE", "deadline")

    assert info.num_ack_pending == 0
    assert info.push_bound
    assert replies[0].startswith("$JS.ACK.EVT_INTAKE.deadline.")
