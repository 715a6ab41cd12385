"""Keeps one process alive: restarts it after every end, with growing pauses, until it is stopped."""

import asyncio
import logging
import time
from collections.abc import Callable

from deploy.servers.process import Process, StartFailed, log_end

_log = logging.getLogger(__name__)
_POLL_SECONDS = 0.05
_FIRST_PAUSE_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 5.0
_STEADY_SECONDS = 10.0
_GIVE_UP_ENDS = 5


class Keeper:
    """Restarts one process; `on_spawn` is called after every start."""

    def __init__(self, process: Process, on_spawn: Callable[[], None]) -> None:
        """Remember the process; nothing is started."""
        self.process = process
        self._on_spawn = on_spawn
        self._watch: asyncio.Task[None] | None = None
        self._ends = 0

    @property
    def name(self) -> str:
        """The name of the process."""
        return self.process.launch.name

    def start(self) -> None:
        """Start the process and keep it alive from now on; call on the main thread (see `process`)."""
        self._spawn()
        self._watch = asyncio.create_task(self._keep(), name=f"keep {self.name}")

    async def ready(self, timeout_seconds: float) -> None:
        """Wait until it is ready. Raises `StartFailed` if that takes too long or it ends repeatedly."""
        until = time.monotonic() + timeout_seconds
        while not await asyncio.to_thread(self.process.launch.is_ready):
            if self._ends >= _GIVE_UP_ENDS or time.monotonic() > until:
                raise StartFailed(f"{self.name} 未能就绪，日志末尾：\n{log_end(self.process.launch.log)}")
            await asyncio.sleep(_POLL_SECONDS)

    async def stop(self) -> None:
        """Stop keeping it alive and end it."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await asyncio.to_thread(self.process.stop)
        _log.info("stopped %s", self.name)

    def _spawn(self) -> None:
        self.process.spawn()
        _log.info("started %s as process %s", self.name, self.process.pid)
        self._on_spawn()

    async def _keep(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            life = await self._life()
            self._ends += 1
            pause = _FIRST_PAUSE_SECONDS if life > _STEADY_SECONDS else pause
            _log.warning("%s ended; it is started again in %.1f s", self.name, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            self._try_again()

    async def _life(self) -> float:
        """Return how many seconds it still ran."""
        since = time.monotonic()
        while self.process.is_alive():  # noqa: ASYNC110  # the same
            await asyncio.sleep(_POLL_SECONDS)
        return time.monotonic() - since

    def _try_again(self) -> None:
        try:
            self._spawn()
        except (OSError, StartFailed):
            _log.exception("%s could not be started", self.name)
