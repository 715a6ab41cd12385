"""What runs now: the supervisor's phase and the processes that it started, with the moment each was born.

A process is recognised by its number *and* its birth, so that what is left over from a killed supervisor
is ended on the next start, and a stranger that got the same number is left alone.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec
import psutil

from deploy.place.state import read_private, write_private

_SAME_BIRTH_SECONDS = 2


class Phase(StrEnum):
    """How far the stack is."""

    STARTING = "starting"
    READY = "ready"
    OPEN = "open"
    """What is done once at the opening (the demo's play) is over too."""


class Born(msgspec.Struct, frozen=True):
    """A process: its number and its birth, in seconds since 1970."""

    pid: int
    born: float


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """The supervisor, its phase, and its processes by name."""

    supervisor: Born
    phase: Phase
    processes: dict[str, Born]


def write(file: Path, phase: Phase, pids: Mapping[str, int | None]) -> None:
    """Record our own process and those of `pids` that still run."""
    processes = {name: found for name, pid in pids.items() if (found := _born(pid)) is not None}
    running = Running(supervisor=_myself(), phase=phase, processes=processes)
    write_private(file, msgspec.json.encode(running))


def read(file: Path) -> Running | None:
    """Return what was recorded last, or nothing. Raises `Damaged`."""
    return read_private(file, Running)


def end_leftovers(file: Path) -> list[str]:
    """End what an ended supervisor left running, with its children, and return the names; call with the lock held."""
    running = read(file)
    left = dict(_alive(running)) if running is not None else {}
    family = [one for process in left.values() for one in (process, *process.children(recursive=True))]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=5)
    return sorted(left)


def _alive(running: Running) -> Iterator[tuple[str, psutil.Process]]:
    for name, process in running.processes.items():
        found = _born(process.pid)
        if found is not None and abs(found.born - process.born) < _SAME_BIRTH_SECONDS:
            yield name, psutil.Process(process.pid)


def _born(pid: int | None) -> Born | None:
    try:
        return None if pid is None else Born(pid, psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


def _myself() -> Born:
    return Born(psutil.Process().pid, psutil.Process().create_time())
