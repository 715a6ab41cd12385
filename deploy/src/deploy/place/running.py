"""The running processes: the supervisor's phase and the processes that it started, each with its start time.

A process is identified by pid and start time, so the next start ends the processes of a killed supervisor and does not
touch another process that got the same pid.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import msgspec
import psutil

from deploy.place.state import read_private, write_private

_SAME_BIRTH_SECONDS = 2


class Phase(StrEnum):
    """The phase of the stack."""

    STARTING = "starting"
    READY = "ready"
    OPEN = "open"
    """The opening (the demo's play) is over too."""


class Born(msgspec.Struct, frozen=True):
    """A process: its pid and its start time, in seconds since 1970."""

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
    """Return the last record; None if there is none. Raises `Damaged`."""
    return read_private(file, Running)


def end_leftovers(file: Path) -> list[str]:
    """End the processes that an ended supervisor left running, with their children; return their names. Call with the lock held."""
    running = read(file)
    left = dict(_alive(running)) if running is not None else {}
    family = [one for process in left.values() for one in _family(process)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=5)
    return sorted(left)


def _alive(running: Running) -> Iterator[tuple[str, psutil.Process]]:
    for name, process in running.processes.items():
        found = _born(process.pid)
        if found is not None and abs(found.born - process.born) < _SAME_BIRTH_SECONDS:
            with suppress(psutil.NoSuchProcess):
                yield name, psutil.Process(process.pid)


def _family(process: psutil.Process) -> list[psutil.Process]:
    """The process and its children; those that end by themselves meanwhile are left out."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _born(pid: int | None) -> Born | None:
    try:
        return None if pid is None else Born(pid, psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


def _myself() -> Born:
    return Born(psutil.Process().pid, psutil.Process().create_time())
