"""The health of a folder's stack: every server and service is asked at its own port.

The report holds the superuser's database addresses and the sample staff's password. It is for one person's local stack
and its tests; no service serves it.
"""

import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pylopdf_fonts_zh_cn

from deadline.calendar.package import load_calendar
from deploy.place import running
from deploy.seed.sample_staff import sample_staff
from deploy.servers.binaries import program
from deploy.servers.ports import HOST
from deploy.stack.effects import Effects, effects
from deploy.stack.running_stack import RunningStack
from deploy.stack.stack import answers
from deploy.topology import DATABASES, SERVICES

_ASK_SECONDS = 3


async def examine(found: RunningStack) -> dict[str, Any]:
    """Return the report of `lantai doctor --json`.

    `ready` is true when the start has ended and every part is ready, `complete` when every recorded event has taken effect.
    """
    servers = {"postgres": await _postgres(found), "nats": _nats(found), "caddy": _caddy(found)}
    services = {service: _service(found, service) for service in SERVICES}
    parts = [*servers.values(), *services.values()]
    chosen = found.stack.state
    taken = await effects(found.stack.postgres.dsn) if servers["postgres"]["ready"] else Effects()
    return {
        "ready": found.running.phase is not running.Phase.STARTING and all(part["ready"] for part in parts),
        "complete": taken.complete,
        "old_projections": taken.old,
        "dead_letters": taken.dead_letters,
        "behind": taken.behind,
        "standing": taken.standing,
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
        "time": {service: services[service].pop("time") for service in SERVICES},
        "calendar": {"covered": sorted(load_calendar().years)},
        "fonts": {name: path.name for name, path in _fonts().items() if path.is_file()},
    }


async def _postgres(found: RunningStack) -> dict[str, Any]:
    server = found.stack.postgres
    report = {"address": f"{HOST}:{server.port}", "pid": found.pid("postgres")}
    try:
        connection = await asyncpg.connect(server.dsn(), timeout=_ASK_SECONDS)
    except (OSError, asyncpg.PostgresError):
        return {**report, "version": None, "ready": False}
    try:
        return {**report, "version": await connection.fetchval("SHOW server_version"), "ready": True}
    finally:
        await connection.close()


def _nats(found: RunningStack) -> dict[str, Any]:
    server = found.stack.nats
    _, about = _ask(f"http://{HOST}:{server.monitor_port}/varz")
    report = {"address": f"{HOST}:{server.port}", "pid": found.pid("nats")}
    return {**report, "version": about.get("version"), "ready": server.is_ready()}


def _caddy(found: RunningStack) -> dict[str, Any]:
    server = found.stack.caddy
    finished = subprocess.run([program("caddy"), "version"], check=False, capture_output=True, text=True)  # noqa: S603  # our own program
    number = finished.stdout.split()[0].removeprefix("v") if finished.stdout else None
    return {
        "address": f"{HOST}:{server.port}",
        "pid": found.pid("caddy"),
        "version": number,
        "ready": server.is_ready(),
    }


def _service(found: RunningStack, service: str) -> dict[str, Any]:
    address = f"http://{HOST}:{found.stack.state.ports[service]}"
    ready, _ = _ask(f"{address}/readyz")
    _, carrier = _ask(f"{address}/carrierz")
    return {
        "address": address,
        "pid": found.pid(service),
        "livez": answers(f"{address}/livez"),
        "ready": ready,
        "lag": carrier.get("lag"),
        "time": carrier.get("time"),
        # installed here; a service that was not restarted may run another version
        "versions": {name: version(name) for name in (f"lantai-{service}", "lantai-shared")},
    }


def _ask(url: str) -> tuple[bool, dict[str, Any]]:
    """Return whether `url` answers well, and the JSON object that it says, whatever its status."""
    try:
        answer = httpx.get(url, timeout=_ASK_SECONDS)
        body = answer.json()
    except (httpx.HTTPError, ValueError):
        return False, {}
    return answer.is_success, body if isinstance(body, dict) else {}


def _fonts() -> dict[str, Path]:
    return {"sans": Path(pylopdf_fonts_zh_cn.sans_path()), "serif": Path(pylopdf_fonts_zh_cn.serif_path())}
