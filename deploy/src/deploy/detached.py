"""A supervisor in the background: started without a terminal, waited for, stopped by its process id."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from deploy import lock, running
from deploy.folder import StackFolder
from deploy.process import StartFailed, log_end
from deploy.unable import NoStack, Unable

_POLL_SECONDS = 0.1
_STOP_SECONDS = 60


def start(place: Path, command: Sequence[str], timeout_seconds: float = 180) -> None:
    """Run the supervisor's `command` in the background; return when its opening is over, else `StartFailed`."""
    folder = StackFolder.of(place).create()
    log = folder.log("up")
    with log.open("wb") as out:
        child = subprocess.Popen(  # noqa: S603  # our own command
            command,
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until = time.monotonic() + timeout_seconds
    while not _is_ready(folder, child.pid):
        if child.poll() is not None:
            raise StartFailed(f"后台启动失败：\n{log_end(log)}")
        if time.monotonic() > until:
            child.terminate()
            raise StartFailed(f"后台启动超过 {timeout_seconds:.0f} 秒，已停止，见 {log}")
        time.sleep(_POLL_SECONDS)


def stop(place: Path) -> None:
    """Stop the stack of `place` cleanly and return when it is gone; `NoStack` where none runs."""
    file = StackFolder.of(place).lock
    pid = lock.holder(file)
    if pid is None:
        raise NoStack
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + _STOP_SECONDS
    while lock.holder(file) is not None:
        if time.monotonic() > until:
            raise Unable(
                f"本地系统（进程 {pid}）在 {_STOP_SECONDS} 秒内没有停止，请查看 .lantai/logs/supervisor.log"
            )
        time.sleep(_POLL_SECONDS)


def _is_ready(folder: StackFolder, pid: int) -> bool:
    now = running.read(folder.running)
    return now is not None and now.supervisor.pid == pid and now.phase is running.Phase.OPEN
