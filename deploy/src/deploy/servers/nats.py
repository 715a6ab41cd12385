"""The embedded NATS server: JetStream on disk, each write synced, one user per service.

Messages that the broker loses are read again from the services' logs; it is durable so that this is rare.
"""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from deploy.bus.rights import ADMIN, AUDITOR, users
from deploy.servers.binaries import program
from deploy.servers.ports import HOST, free_port
from deploy.servers.process import Launch, Process
from deploy.topology import SERVICES

_OK = 200


class NatsServer:
    """A broker whose configuration and streams lie in `folder`; the same ports open it again after a stop."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        monitor_port: int = 0,
        passwords: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        """Keep where it lies; ports 0 and missing passwords are chosen here, for brokers that live for one test."""
        self.folder = folder
        self.port = port or free_port()
        self.monitor_port = monitor_port or free_port()
        self.passwords = {user: secrets.token_urlsafe(24) for user in (ADMIN, AUDITOR, *SERVICES)} | dict(
            passwords or {}
        )
        self.process = Process(self._launch(log or folder.with_suffix(".log")))

    @property
    def url(self) -> str:
        """The address without user and password."""
        return f"nats://{HOST}:{self.port}"

    def url_for(self, user: str) -> str:
        """Return the address with the user and password of a service, or of the provisioner `deploy`."""
        return f"nats://{user}:{self.passwords[user]}@{HOST}:{self.port}"

    def start(self, timeout_seconds: float = 15) -> None:
        """Write the configuration, start the server and return when JetStream takes messages."""
        self.process.spawn()
        self.process.wait_ready(timeout_seconds)

    def has_lost_its_store(self) -> bool:
        """Say whether it reports a write error, as after a full disk: it then stores nothing more until it is started again."""
        try:
            health = httpx.get(f"http://{HOST}:{self.monitor_port}/healthz", timeout=2)
        except httpx.HTTPError:
            return False
        return health.status_code != _OK and "write error" in health.text

    def stop(self) -> None:
        """Stop it cleanly."""
        self.process.stop()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()

    def is_ready(self) -> bool:
        """Say whether JetStream takes messages."""
        try:
            return httpx.get(f"http://{HOST}:{self.monitor_port}/healthz", timeout=2).status_code == _OK
        except httpx.HTTPError:
            return False

    def configuration(self) -> dict[str, Any]:
        """Return the server's configuration; NATS reads JSON as its own format."""
        return {
            "server_name": "lantai",
            "listen": f"{HOST}:{self.port}",
            "http": f"{HOST}:{self.monitor_port}",
            "jetstream": {"store_dir": str(self.folder / "store"), "sync_interval": "always"},
            "authorization": {"users": users(self.passwords)},
        }

    def _launch(self, log: Path) -> Launch:
        return Launch(
            name="nats",
            command=(str(program("nats-server")), "-c", str(self.folder / "nats.conf")),
            log=log,
            is_ready=self.is_ready,
            prepare=self._write_configuration,
        )

    def _write_configuration(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / "nats.conf"
        file.touch(mode=0o600)
        file.write_text(json.dumps(self.configuration(), indent=2))
