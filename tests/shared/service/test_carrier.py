"""Whole carriers on real servers: intake's events take effect in review whatever happens to the broker between them."""

import asyncio

import pytest
from faststream.nats import NatsBroker
from nats.js.api import ConsumerConfig
from sqlalchemy import text

from shared.delivery.inbox import Inbox, subscribe
from shared.delivery.rebuild import Rebuild
from shared.service.commands import hinting
from shared.service.health import readiness, state
from support.servers.carrier import Echo, eventually, running, write
from support.servers.service_process import LANE, ServiceProcess, carrying

pytestmark = pytest.mark.contract


def arrived(process: ServiceProcess, count: int, agency: str = LANE):
    """Whether `count` events of a lane took effect, each once."""

    async def look() -> bool:
        effects = await process.effects(agency)
        assert all(times == 1 for _, times in effects)
        return effects == [(seq, 1) for seq in range(1, count + 1)]

    return look


async def test_event_goes_from_append_to_effect(process_of):
    """An append shows in the service's own projection at once, and in another service's over the broker."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    async with carrying(intake, review):
        await write(intake.runtime.store, LANE, 20)

        assert await intake.runtime.caught_up(LANE, 20)
        await eventually(arrived(review, 20))

    assert await arrived(intake, 20)()


async def test_reaction_answers_once_across_the_broker(process_of):
    """Review's reaction to intake's events appends once each, and intake hears of it."""
    intake = await process_of("intake", "review")
    review = await process_of("review", "intake", Echo(source="intake"))
    async with carrying(intake, review):
        await write(intake.runtime.store, LANE, 12)

        await eventually(arrived(intake, 12))


async def test_message_that_was_not_acknowledged_makes_no_second_effect(process_of, broker, connect):
    """A process that ends between the commit and its acknowledgement is sent the event again, which is skipped."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    admin = await connect("deploy")
    kept = (await admin.jetstream().consumer_info("EVT_INTAKE", "review")).config.as_dict()
    await admin.jetstream().add_consumer("EVT_INTAKE", ConsumerConfig.from_response(kept).evolve(ack_wait=1))

    class Unfortunate(Inbox):
        async def put(self, body, _ack, pending):
            async def never() -> None:
                """The process ended just before."""

            await super().put(body, never, pending)

    client = NatsBroker(broker.server.url_for("review"), inbox_prefix=b"_INBOX.review", apply_types=False)
    inbox = Unfortunate(review.carrier.feeds["intake"], _nothing_to_skip)
    subscribe(client, "review", "intake", inbox.put)
    async with carrying(intake):
        await write(intake.runtime.store, LANE, 5)
        async with running(inbox.run()):
            await client.start()
            await eventually(arrived(review, 5))
            await client.stop()
        async with carrying(review):
            await eventually(lambda: _all_acknowledged(admin))

    assert await arrived(review, 5)()


async def test_backlog_is_read_from_the_log(process_of, connect):
    """A service that comes back to thousands of messages skips them, reads the lanes from the log, and goes on by push."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    admin = await connect("deploy")
    async with carrying(intake):
        for agency in (LANE, "tongliao"):
            await write(intake.runtime.store, agency, 800)
        await eventually(lambda: _carried(admin, 1600))
        async with carrying(review):
            await eventually(arrived(review, 800, "tongliao"), seconds=60)
            await eventually(arrived(review, 800), seconds=60)
            await eventually(lambda: _nothing_waits(admin))
            await write(intake.runtime.store, LANE, 3, "live")
            await eventually(arrived(review, 803), seconds=4)
            delivered = (await admin.jetstream().consumer_info("EVT_INTAKE", "review")).delivered

    assert delivered.consumer_seq < 1600


async def test_deleted_durable_is_made_up_for(process_of, broker, connect):
    """Without its durable a service still gets every event by the head audit, and shows the lag; with it, by push."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    async with carrying(intake, review):
        await write(intake.runtime.store, LANE, 3)
        await eventually(arrived(review, 3))
        await (await connect("deploy")).jetstream().delete_consumer("EVT_INTAKE", "review")
        await write(intake.runtime.store, LANE, 3, "unsent")

        await eventually(lambda: _shows_lag(review))
        await eventually(arrived(review, 6))
        await broker.provision()
        await write(intake.runtime.store, LANE, 3, "sent")
        await eventually(arrived(review, 9), seconds=4)


async def test_own_books_do_not_wait_for_the_broker(process_of, broker):
    """With the broker away a service is ready and shows its own events, its carrier is not well; when it comes, everything flows."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    broker.server.kill()
    async with carrying(intake, review):
        await eventually(lambda: _active(intake))
        await write(intake.runtime.store, LANE, 4)

        assert await intake.runtime.caught_up(LANE, 4)
        assert (await readiness(intake.runtime))["ready"]
        assert not await _healthy(intake)
        broker.server.start()
        await eventually(arrived(review, 4))
        assert await _healthy(intake)


async def test_broker_that_is_killed_again_and_again_loses_nothing(process_of, broker):
    """Events appended while the broker is being killed and rolled back all take effect once."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    async with carrying(intake, review):
        await write(intake.runtime.store, LANE, 50)
        await eventually(arrived(review, 50))
        broker.remember()
        for n in range(3):
            await write(intake.runtime.store, LANE, 50, f"round-{n}")
            broker.roll_back()
            await asyncio.sleep(0.5)

        await eventually(arrived(review, 200), seconds=40)


