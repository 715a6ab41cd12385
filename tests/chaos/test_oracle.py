"""The oracle finds what a broken carrier leaves behind, and nothing where the carrier is whole."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

import msgspec
import pytest
from nats.js.api import StreamConfig

from chaos.oracle import Done, Effect, Lane, PromisedEvent, answer_faults, judge
from reporting.projections.ledger import DatabaseLedger, LedgerProjection
from shared.bus.relay import Refused, Relay
from shared.delivery.advance import Outcome, Work, move, positions
from shared.delivery.feed import Feed
from shared.delivery.subscription import ProjectionSubscription, checkpoint_keys
from shared.eventlog.memory import MemoryStore
from shared.eventlog.store import Head
from shared.message import Recorded
from shared.time.clock import wall_clock
from support.servers.carrier import eventually, numbers, running, write

pytestmark = pytest.mark.chaos
LANE = "qionghai"
DUPLICATE_WINDOW_SECONDS = 0.1


class WithoutBackFill(Feed):
    """A feed that waits for the bus to send again what is missing."""

    async def _back_fill(self, *_):
        """It never does."""


class TornCheckpoint(Feed):
    """A feed that commits its checkpoint before the effect, and dies once in between."""

    died = False

    async def _take_effect(self, work: Work) -> Outcome:
        if self.died:
            return await super()._take_effect(work)
        self.died = True
        async with self.engine.begin() as connection:
            for subscription, lanes in work:
                (key,) = await checkpoint_keys(connection, [subscription])
                await positions(connection, [key], self.source, lanes)
                ends = {(key, a): Head(rows[-1].seq, rows[-1].chain) for a, rows in lanes.items()}
                await move(connection, self.source, ends)
        raise ConnectionResetError("killed between the checkpoint and the effect")


class Unfenced(Relay):
    """A relay that compares nothing with the lane's last message."""

    def _expected_position(self, *_):
        return {}


@pytest.fixture
def log():
    """Intake's log."""
    return MemoryStore("intake")


@pytest.fixture
async def engine(service_database, engines):
    """Reporting's database, as its superuser."""
    return engines((await service_database("reporting", projections=[LedgerProjection()])).superuser_dsn)


@pytest.fixture
def feed_of(log, engine):
    """Reporting's feed of intake, whole or broken."""

    def make(kind: type[Feed]) -> Feed:
        return kind("intake", log, engine, [ProjectionSubscription(LedgerProjection())], lambda _: None)

    return make


@pytest.fixture
def findings(log, engine):
    """What the oracle says of store, ledger and stream."""

    async def look(stream: Sequence[Recorded] = ()) -> list[str]:
        ledger = await DatabaseLedger(engine).copies(LANE, service="intake", after=0, limit=10_000)
        return judge([lane_of(log, ledger, stream)])

    return look


def lane_of(log, ledger=(), stream=()) -> Lane:
    """All that there is of the lane."""
    rows = log._lanes[LANE]
    commands = [Done(key[1], receipt.first_seq, receipt.last_seq) for key, receipt in log._receipts.items()]
    return Lane("intake", LANE, rows, Head(len(rows), rows[-1].chain), commands, ledger, stream)


async def take_with_losses(feed: Feed, log) -> None:
    """Deliver with one message lost, two swapped, and one sent twice."""
    await write(log, LANE, 20)
    rows = list(await log.read(LANE, 0, 20))
    for batch in (rows[:6], rows[7:10], [rows[11], rows[10]], rows[9:20]):
        await feed.take(batch)


async def test_whole_feed_is_exact(feed_of, log, findings) -> None:
    """Losses, swaps and repetitions leave nothing for the oracle."""
    await take_with_losses(feed_of(Feed), log)

    assert await findings() == []


async def test_feed_without_back_fill_is_found_out(feed_of, log, findings) -> None:
    """Waiting for a message that was lost leaves the ledger short."""
    await take_with_losses(feed_of(WithoutBackFill), log)

    assert await findings() == [f"intake/{LANE}: the ledger holds 6 of 20 events"]


