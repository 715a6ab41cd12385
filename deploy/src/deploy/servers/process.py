"""Starts, watches and ends one process: it ends with this process, and runs under an account that it accepts.

`setpriv` (util-linux, part of every Debian) asks the kernel to end the child when the thread that started it
ends, also when that end is `kill -9`; start processes from the main thread. Where `setpriv` is missing,
the next start of the stack ends what was left over (see `running`).
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from deploy.errors import Unable

_POLL_SECONDS = 0.02


class StartFailed(Unable):
    """A process ended, or did not become ready in time, when it was started."""


@dataclass(frozen=True)
class Launch:
    """The description of a process: how to start, check and end it."""

    name: str
    command: tuple[str, ...]
    log: Path
    is_ready: Callable[[], bool]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    patience_seconds: float = 10
    account: tuple[int, int] | None = None
    prepare: Callable[[], None] = lambda: None


class Process:
    """The process of a `Launch`; it can be started again after its end."""

    def __init__(self, launch: Launch) -> None:
        """Keep the launch; nothing is started."""
        self.launch = launch
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._child.pid if self._child is not None and self.is_alive() else None

    def is_alive(self) -> bool:
        """Say whether it runs; an ended child is reaped by asking."""
        return self._child is not None and self._child.poll() is None

    def spawn(self) -> None:
        """Prepare and start it, in a process group of its own so that Ctrl-C reaches only us; do not wait."""
        self.launch.prepare()
        with self.launch.log.open("ab") as log:
            self._child = subprocess.Popen(  # noqa: S603  # our own commands, no shell
                guarded(self.launch),
                env=inherited(self.launch.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_ready(self, timeout_seconds: float) -> None:
        """Return when it is ready; `StartFailed` with the end of its log when it ends or takes too long."""
        until = time.monotonic() + timeout_seconds
        while not self.launch.is_ready():
            if not self.is_alive() or time.monotonic() > until:
                raise StartFailed(f"{self.launch.name} 未能启动，日志末尾：\n{log_end(self.launch.log)}")
            time.sleep(_POLL_SECONDS)

    def stop(self, stop_signal: signal.Signals | None = None) -> None:
        """End it by `stop_signal`, after `patience_seconds` by force; return when it and its children are gone."""
        if self._child is None:
            return
        family = _family(self._child.pid)
        self._child.send_signal(stop_signal or self.launch.stop_signal)
        try:
            self._child.wait(self.launch.patience_seconds)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        _end(family)

    def kill(self) -> None:
        """End it as `kill -9` does, and return when its children are gone too."""
        self.stop(signal.SIGKILL)


def guarded(launch: Launch) -> list[str]:
    """Return the launch's command under `setpriv`: it ends with this process, and its account is changed.

    PostgreSQL refuses to run as root; it gets another account but keeps root's way through folders (the
    securebit makes access(2) know of it), so that it runs below /root and nobody's folder has to be opened.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None and launch.account is not None:
        raise StartFailed("PostgreSQL 不能以 root 运行且系统没有 setpriv：请改用普通用户，或安装 util-linux")
    if setpriv is None:
        return [*launch.command]
    return [setpriv, *_account(launch), f"--pdeathsig={launch.death_signal.name[3:]}", "--", *launch.command]


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """Return this process's environment without variables that configure servers, plus `environment`."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("LANTAI_", "PG", "NATS_"))
    }
    return {**ours, **environment}


def log_end(log: Path, lines: int = 15) -> str:
    """Return the last lines of a log, for a message that says why a start failed."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""


def _account(launch: Launch) -> list[str]:
    if launch.account is None:
        return []
    user, group = launch.account
    way = "-all,+dac_override"
    keep = ["--securebits=+no_setuid_fixup", f"--inh-caps={way}", f"--ambient-caps={way}"]
    return [f"--reuid={user}", f"--regid={group}", "--clear-groups", *keep]


def _family(pid: int) -> list[psutil.Process]:
    try:
        return [*psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _end(processes: list[psutil.Process]) -> None:
    """Wait two seconds for children to end after their parent, then kill them."""
    _, alive = psutil.wait_procs(processes, timeout=2)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=2)
