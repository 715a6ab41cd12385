"""One run of the local stack in one folder, from the lock to the last process: what `lantai up` does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import Unable
from deploy.place import lock, running, state
from deploy.place.folder import StackFolder
from deploy.stack.stack import Parts, Stack
from deploy.stack.supervisor import Supervisor

OnceReady = Callable[[Stack], Awaitable[None]]

_log = logging.getLogger(__name__)


class WrongMode(Unable):
    """The folder holds a stack of the other mode: exercises and real data never share a folder."""


@dataclass(frozen=True)
class StackOptions:
    """What is wished of a stack: `exercise` is None where the folder's own mode is to stay."""

    exercise: bool | None = None
    portal_port: int | None = None


def run_stack(
    place: Path,
    options: StackOptions,
    once_ready: OnceReady,
    *,
    parts: Parts | None = None,
    stay: bool = True,
) -> None:
    """Run the stack of `place` until it is asked to stop; `once_ready` is awaited once all is ready.

    `AlreadyRunning`, `WrongMode`, `NoFreePort` and `StartFailed` carry the sentence for the person at the screen.
    Without `stay` the stack stops when the visit is over. Nothing is left running in any case.
    """
    folder = StackFolder.of(place).create()
    with lock.held(folder.lock):
        _log_to(folder.log("supervisor"))
        for name in running.end_leftovers(folder.running):
            _log.warning("ended %s, left over from a run that was killed", name)
        stack = Stack(folder, _chosen(folder, options), parts or Parts())
        try:
            asyncio.run(Supervisor(stack).run(lambda: once_ready(stack), stay=stay))
        finally:
            folder.running.unlink(missing_ok=True)


def _chosen(folder: StackFolder, options: StackOptions) -> state.State:
    known = state.load(folder.state) or state.choose(exercise=bool(options.exercise))
    if options.exercise is not None and options.exercise is not known.exercise:
        mode = "演练" if known.exercise else "非演练"
        raise WrongMode(f"此目录保存的是{mode}数据，不能改变方式：请换一个目录，或先移走 {folder.root}")
    chosen = state.with_ports(known, options.portal_port)
    state.save(chosen, folder.state)
    return chosen


def _log_to(file: Path) -> None:
    """Send our own log to its file, next to those of the processes."""
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger("deploy")
    root.handlers = [handler]
    root.setLevel(logging.INFO)
