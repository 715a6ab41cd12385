"""Runs a supervisor in the background: starts it without a terminal, waits for it, stops it by its pid."""

import codecs
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.errors import NoStack, Unable
from deploy.place import lock, running
from deploy.place.folder import StackFolder
from deploy.place.progress import half_played
from deploy.servers.process import StartFailed, log_end

_POLL_SECONDS = 0.1
_STOP_SECONDS = 60

Say = Callable[[str], None]


@dataclass(frozen=True)
class StartTimeouts:
    """Time limits of a start: without any progress, and in total."""

    still_seconds: float = 300
    most_seconds: float = 5400


START_TIMEOUTS: Final = StartTimeouts()
"""A year is played in minutes; even a machine ten times slower shows progress every few seconds."""


class TooLong(StartFailed):
    """A start made no progress within its time limit, or took too long in total."""


def start(
    place: Path, command: Sequence[str], say: Say = lambda _: None, timeouts: StartTimeouts = START_TIMEOUTS
) -> None:
    """Run the supervisor's `command` in the background; return when its opening is over, else `StartFailed`.

    It is waited for as long as it makes progress. `say` gets its output, as if it ran in the foreground.
    `AlreadyRunning` where a stack runs here: its log is left alone.
    """
    folder = StackFolder.of(place).create()
    lock.refuse_held(folder.lock)
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
    try:
        _wait(folder, child, say, timeouts)
    except (TooLong, KeyboardInterrupt) as ended:
        _end(child)
        why = str(ended) or "已取消启动"
        raise StartFailed(f"{why}，后台进程已停止，见 {log}。{half_played(folder)}") from ended


def _wait(folder: StackFolder, child: subprocess.Popen[bytes], say: Say, timeouts: StartTimeouts) -> None:
    decoder, seen = codecs.getincrementaldecoder("utf-8")("replace"), _signs(folder)
    begun = moved = time.monotonic()
    with folder.log("up").open("rb") as log:
        while not _is_ready(folder, child.pid):
            say(decoder.decode(log.read()))
            now, signs = time.monotonic(), _signs(folder)
            moved, seen = (moved, seen) if signs == seen else (now, signs)
            if child.poll() is not None:
                raise StartFailed(f"后台启动失败：\n{log_end(folder.log('up'))}")
            if now - moved > timeouts.still_seconds:
                raise TooLong(f"后台启动 {timeouts.still_seconds:.0f} 秒没有进展")
            if now - begun > timeouts.most_seconds:
                raise TooLong(f"后台启动超过 {timeouts.most_seconds / 60:.0f} 分钟")
            time.sleep(_POLL_SECONDS)
        say(decoder.decode(log.read()))


def _signs(folder: StackFolder) -> tuple[tuple[int, int], ...]:
    """The signs of progress of a start: the two logs, the running processes, the demo's progress."""
    files = (folder.log("up"), folder.log("supervisor"), folder.running, folder.progress)
    stats = [file.stat() for file in files if file.exists()]
    return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


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
