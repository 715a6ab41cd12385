"""The faults that a stack must bear. Each is done to processes that this stack's own supervisor started."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

import msgspec
import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deploy.stack.running_stack import find
from deploy.stack.stack import Stack
from deploy.topology import SERVICES, deliver_subject, event_filter, subscriptions
from shared.bus.envelope import hint_subject, stream_name
from shared.eventlog.postgres import PgStore
from shared.message import Origin
from shared.process.settings import async_dsn
from shared.service.migration import open_lanes
from shared.time.clock import wall_clock
from support.origins import commit, origin

ROLL_BACK_SECONDS = 2.0
STOP_SECONDS = 3.0
REPLAY_SECONDS = 0.5
POISON_LANE = "chaos-lane"
BREAK = (
    f"""create or replace function public.chaos() returns trigger language plpgsql as
$$ begin if new.agency = '{POISON_LANE}' then raise exception 'poison'; end if; return new; end $$""",
    "grant execute on function public.chaos() to public",
)
TRIGGER = (
    "create or replace trigger chaos before insert on {table} for each row execute function public.chaos()"
)
MEND = (
    text("drop function if exists public.chaos() cascade"),
    text("delete from carrier.dead_letter where agency = :agency").bindparams(agency=POISON_LANE),
)

Fault = Callable[[], Awaitable[None]]
NamedFault = tuple[str, Fault]


class Faults:
    """What can be done to the stack that runs in a folder."""

    def __init__(self, place: Path, random: Random) -> None:
        self._place = place
        self._random = random
        self.delivered_again = 0

    def all(self) -> list[NamedFault]:
        """Every fault by its name."""
        return [
            *((f"kill -9 {service}", self._killing(service)) for service in SERVICES),
            ("kill -9 broker", self._killing("nats")),
            ("broker rolled back 2 s", self.roll_back),
            ("stream deleted", self.delete_stream),
            ("postgresql immediate stop", self.crash_postgres),
            ("sigstop 3 s", self.stop_service),
            ("forged messages", self.forge),
            ("poison event, dead letter, re-driven", self.poison),
        ]

    @asynccontextmanager
    async def delivering_again(self) -> AsyncIterator[None]:
        """Every event that reaches the bus is delivered a second time, out of order, to all listeners."""
        client = await self._admin()
        waiting: list[Msg] = []

        async def heard(message: Msg) -> None:
            waiting.append(message)

        await client.subscribe("lantai.evt.>", cb=heard)
        replaying = asyncio.create_task(self._replay(client, waiting))
        try:
            yield
        finally:
            replaying.cancel()
            await asyncio.gather(replaying, return_exceptions=True)
            await client.close()

    async def _replay(self, client: Client, waiting: list[Msg]) -> None:
        while True:
            await asyncio.sleep(REPLAY_SECONDS)
            batch, waiting[:] = waiting[:], []
            self._random.shuffle(batch)
            for subject, message in [(to, each) for each in batch for to in _listeners(each.subject)]:
                with suppress(nats.errors.Error):
                    await client.publish(subject, message.data, headers=message.headers)
                    self.delivered_again += 1

    async def roll_back(self) -> None:
        """Freeze the broker for a copy of its store, let it run two seconds, then end it and put the copy back."""
        store, copy = self._stack().nats.folder / "store", self._place / "remembered"
        broker = self._pid("nats")
        os.kill(broker, signal.SIGSTOP)
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(store, copy)
        os.kill(broker, signal.SIGCONT)
        await asyncio.sleep(ROLL_BACK_SECONDS)
        supervisor = find(self._place).running.supervisor.pid
        os.kill(supervisor, signal.SIGSTOP)  # it would start the broker before the copy is back
        try:
            os.kill(broker, signal.SIGKILL)
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(copy, store)
        finally:
            os.kill(supervisor, signal.SIGCONT)

    async def delete_stream(self) -> None:
        """Lose intake's stream with its consumers; the supervisor makes it anew."""
        client = await self._admin()
        await client.jetstream().delete_stream(stream_name("intake"))
        await client.close()

    async def crash_postgres(self) -> None:
        """`pg_ctl stop -m immediate`."""
        os.kill(self._pid("postgres"), signal.SIGQUIT)

    async def stop_service(self) -> None:
        """Stop one service with SIGSTOP for three seconds."""
        pid = self._pid(self._random.choice(SERVICES))
        os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    async def forge(self) -> None:
        """Put onto the bus: nonsense, an altered copy of a true event, and an event that never was."""
        client = await self._admin()
        jetstream = client.jetstream()
        subject = "lantai.evt.intake.qionghai.request.received"
        last = msgspec.json.decode((await jetstream.get_last_msg(stream_name("intake"), subject)).data or b"")
        altered = {**last, "data": {"forged": True}}
        invented = {**altered, "sequence": str(int(last["sequence"]) + 1)}
        for body in (b"nonsense", msgspec.json.encode(altered), msgspec.json.encode(invented)):
            await jetstream.publish(subject, body)
        await client.close()

    async def poison(self) -> None:
        """Let reporting's ledger fail on one lane until it has a dead letter; mend it, and let it go on."""
        reporting = create_async_engine(async_dsn(self._stack().postgres.dsn("reporting")))
        intake = create_async_engine(async_dsn(self._stack().postgres.dsn("intake")))
        store = PgStore("intake", intake)
        try:
            await open_lanes("intake", self._stack().postgres.dsn("intake"), [POISON_LANE])
            async with poisoned_ledger(reporting):
                await store.append(commit(f"poison/{self._random.getrandbits(64)}", by=_poison_origin()))
                client = await self._admin()
                await client.publish(hint_subject("intake"), POISON_LANE.encode())
                await client.close()
                await self._wait_for_dead_letter(reporting)
        finally:
            await store.close()
            await intake.dispose()
            await reporting.dispose()

    async def _wait_for_dead_letter(self, engine: AsyncEngine) -> None:
        async with asyncio.timeout(60):
            while not await self._has_dead_letter(engine):  # noqa: ASYNC110  # the table has no notification
                await asyncio.sleep(0.2)

    async def _has_dead_letter(self, engine: AsyncEngine) -> bool:
        query = text("select true from carrier.dead_letter where agency = :agency")
        async with engine.connect() as connection:
            return bool((await connection.execute(query, {"agency": POISON_LANE})).scalar())

    def _killing(self, name: str) -> Fault:
        async def kill() -> None:
            os.kill(self._pid(name), signal.SIGKILL)

        return kill

    def _pid(self, name: str) -> int:
        pid = find(self._place).pid(name)
        assert pid is not None, f"{name} does not run"
        return pid

    def _stack(self) -> Stack:
        return find(self._place).stack

    async def _admin(self) -> Client:
        return await nats.connect(
            self._stack().nats.url_for("deploy"), max_reconnect_attempts=-1, error_cb=_silent
        )


@asynccontextmanager
async def poisoned_ledger(reporting: AsyncEngine) -> AsyncIterator[None]:
    """The ledger refuses the rows of `POISON_LANE`; afterwards it takes them, and the lane's dead letters are gone."""
    try:
        async with reporting.begin() as connection:
            table = (
                await connection.execute(
                    text("select 'ledger_' || generation from carrier.projection where name = 'ledger'")
                )
            ).scalar_one()
            await connection.execute(text("set local role reporting_owner"))
            for statement in (*BREAK, TRIGGER.format(table=f"{table}.entries")):
                await connection.execute(text(statement))
        yield
    finally:
        async with reporting.begin() as connection:
            for mending in MEND:
                await connection.execute(mending)


def _poison_origin() -> Origin:
    """The origin of the poisoned command. Its time is now, because the stream drops rows that are too old."""
    return origin(POISON_LANE, at=wall_clock())


async def _silent(_: Exception) -> None:
    """What a client complains about while its broker is being killed."""


def _listeners(subject: str) -> list[str]:
    """Where the events of a subject are delivered."""
    return [
        deliver_subject(listener, source)
        for listener, source in subscriptions()
        if subject.startswith(event_filter(source).removesuffix(">"))
    ]
