"""The relay against a real broker: order, fencing, and healing after every loss."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from shared.bus.envelope import to_envelope
from shared.bus.relay import Refused, Relay
from shared.bus.stream_tail import STREAM_MAX_AGE
from shared.eventlog.evidence import genesis
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import StoreUnavailable
from shared.time.clock import wall_clock
from support.servers.carrier import PATIENCE_SECONDS, eventually, lanes, numbers, raw_messages, running, write

pytestmark = pytest.mark.contract
OWN = "lantai.evt.intake.qionghai.applicant.viewed"


@pytest.fixture
def log():
    """The log of intake."""
    return MemoryStore("intake")


@pytest.fixture
def relay_of(connect):
    """A relay of intake with a connection of its own."""

    async def make(log, kind=Relay):
        return kind("intake", log, await connect("intake"), wall_clock)

    return make


@pytest.fixture
def carried(broker, log):
    """Whether the stream has every event of the log, each once and in order."""

    async def look():
        heads = await log.heads()
        expected = {agency: list(range(1, head.seq + 1)) for agency, head in heads.items()}
        return numbers(await broker.messages("intake")) == expected

    return look


async def test_lane_is_published_in_order(log, relay_of, carried):
    """What was in the log, and what is appended later, stands in the stream in the lane's order."""
    await write(log, "qionghai", 1200)
    relay = await relay_of(log)

    async with running(relay.run()):
        await eventually(carried)
        await write(log, "qionghai", 3, "later")
        relay.wake("qionghai")
        await eventually(carried)

    assert relay.position("qionghai") == 1203


async def test_batch_spans_many_lanes(log, relay_of, carried, connect):
    """Sixty-four lanes go out in one atomic batch."""
    for agency in lanes(64):
        await write(log, agency, 3)

    async with running((await relay_of(log)).run()):
        await eventually(carried)

    stored = [each.headers async for each in raw_messages(await connect("deploy"), "intake")]
    assert len(stored) == 192
    assert len({headers["Nats-Batch-Id"] for headers in stored}) == 1


async def test_zombie_is_fenced(log, relay_of, carried, broker):
    """A relay that slept through its replacement is refused, reads its cursors again, and nothing interleaves."""
    await write(log, "qionghai", 10)
    sleeper, successor = await relay_of(log), await relay_of(log)
    await sleeper._read_positions()
    rows = await sleeper._collect()
    async with running(successor.run()):
        await eventually(carried)

    with pytest.raises(Refused):
        await sleeper._publish(rows)
    async with running(sleeper.run(), successor.run()):
        for n in range(30):
            await write(log, "qionghai", 5, f"more-{n}")
            sleeper.wake("qionghai")
            successor.wake("qionghai")
            await asyncio.sleep(0.01)
        await eventually(carried)

    assert numbers(await broker.messages("intake")) == {"qionghai": list(range(1, 161))}


async def test_stale_lane_rejects_the_batch_and_a_retry_carries_it(log, relay_of, carried, broker):
    """One lane that another relay took forward turns the whole batch back; with the cursors read again all go."""
    for agency in lanes(8):
        await write(log, agency, 2)
    stale = await relay_of(log)
    await stale._read_positions()
    other = MemoryStore("intake")
    other._lanes = {"bureau-03": log._lanes["bureau-03"]}
    async with running((await relay_of(other)).run()):
        await eventually(lambda: _count(broker, 2))

    rows = await stale._collect()
    with pytest.raises(Refused):
        await stale._publish(rows)
    refused = await broker.messages("intake")
    async with running(stale.run()):
        stale.forget()
        await eventually(carried)

    assert len(refused) == 2


async def test_rolled_back_broker_is_filled_again(log, relay_of, carried, broker):
    """A broker that lost its last seconds is sent them again by a relay that has been running all the while."""
    await write(log, "qionghai", 20)
    relay = await relay_of(log)
    async with running(relay.run()):
        await eventually(carried)
        broker.remember()
        await write(log, "qionghai", 20, "lost")
        relay.wake("qionghai")
        await eventually(carried)

        broker.roll_back()
        relay.forget()
        await eventually(carried)

    assert relay.position("qionghai") == 40


async def test_deleted_stream_is_filled_again(log, relay_of, carried, broker):
    """After the loss of the stream, and its return, every young event is there again."""
    await write(log, "qionghai", 20)
    relay = await relay_of(log)
    async with running(relay.run()):
        await eventually(carried)
        await broker.delete_stream("intake")
        await write(log, "qionghai", 1, "meanwhile")
        relay.wake("qionghai")
        await asyncio.sleep(0.3)

        await broker.provision()
        await eventually(carried)


