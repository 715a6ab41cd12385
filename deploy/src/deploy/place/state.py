"""The lasting settings of a local stack: ports, passwords, keys, whether it is an exercise.

The file is readable by its owner only. If it is lost, the vault's secrets are lost and no sealed field can be opened, as in production.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.bus.rights import ADMIN, AUDITOR
from deploy.errors import Damaged
from deploy.servers.ports import NoFreePort, free_ports, is_free
from deploy.topology import KEY_READERS, SERVICES
from shared.privacy.vault import HOLDERS

PORTAL_PORT: Final = 8080
Kept = TypeVar("Kept")
_VAULT_SECRET_BYTES = 32
_PASSWORD_BYTES = 24
_STAFF_PASSWORD_BYTES = 9


class State(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The choices of one stack.

    `ports`: postgres, nats, nats-monitor, portal and each service. `roles`: passwords of database roles, the
    superuser `postgres` among them. `bus`: passwords of NATS users. `vault`: the secret of each scope.
    `staff_password`: of all sample staff. Secrets are base64 of raw bytes.
    """

    ports: dict[str, int]
    roles: dict[str, str]
    bus: dict[str, str]
    pass_private_key: str
    pass_public_key: str
    vault: dict[str, str]
    staff_password: str = ""
    exercise: bool = False

    @property
    def portal_url(self) -> str:
        """The one origin."""
        return f"http://127.0.0.1:{self.ports['portal']}"


def login_roles() -> list[str]:
    """Return every database role that signs in, without the superuser."""
    own = [f"{service}_{part}" for service in SERVICES for part in ("app", "carrier")]
    return [*own, *(f"{service}_keys" for service in KEY_READERS)]


def choose(*, exercise: bool = False) -> State:
    """Return the state of a new stack, with new passwords and keys; ports come when it starts."""
    signing_key = Ed25519PrivateKey.generate()
    return State(
        ports={},
        roles={role: secrets.token_urlsafe(_PASSWORD_BYTES) for role in ("postgres", *login_roles())},
        bus={user: secrets.token_urlsafe(_PASSWORD_BYTES) for user in (ADMIN, AUDITOR, *SERVICES)},
        pass_private_key=_text(signing_key.private_bytes_raw()),
        pass_public_key=_text(signing_key.public_key().public_bytes_raw()),
        vault={scope: _text(secrets.token_bytes(_VAULT_SECRET_BYTES)) for scope in HOLDERS},
        staff_password=secrets.token_urlsafe(_STAFF_PASSWORD_BYTES),
        exercise=exercise,
    )


def with_ports(state: State, portal_port: int | None = None) -> State:
    """Return the state with a free port for every server and service: the former port if it is free, else a new one.

    A `portal_port` that was asked for by number and is taken is refused with `NoFreePort`.
    """
    if portal_port is not None and not is_free(portal_port):
        raise NoFreePort(f"端口 {portal_port} 已被占用：请换一个 --port，或先停止占用它的程序")
    names = ("postgres", "nats", "nats-monitor", *SERVICES)
    wished: Mapping[str, int] = {name: state.ports.get(name, 0) for name in names}
    portal = portal_port or state.ports.get("portal", PORTAL_PORT)
    return msgspec.structs.replace(state, ports=free_ports({**wished, "portal": portal}))


def load(file: Path) -> State | None:
    """Return the state in `file`; None if no stack was ever started. Raises `Damaged`."""
    return read_private(file, State)


def save(state: State, file: Path) -> None:
    """Write the state for its owner's eyes only; a crash leaves the old file or the new one."""
    write_private(file, msgspec.json.format(msgspec.json.encode(state)))


def write_private(file: Path, content: bytes) -> None:
    """Replace `file` in one step by a file that only its owner reads."""
    draft = file.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def read_private(file: Path, kind: type[Kept]) -> Kept | None:
    """Return the content that `write_private` wrote; None if there is no file. Raises `Damaged`."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Damaged(file) from problem


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
