"""The embedded PostgreSQL server: one cluster in one folder, on 127.0.0.1 only, durable as in production.

The locale is explicit (the built-in C.UTF-8, no ICU), so a cluster sorts alike on every machine. As root
the server runs as the owner of its folder, at first `nobody`.
"""

import os
import pwd
import secrets
import signal
import subprocess
import tempfile
from pathlib import Path

import psutil

from deploy.servers.binaries import postgres_program
from deploy.servers.ports import HOST, free_port
from deploy.servers.process import Launch, Process, StartFailed, guarded, inherited

_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "fsync": "on",
    "synchronous_commit": "on",
    "recovery_init_sync_method": "syncfs",  # one sync after a crash; a sync for each of thousands of files takes seconds
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
}


class PostgresServer:
    """A cluster in `folder`; the same port and password open it again after a stop."""

    def __init__(self, folder: Path, *, port: int = 0, password: str = "", log: Path | None = None) -> None:
        """Keep where it lies; port 0 and an empty password are chosen here, for clusters that live for one test."""
        self.folder = folder
        self.port = port or free_port()
        self.password = password or secrets.token_urlsafe(24)
        self._log = log or folder.with_suffix(".log")
        self.process = Process(self._launch("postgres", self._server_command()))

    def _prepare(self) -> None:
        """Create the cluster if there is none, and remove a pid file whose server is gone."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self.folder / "PG_VERSION").exists():
            self._create_cluster()
        _forget_dead_server(self.folder / "postmaster.pid")

    def start(self, timeout_seconds: float = 30) -> None:
        """Create the cluster if there is none, start the server and return when it takes connections."""
        self.process.spawn()
        self.process.wait_ready(timeout_seconds)

    def stop(self, *, immediate: bool = False) -> None:
        """Stop it: fast (sessions are cut, data is flushed), or immediately, so that the next start must recover."""
        self.process.stop(signal.SIGQUIT if immediate else signal.SIGINT)

    def kill(self) -> None:
        """End it as a power cut of the process would."""
        self.process.kill()

    def is_ready(self) -> bool:
        """Say whether it takes connections."""
        asked = [str(postgres_program("pg_isready")), "-q", "-h", HOST, "-p", str(self.port), "-t", "2"]
        return subprocess.run(asked, check=False, env=inherited({})).returncode == 0  # noqa: S603  # our own program

    def dsn(self, database: str = "postgres") -> str:
        """Return the superuser's address of `database`."""
        return f"postgresql://postgres:{self.password}@{HOST}:{self.port}/{database}"

    def _server_command(self) -> tuple[str, ...]:
        settings = [f"--{name}={value}" for name, value in {**_SETTINGS, "port": str(self.port)}.items()]
        return (str(postgres_program("postgres")), "-D", str(self.folder), *settings)

    def _launch(self, name: str, command: tuple[str, ...]) -> Launch:
        return Launch(
            name=name,
            command=command,
            log=self._log,
            is_ready=self.is_ready,
            environment={"LC_ALL": "C.UTF-8"},
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            patience_seconds=30,
            account=_account(self.folder),
            prepare=self._prepare,
        )

    def _create_cluster(self) -> None:
        account = _account(self.folder)
        if account is not None:
            os.chown(self.folder, *account)
        with tempfile.NamedTemporaryFile("w", suffix=".password") as password:
            password.write(self.password)
            password.flush()
            command = guarded(self._launch("initdb", self._initdb_command(password.name)))
            done = subprocess.run(command, check=False, capture_output=True, text=True, env=inherited({}))  # noqa: S603  # our own program
        if done.returncode != 0:
            raise StartFailed(f"无法建立数据库目录 {self.folder}：\n{done.stdout}{done.stderr}")

    def _initdb_command(self, password_file: str) -> tuple[str, ...]:
        return (
            *(str(postgres_program("initdb")), "-D", str(self.folder), "--username=postgres"),
            *(f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        )


def _account(folder: Path) -> tuple[int, int] | None:
    """Return the account of the server when this process is root: the folder's owner, `nobody` for a new folder."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and folder.stat().st_uid != 0:
        return folder.stat().st_uid, folder.stat().st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _forget_dead_server(pid_file: Path) -> None:
    """Remove a pid file whose number now belongs to another program, which would keep the server from starting."""
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split(maxsplit=1)[0])
    if not psutil.pid_exists(pid) or psutil.Process(pid).name() != "postgres":
        pid_file.unlink()