async def test_old_events_are_left_to_back_fill(relay_of, broker):
    """In an empty stream a lane begins at its first event that the stream would still keep."""
    at = [wall_clock() - STREAM_MAX_AGE - timedelta(days=1)]
    log = MemoryStore("intake", lambda: at[0])
    await write(log, "qionghai", 7, "old")
    at[0] = wall_clock() - timedelta(days=1)
    await write(log, "qionghai", 5, "young")

    async with running((await relay_of(log)).run()):
        await eventually(lambda: _count(broker, 5))

    assert numbers(await broker.messages("intake")) == {"qionghai": [8, 9, 10, 11, 12]}


async def test_forged_last_message_is_passed_over(log, relay_of, connect):
    """A message that the log does not know becomes no cursor: the lane goes on behind the last true one."""
    await write(log, "qionghai", 3)
    async with running((await relay_of(log)).run()):
        admin = await connect("deploy")
        await eventually(lambda: _stored(admin, 3))
    (last,) = await log.read("qionghai", 2, 1)
    altered = msgspec.structs.replace(last, body=b'{"forged":true}')
    for forged in (
        b"nonsense",
        to_envelope(altered, log._lanes["qionghai"][1].chain),
        await _foreign_message(),
    ):
        await admin.jetstream().publish(OWN, forged)
    await write(log, "qionghai", 2, "after")

    async with running((await relay_of(log)).run()):
        await eventually(lambda: _stored(admin, 8))

    stored = [each.data async for each in raw_messages(admin, "intake")]
    assert [msgspec.json.decode(each)["sequence"] for each in stored[6:]] == ["4", "5"]


async def test_broken_lane_is_held_and_others_flow(log, relay_of, broker):
    """A lane whose log was altered stops where it does not follow itself; its neighbours go on."""
    await write(log, "qionghai", 4)
    await write(log, "tongliao", 4)
    log._lanes["qionghai"][2] = msgspec.structs.replace(log._lanes["qionghai"][2], chain=b"\x00" * 32)
    relay = await relay_of(log)

    async with running(relay.run()):
        await eventually(lambda: _count(broker, 6))

    assert relay.held == {"qionghai": 3}
    assert numbers(await broker.messages("intake")) == {"qionghai": [1, 2], "tongliao": [1, 2, 3, 4]}


async def test_noisy_lane_does_not_keep_others_waiting(log, relay_of, broker):
    """A lane with thousands of events shares the first batches with one that has two."""
    await write(log, "qionghai", 3000)
    await write(log, "tongliao", 2)

    async with running((await relay_of(log)).run()):
        await eventually(lambda: _count(broker, 3002))

    order = [row.agency for row in await broker.messages("intake")]
    assert max(n for n, agency in enumerate(order) if agency == "tongliao") < 900


async def test_relay_starts_with_the_broker_away(log, relay_of, carried, broker):
    """A broker that is killed and comes back finds the relay trying."""
    await write(log, "qionghai", 5)
    relay = await relay_of(log)
    broker.server.kill()

    async with running(relay.run()):
        await asyncio.sleep(1)
        broker.server.start()
        await eventually(carried)


class AwayOnce(MemoryStore):
    """A log that cannot be read the first time."""

    away = True

    async def heads(self):
        if self.away:
            self.away = False
            raise StoreUnavailable("away")
        return await super().heads()


async def test_relay_that_is_well_again_says_so_before_it_has_anything_to_send(relay_of):
    """After a failure the first turn that goes well counts, also one without rows: an alert must not stand for a minute."""
    relay = await relay_of(AwayOnce("intake"))

    async with running(relay.run()):
        await eventually(_failing(relay))
        await eventually(_well(relay))


def _failing(relay):
    async def look():
        return relay.failing(0)

    return look


def _well(relay):
    async def look():
        return not relay.failing(0)

    return look


async def test_relay_that_is_stopped_as_it_wakes_ends(log, relay_of, carried):
    """A cancellation that arrives together with news ends the relay: Python 3.11's `wait_for` drops it."""
    await write(log, "qionghai", 1)
    relay = await relay_of(log)
    task = asyncio.create_task(relay.run())
    await eventually(carried)

    relay.wake("qionghai")
    await asyncio.sleep(0)  # the waiter of the news is done, the relay has not gone on yet
    task.cancel()

    done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
    assert done == {task}
    assert task.cancelled()


async def _count(broker, expected):
    return len(await broker.messages("intake")) == expected


async def _stored(client, expected):
    return (await client.jetstream().stream_info("EVT_INTAKE")).state.messages == expected


async def _foreign_message() -> bytes:
    """A well-formed message of a lane that has another history."""
    other = MemoryStore("intake")
    await write(other, "qionghai", 1)
    (row,) = await other.read("qionghai", 0, 1)
    return to_envelope(row, genesis("intake", "qionghai"))