async def test_cursor_outside_the_transaction_is_found_out(feed_of, log, findings) -> None:
    """A process that ends between checkpoint and effect loses the effect for good."""
    await take_with_losses(feed_of(TornCheckpoint), log)

    assert await findings() == [f"intake/{LANE}: the ledger holds 14 of 20 events"]


async def sleep_through(broker, connect, log, kind: type[Relay]) -> list[Recorded]:
    """A relay sleeps, with a batch in hand, longer than the broker remembers ids; its successor sends the batch."""
    admin = (await connect("deploy")).jetstream()
    known = (await admin.stream_info("EVT_INTAKE")).config
    await admin.update_stream(
        StreamConfig(**{**known.__dict__, "duplicate_window": DUPLICATE_WINDOW_SECONDS})
    )
    await write(log, LANE, 5)
    sleeper = kind("intake", log, await connect("intake"), wall_clock)
    await sleeper._read_positions()
    rows = await sleeper._collect()
    async with running(kind("intake", log, await connect("intake"), wall_clock).run()):
        await eventually(lambda: _carried(broker, 5))
    await asyncio.sleep(3 * DUPLICATE_WINDOW_SECONDS)
    with suppress(Refused):
        await sleeper._publish(rows)
    return await broker.messages("intake")


async def test_fenced_zombie_is_exact(broker, connect, log, feed_of, findings) -> None:
    """With compare-and-set the sleeper is refused: the stream follows itself."""
    stream = await sleep_through(broker, connect, log, Relay)
    await feed_of(Feed).take(stream)

    assert await findings(stream) == []


async def test_unfenced_zombie_is_found_out(broker, connect, log, feed_of, findings) -> None:
    """Without compare-and-set the sleeper repeats the lane in the stream."""
    stream = await sleep_through(broker, connect, log, Unfenced)
    await feed_of(Feed).take(stream)

    assert numbers(stream) == {LANE: [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]}
    assert await findings(stream) == [
        f"intake/{LANE}: the stream does not follow itself behind message 5 (of 10)"
    ]


async def test_every_kind_of_damage_is_named(log) -> None:
    """A missing row, an altered one, a command twice, a differing copy: each has its sentence."""
    await write(log, LANE, 3)
    whole = lane_of(log, log._lanes[LANE], log._lanes[LANE])
    altered = [*whole.rows[:2], msgspec.structs.replace(whole.rows[2], body=b"{}")]

    assert judge([whole]) == []
    assert judge([_with(whole, rows=whole.rows[:2])])[0].endswith("2 events, but the lane counts 3")
    assert any("the store at 3: altered" in each for each in judge([_with(whole, rows=altered)]))
    assert any("the ledger differs at 3" in each for each in judge([_with(whole, ledger=altered)]))
    assert any("has 2 results" in each for each in judge([_with(whole, commands=[*whole.commands] * 2)]))
    assert any("belongs to 0 commands" in each for each in judge([_with(whole, commands=[])]))


async def test_effect_that_is_missing_or_doubled_is_named(log) -> None:
    """An event that must have had one effect had none."""
    await write(log, LANE, 1)
    lane = lane_of(log, log._lanes[LANE], log._lanes[LANE])
    effect = Effect("intake", "applicant-viewed", "deadline", frozenset({"due-date-set"}))

    assert judge([lane], [effect]) == [f"deadline: 0 effects of intake/{LANE} 1"]


async def test_answer_without_an_event_is_named(log) -> None:
    """A command that was answered and is not in the log is the worst of all."""
    await write(log, LANE, 1)
    lane = lane_of(log)
    row = lane.rows[0]
    made = PromisedEvent("intake", LANE, row.stream, row.type, row.actor)
    lost = replace(made, stream="made/9")
    found = list(answer_faults({UUID(int=1): made, UUID(int=2): lost}, [lane]))
    twice = list(answer_faults({UUID(int=n): made for n in (1, 2)}, [lane]))

    assert found == [f"{UUID(int=2)} was answered with {row.type} of made/9, which happened 0 times"]
    assert twice == [f"{row.type} of made/0 was promised to 2 commands"]


def _with(lane: Lane, **changes) -> Lane:
    return Lane(**{**{name: getattr(lane, name) for name in Lane.__slots__}, **changes})


async def _carried(broker, count: int) -> bool:
    return len(await broker.messages("intake")) == count
