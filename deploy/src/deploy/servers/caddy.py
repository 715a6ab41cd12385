"""The gateway: Caddy as the one origin on 127.0.0.1, without an admin port, without an access log."""

import socket
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from deploy.servers.binaries import program
from deploy.servers.ports import HOST
from deploy.servers.process import Launch, Process
from deploy.topology import SERVICES

TEMPLATES = Path(str(files("deploy"))) / "templates"


class CaddyServer:
    """The gateway of one stack; `ports` names `portal` and every service."""

    def __init__(
        self, folder: Path, ports: Mapping[str, int], log: Path | None = None, trusted_proxies: str = ""
    ) -> None:
        """Keep the addresses; nothing is started. `trusted_proxies`: whose word on who asks is taken (CIDR)."""
        self._trusted_proxies = trusted_proxies
        self.port = ports["portal"]
        self.process = Process(self._launch(folder, ports, log or folder.with_suffix(".log")))

    @property
    def url(self) -> str:
        """The address of the portal."""
        return f"http://{HOST}:{self.port}"

    def start(self, timeout_seconds: float = 15) -> None:
        """Start it and return when it listens; the services may still be down."""
        self.process.spawn()
        self.process.wait_ready(timeout_seconds)

    def stop(self) -> None:
        """Stop it; running requests have ten seconds."""
        self.process.stop()

    def is_ready(self) -> bool:
        """Say whether it takes connections."""
        try:
            socket.create_connection((HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def _launch(self, folder: Path, ports: Mapping[str, int], log: Path) -> Launch:
        upstreams = {f"LANTAI_{service.upper()}": f"{HOST}:{ports[service]}" for service in SERVICES}
        return Launch(
            name="caddy",
            command=(
                str(program("caddy")),
                "run",
                "--config",
                str(TEMPLATES / "Caddyfile"),
                "--adapter",
                "caddyfile",
            ),
            log=log,
            is_ready=self.is_ready,
            environment={
                **upstreams,
                "LANTAI_PORTAL_PORT": str(self.port),
                "LANTAI_GATEWAY_PAGES": str(TEMPLATES),
                "LANTAI_TRUSTED_PROXIES": self._trusted_proxies,
                "XDG_DATA_HOME": str(folder),
                "XDG_CONFIG_HOME": str(folder),
            },
        )
