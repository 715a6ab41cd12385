"""One stack per folder: the running supervisor holds a file lock, which the kernel frees when the process ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.errors import Unable


class AlreadyRunning(Unable):
    """Another supervisor runs this folder's stack."""

    exit_code = 5


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Hold the folder's lock, our pid written into it; `AlreadyRunning` when another process holds it.

    The kernel frees the lock of a killed process, so a lock is never stale; a pid left in the file has no meaning.
    """
    with file.open("a+") as handle:
        if not _taken_soon(handle.fileno()):
            raise _already(file)
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def refuse_held(file: Path) -> None:
    """Raise `AlreadyRunning` if another process holds the lock; it is not taken."""
    if holder(file) is not None:
        raise _already(file)


def holder(file: Path) -> int | None:
    """Return the pid of the supervisor that holds the lock, or nothing when none runs."""
    if not file.exists():
        return None
    with file.open("r") as handle:
        free = _taken(handle.fileno())
    return None if free else _written(file)


def _already(file: Path) -> AlreadyRunning:
    return AlreadyRunning(f"此目录的本地系统已在运行（进程 {_written(file)}）：请先 lantai down")


def _taken_soon(descriptor: int) -> bool:
    """Try for half a second: another process may hold the lock briefly to ask for its holder."""
    for _ in range(10):
        if _taken(descriptor):
            return True
        time.sleep(0.05)
    return False


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _written(file: Path) -> int | None:
    text = file.read_text()
    return int(text) if text.isdecimal() else None
