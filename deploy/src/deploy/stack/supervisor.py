"""Runs one local stack: starts its parts in order, keeps each alive, stops all in reverse order.

PostgreSQL → NATS → streams → databases and tables → projections of this version → four services → gateway. The bus is compared with what
is wanted every few seconds, so a deleted stream comes back. Where a part does not become ready at the
start, everything is stopped again and the reason is raised.
"""

import asyncio
import logging
import signal
import sys
from collections.abc import Awaitable, Callable

import nats.errors
from nats.js.errors import Error as JetStreamError

from deploy.bus.rights import ADMIN
from deploy.bus.streams import provision
from deploy.databases.databases import create_databases
from deploy.databases.migration import migrate_all
from deploy.place import running
from deploy.servers.keeper import Keeper
from deploy.servers.ports import reserved
from deploy.servers.process import Process
from deploy.stack.seed import seed
from deploy.stack.stack import Stack
from shared.process.cancelling import raise_if_cancelled

OnceReady = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)
_READY_SECONDS = 60.0
_COMPARE_SECONDS = 5.0
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """The supervisor of one stack."""

    def __init__(self, stack: Stack) -> None:
        """Keep the stack; nothing is started."""
        self._stack = stack
        self._turns: list[list[Keeper]] = []
        self._phase = running.Phase.STARTING

    async def run(self, once_ready: OnceReady, *, stay: bool = True) -> None:
        """Run until Ctrl-C or SIGTERM, or until `once_ready` is done where we do not `stay`; then stop all."""
        asked = asyncio.Event()
        for number in _STOP_SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, asked.set)
        tasks = {asyncio.create_task(self._work(once_ready, stay=stay)), asyncio.create_task(_asked(asked))}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._stop_parts()

    async def _work(self, once_ready: OnceReady, *, stay: bool) -> None:
        with reserved(self._stack.state.ports["portal"]):
            await self._raise_servers()
            await self._prepare()
            await self._raise([*self._stack.services.values()])
        await self._raise([self._stack.caddy.process])
        self._phase = running.Phase.READY
        self._record()
        comparing = asyncio.create_task(self._compare_bus())
        try:
            await once_ready()
            self._phase = running.Phase.OPEN
            self._record()
            if stay:
                await comparing
        finally:
            comparing.cancel()

    async def _raise_servers(self) -> None:
        await self._raise([self._stack.postgres.process])
        await self._raise([self._stack.nats.process])

    async def _prepare(self) -> None:
        stack = self._stack
        for change in await provision(stack.nats.url_for(ADMIN)):
            _log.info("bus: %s", change)
        created = await create_databases(stack.postgres.dsn(), stack.state.roles)
        _log.info("databases created: %s", created)
        await migrate_all(stack.parts.migrate, stack.postgres.dsn)
        await stack.parts.upgrade(stack.postgres.dsn, _say)
        await (stack.parts.seed or seed)(stack)

    async def _raise(self, processes: list[Process]) -> None:
        keepers = [Keeper(process, self._record) for process in processes]
        self._turns.append(keepers)
        for keeper in keepers:
            keeper.start()
        await asyncio.gather(*(keeper.ready(_READY_SECONDS) for keeper in keepers))

    async def _compare_bus(self) -> None:
        while True:
            raise_if_cancelled()
            await asyncio.sleep(_COMPARE_SECONDS)
            await self._renew_bus()
            try:
                changes = await provision(self._stack.nats.url_for(ADMIN))
            except (OSError, nats.errors.Error, JetStreamError) as problem:
                _log.warning("the bus could not be compared: %s", problem)
            else:
                _log.log(logging.WARNING if changes else logging.DEBUG, "bus mended: %s", changes)

    async def _renew_bus(self) -> None:
        """End a broker that cannot write since the disk was full; its keeper starts it again."""
        nats = self._stack.nats
        if await asyncio.to_thread(nats.has_lost_its_store):
            _log.warning("the bus cannot write: it is started again")
            await asyncio.to_thread(nats.stop)

    def _record(self) -> None:
        pids = {keeper.name: keeper.process.pid for turn in self._turns for keeper in turn}
        running.write(self._stack.folder.running, self._phase, pids)

    async def _stop_parts(self) -> None:
        """Stop the gateway, then the services together, then the broker, then the database."""
        for turn in reversed(self._turns):
            await asyncio.gather(*(keeper.stop() for keeper in turn))


def _say(line: str) -> None:
    """Tell the person at the screen of work that takes time; a start in the background counts it as progress."""
    _log.info("upgrade: %s", line)
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def _asked(stop: asyncio.Event) -> None:
    await stop.wait()
    _log.info("asked to stop")