async def test_stand_by_takes_over(process_of):
    """A second process is well, hints at what it appends, and carries when the first one ends."""
    first, second = await process_of("intake", "intake"), await process_of("intake", "intake")
    async with carrying(first) as tasks:
        await eventually(lambda: _active(first))
        async with carrying(second):
            await eventually(lambda: _healthy(second))
            assert not second.carrier.active
            await write(second.runtime.store, LANE, 5)
            assert await second.runtime.caught_up(LANE, 5)

            tasks.pop().cancel()
            await eventually(lambda: _active(second))
            await write(second.runtime.store, LANE, 5, "alone")
            assert await second.runtime.caught_up(LANE, 10)


async def test_command_tells_the_service_what_it_appended(process_of):
    """What a command in a process of its own appends shows at once, and not at the next head audit; `shows_present` waits for it."""
    service, command = await process_of("intake", "intake"), await process_of("intake", "intake")
    async with carrying(service):
        await eventually(lambda: _joined(service))
        for n in range(3):
            async with hinting(command.runtime):
                await write(command.runtime.store, LANE, 5, f"hinted-{n}")
            assert await service.runtime.caught_up(LANE, 10 * n + 5)
            await write(command.runtime.store, LANE, 5, f"unsaid-{n}")
            assert await service.runtime.shows_present(LANE)

        assert await arrived(service, 30)()


async def test_process_of_another_version_waits_for_the_upgrade(process_of):
    """Until the projection is rebuilt in its version it is not ready and carries nothing; then it goes on by itself, and no lane is parked."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    review.projection.version = 2
    async with carrying(intake, review):
        await write(intake.runtime.store, LANE, 20)
        await eventually(lambda: _healthy(intake))
        ready, moves = await readiness(review.runtime), await state(review.runtime, review.carrier)
        logs = {"intake": intake.runtime.log}

        await Rebuild("review", review.projection, logs, lambda _lane, _seq: None).run(review.superuser_dsn)

        await eventually(lambda: _healthy(review))
        await write(intake.runtime.store, LANE, 5, "after")
        await eventually(arrived(review, 25))
    assert ready == {"ready": False, "database": True, "old_projections": {"effects": 1}}
    assert (moves["healthy"], moves["active"]) == (False, False)
    assert (await readiness(review.runtime))["ready"]
    assert not (await state(review.runtime, review.carrier))["dead_letters"]


async def test_dead_letter_is_seen_and_leaves_the_service_ready(process_of):
    """A dead letter stands in the state for everybody to see, but takes no page off the net."""
    intake, review = await process_of("intake", "intake"), await process_of("review", "intake")
    review.projection.poison = {"made/1"}
    async with carrying(intake, review):
        await write(intake.runtime.store, LANE, 3)
        await eventually(lambda: _has_dead_letter(review))

        seen = await state(review.runtime, review.carrier)
        assert not seen["healthy"]
        assert (await readiness(review.runtime))["ready"]
        assert seen["dead_letters"] == [
            {"subscription": "effects", "service": "intake", "agency": LANE, "seq": 2}
        ]
        review.projection.poison = set()
        async with review.runtime.carrier_engine.begin() as connection:
            await connection.execute(text("delete from carrier.dead_letter"))
        await eventually(arrived(review, 3))


async def _has_dead_letter(process: ServiceProcess) -> bool:
    return bool((await state(process.runtime, process.carrier))["dead_letters"])


async def _healthy(process: ServiceProcess) -> bool:
    return bool((await state(process.runtime, process.carrier))["healthy"])


async def _joined(process: ServiceProcess) -> bool:
    return process.carrier.started


async def _active(process: ServiceProcess) -> bool:
    return process.carrier.active


async def _shows_lag(process: ServiceProcess) -> bool:
    return (await state(process.runtime, process.carrier))["lag"] == {f"intake:effects/{LANE}": 3}


async def _all_acknowledged(admin) -> bool:
    info = await admin.jetstream().consumer_info("EVT_INTAKE", "review")
    return info.num_ack_pending == 0 and info.num_pending == 0 and info.ack_floor.stream_seq == 5


async def _nothing_waits(admin) -> bool:
    info = await admin.jetstream().consumer_info("EVT_INTAKE", "review")
    return info.num_ack_pending == 0 and info.num_pending == 0


async def _carried(admin, count: int) -> bool:
    return (await admin.jetstream().stream_info("EVT_INTAKE")).state.messages == count


async def _nothing_to_skip() -> None:
    """The durable stays where it is."""
