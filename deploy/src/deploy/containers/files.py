"""The files for the containers of `compose.yaml`: one environment file each, and the broker's configuration.

place/environment.py decides which service gets which secret, bus/rights.py the rights on the bus; only the addresses
differ from the local stack's. The files hold passwords and are written once, on the machine that runs the containers.
"""

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from deploy.bus.rights import ADMIN, users
from deploy.errors import Unable
from deploy.place.environment import for_service, role_dsn
from deploy.place.folder import StackFolder
from deploy.place.state import State, choose, login_roles, write_private
from deploy.servers.ports import HOST
from deploy.topology import SERVICES
from shared.policy import FOLDER_VARIABLE

ROLE_PASSWORD: Final = "LANTAI_ROLE_PASSWORD_"  # noqa: S105  # the first part of a variable's name
SERVICE_PORT: Final = 8000
_POSTGRES_PORT = 5432
_NATS_PORT = 4222
_MONITOR_PORT = 8222
_MOVES = {
    f"@{HOST}:{_POSTGRES_PORT}/": f"@postgres:{_POSTGRES_PORT}/",
    f"nats://{HOST}:{_NATS_PORT}": f"nats://nats:{_NATS_PORT}",
}
"""Address in the local stack → address among the containers, where each is called by its name in compose.yaml."""
_DATA = StackFolder(Path("/var/lib/lantai"))
_INITDB = (
    "--auth-host=scram-sha-256 --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C"
)


class AlreadyConfigured(Unable):
    """The folder holds secrets already; with new ones the data could not be opened."""


def configure(folder: Path, public_url: str) -> list[Path]:
    """Choose new secrets and write all files into `folder`; return their paths. Raises `AlreadyConfigured`; no file is replaced."""
    files = files_for(choose(), public_url)
    known = [name for name in files if (folder / name).exists()]
    if known:
        raise AlreadyConfigured(
            f"{folder} 中已有 {'、'.join(known)}：密钥一旦更换，原有数据将无法读取。确需重来，请先把这些文件移走"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_private(folder / name, content.encode())
    return [folder / name for name in files]


def files_for(state: State, public_url: str) -> dict[str, str]:
    """Return the files by name: `<service>.env` four times, postgres.env, provision.env, nats.conf."""
    placed = msgspec.structs.replace(state, ports=_ports())
    files = {f"{service}.env": _lines(_service(placed, service, public_url)) for service in SERVICES}
    files["postgres.env"] = _lines(
        {"POSTGRES_PASSWORD": state.roles["postgres"], "POSTGRES_INITDB_ARGS": _INITDB}
    )
    files["provision.env"] = _lines(_provision(placed))
    files["nats.conf"] = json.dumps(bus_configuration(state.bus), indent=2) + "\n"
    return files


def bus_configuration(passwords: dict[str, str]) -> dict[str, Any]:
    """Return the broker's configuration: that of the local stack, but listening for the other containers."""
    return {
        "server_name": "lantai",
        "listen": f"0.0.0.0:{_NATS_PORT}",
        "http": f"{HOST}:{_MONITOR_PORT}",
        "jetstream": {"store_dir": "/data", "sync_interval": "always"},
        "authorization": {"users": users(passwords)},
    }


def _ports() -> dict[str, int]:
    return {
        "postgres": _POSTGRES_PORT,
        "nats": _NATS_PORT,
        "portal": 0,
        **dict.fromkeys(SERVICES, SERVICE_PORT),
    }


def _service(placed: State, service: str, public_url: str) -> dict[str, str]:
    """Return the variables of `service`. Forwarded addresses are trusted, because only the gateway reaches the service."""
    return {
        **{name: _moved(value) for name, value in for_service(placed, _DATA, service).items()},
        "LANTAI_LISTEN_HOST": "0.0.0.0",  # noqa: S104  # its port is published by nobody; the gateway is
        "LANTAI_PUBLIC_URL": public_url,
        "LANTAI_SECURE_COOKIES": str(int(public_url.startswith("https:"))),
        "FORWARDED_ALLOW_IPS": "*",
    }


def _provision(placed: State) -> dict[str, str]:
    passwords = {f"{ROLE_PASSWORD}{role.upper()}": placed.roles[role] for role in login_roles()}
    return {
        "LANTAI_SUPERUSER_DSN": _moved(role_dsn(placed, "postgres", "postgres")),
        "LANTAI_NATS_ADMIN_URL": f"nats://{ADMIN}:{placed.bus[ADMIN]}@nats:{_NATS_PORT}",
        FOLDER_VARIABLE: str(_DATA.packs),
        **passwords,
    }


def _moved(value: str) -> str:
    for here, there in _MOVES.items():
        value = value.replace(here, there)
    return value


def _lines(variables: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in variables.items())
