"""The health of a folder's stack: every server and service is asked at its own port.

The report carries the superuser's addresses of the databases; it is meant for the local stack of one person
and for its tests, and is never served by anything.
"""

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pylopdf_fonts_zh_cn

from deadline.calendar.package import load_calendar
from deploy.errors import NoStack
from deploy.place import lock, running, state
from deploy.place.folder import StackFolder
from deploy.seed.sample_staff import sample_staff
from deploy.servers.binaries import program
from deploy.servers.ports import HOST
from deploy.stack.stack import Parts, Stack, answers
from deploy.topology import DATABASES, SERVICES

_ASK_SECONDS = 3


@dataclass(frozen=True)
class RunningStack:
    """A stack that runs now, seen from outside."""

    stack: Stack
    running: running.Running

    def pid(self, name: str) -> int | None:
        """Return the process that the supervisor started last under `name`."""
        found = self.running.processes.get(name)
        return found.pid if found is not None else None


def find(place: Path) -> RunningStack:
    """Return the stack that runs in `place`; `NoStack` where none does."""
    folder = StackFolder.of(place)
    chosen, now = state.load(folder.state), running.read(folder.running)
    if lock.holder(folder.lock) is None or chosen is None or now is None:
        raise NoStack
    return RunningStack(Stack(folder, chosen, Parts()), now)


async def examine(found: RunningStack) -> dict[str, Any]:
    """Return the report of `lantai doctor --json`; `ready` is true when every part is."""
    servers = {"postgres": await _postgres(found), "nats": _nats(found), "caddy": _caddy(found)}
    services = {service: _service(found, service) for service in SERVICES}
    parts = [*servers.values(), *services.values()]
    chosen = found.stack.state
    return {
        "ready": found.running.phase is not running.Phase.STARTING and all(part["ready"] for part in parts),
        "started_at": datetime.fromtimestamp(found.running.supervisor.born, UTC).isoformat(),
        "supervisor": found.running.supervisor.pid,
        "exercise": chosen.exercise,
        "addresses": {"portal": chosen.portal_url, "nats": found.stack.nats.url},
        "servers": servers,
        "services": services,
        "databases": {database: found.stack.postgres.dsn(database) for database in DATABASES},
        "accounts": [
            {
                "login": each.login,
                "password": chosen.staff_password,
                "agency": each.agency,
                "roles": list(each.roles),
            }
            for each in sample_staff()
        ],
        "lag": {service: services[service].pop("lag") for service in SERVICES},
        "calendar": {"covered": sorted(load_calendar().years)},
        "fonts": {name: path.name for name, path in _fonts().items() if path.is_file()},
    }


async def _postgres(found: RunningStack) -> dict[str, Any]:
    server = found.stack.postgres
    told = {"address": f"{HOST}:{server.port}", "pid": found.pid("postgres")}
    try:
        connection = await asyncpg.connect(server.dsn(), timeout=_ASK_SECONDS)
    except (OSError, asyncpg.PostgresError):
        return {**told, "version": None, "ready": False}
    try:
        return {**told, "version": await connection.fetchval("SHOW server_version"), "ready": True}
    finally:
        await connection.close()


def _nats(found: RunningStack) -> dict[str, Any]:
    server = found.stack.nats
    _, about = _ask(f"http://{HOST}:{server.monitor_port}/varz")
    told = {"address": f"{HOST}:{server.port}", "pid": found.pid("nats")}
    return {**told, "version": about.get("version"), "ready": server.is_ready()}


def _caddy(found: RunningStack) -> dict[str, Any]:
    server = found.stack.caddy
    told = subprocess.run([program("caddy"), "version"], check=False, capture_output=True, text=True)  # noqa: S603  # our own program
    number = told.stdout.split()[0].removeprefix("v") if told.stdout else None
    return {
        "address": f"{HOST}:{server.port}",
        "pid": found.pid("caddy"),
        "version": number,
        "ready": server.is_ready(),
    }


def _service(found: RunningStack, service: str) -> dict[str, Any]:
    address = f"http://{HOST}:{found.stack.state.ports[service]}"
    ready, told = _ask(f"{address}/readyz")
    return {
        "address": address,
        "pid": found.pid(service),
        "livez": answers(f"{address}/livez"),
        "ready": ready,
        "lag": told.get("lag"),
        "versions": {name: version(name) for name in (f"lantai-{service}", "lantai-shared")},
    }


def _ask(url: str) -> tuple[bool, dict[str, Any]]:
    """Return whether `url` answers well, and the JSON object that it says, whatever its status."""
    try:
        answer = httpx.get(url, timeout=_ASK_SECONDS)
        told = answer.json()
    except (httpx.HTTPError, ValueError):
        return False, {}
    return answer.is_success, told if isinstance(told, dict) else {}


def _fonts() -> dict[str, Path]:
    return {"sans": Path(pylopdf_fonts_zh_cn.sans_path()), "serif": Path(pylopdf_fonts_zh_cn.serif_path())}
