"""The parts of one local stack, composed from its state: two servers, four services, one gateway."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from deploy.databases.migration import Migrate, Upgrade, migrate, upgrade
from deploy.place import environment
from deploy.place.folder import StackFolder
from deploy.place.state import State
from deploy.servers.caddy import CaddyServer
from deploy.servers.nats import NatsServer
from deploy.servers.ports import HOST
from deploy.servers.postgres import PostgresServer
from deploy.servers.process import Launch, Process
from deploy.topology import SERVICES

_OK = 200


def service_command(service: str) -> tuple[str, ...]:
    """Return the command that runs `service` with this Python."""
    return (sys.executable, "-m", service)


@dataclass(frozen=True)
class Parts:
    """Replaceable parts of a stack: the start of a service, migration, upgrade of projections, and seeding of the databases."""

    command: Callable[[str], tuple[str, ...]] = service_command
    migrate: Migrate = migrate
    upgrade: Upgrade = upgrade
    seed: Callable[["Stack"], Awaitable[None]] | None = None
    """None: agencies, calendar and staff, as `seed.py` has them."""


class Stack:
    """One stack in one folder, not started yet."""

    def __init__(self, folder: StackFolder, state: State, parts: Parts) -> None:
        """Compose it; `state` has its ports."""
        self.folder, self.state, self.parts = folder, state, parts
        ports = state.ports
        self.postgres = PostgresServer(
            folder.postgres,
            port=ports["postgres"],
            password=state.roles["postgres"],
            log=folder.log("postgres"),
        )
        self.nats = NatsServer(
            folder.nats,
            port=ports["nats"],
            monitor_port=ports["nats-monitor"],
            passwords=state.bus,
            log=folder.log("nats"),
        )
        self.services = {service: Process(self._service(service)) for service in SERVICES}
        self.caddy = CaddyServer(folder.caddy, ports, log=folder.log("caddy"))

    def _service(self, service: str) -> Launch:
        port = self.state.ports[service]
        return Launch(
            name=service,
            command=self.parts.command(service),
            log=self.folder.log(service),
            is_ready=lambda: answers(f"http://{HOST}:{port}/readyz"),
            environment=environment.for_service(self.state, self.folder, service),
        )


def answers(url: str) -> bool:
    """Say whether `url` answers 200 within two seconds."""
    try:
        return httpx.get(url, timeout=2).status_code == _OK
    except httpx.HTTPError:
        return False
