"""The environment that each service starts with: everything it needs, and nothing of another service."""

import os
from typing import Final

from deploy.place.folder import StackFolder
from deploy.place.state import State
from deploy.servers.ports import HOST
from deploy.topology import KEY_READERS, KEYS_DATABASE
from shared.policy import FOLDER_VARIABLE
from shared.privacy.vault import HOLDERS

LIMITS: Final = ("LANTAI_FILINGS_PER_ADDRESS_HOUR", "LANTAI_FILINGS_PER_AGENCY_HOUR")
"""The limits on new requests; `lantai up` passes them on from its own environment."""
UNLIMITED: Final = dict.fromkeys(LIMITS, "0")
"""An exercise plays a year within minutes, from one address."""


def for_service(state: State, folder: StackFolder, service: str) -> dict[str, str]:
    """Return the variables `LANTAI_…` of `service`.

    Only intake gets the key that signs passes; only intake and review get the key database, the secrets of the scopes
    that they hold (`HOLDERS`) and the folder of blobs. Nobody gets the superuser.
    """
    return {
        "LANTAI_SERVICE": service,
        "LANTAI_LISTEN_HOST": HOST,
        "LANTAI_LISTEN_PORT": str(state.ports[service]),
        "LANTAI_DATABASE_APP_DSN": role_dsn(state, f"{service}_app", service),
        "LANTAI_DATABASE_CARRIER_DSN": role_dsn(state, f"{service}_carrier", service),
        "LANTAI_NATS_URL": f"nats://{HOST}:{state.ports['nats']}",
        "LANTAI_NATS_USER": service,
        "LANTAI_NATS_PASSWORD": state.bus[service],
        "LANTAI_PASS_PUBLIC_KEY": state.pass_public_key,
        "LANTAI_EXERCISE": str(int(state.exercise)),
        "LANTAI_PUBLIC_URL": state.portal_url,
        "LANTAI_LOG_JSON": "1",
        FOLDER_VARIABLE: str(folder.packs),
        **(UNLIMITED if state.exercise else _limits()),
        **_secrets(state, folder, service),
    }


def role_dsn(state: State, role: str, database: str) -> str:
    """Return the address of `database` for `role`, the superuser `postgres` among the roles."""
    return f"postgresql://{role}:{state.roles[role]}@{HOST}:{state.ports['postgres']}/{database}"


def _limits() -> dict[str, str]:
    return {name: os.environ[name] for name in LIMITS if name in os.environ}


def _secrets(state: State, folder: StackFolder, service: str) -> dict[str, str]:
    given = {
        f"LANTAI_VAULT_{scope.upper()}": state.vault[scope]
        for scope, holders in HOLDERS.items()
        if service in holders
    }
    if service in KEY_READERS:
        given["LANTAI_KEYS_DSN"] = role_dsn(state, f"{service}_keys", KEYS_DATABASE)
        given["LANTAI_BLOB_FOLDER"] = str(folder.blobs)
    if service == "intake":
        given["LANTAI_PASS_PRIVATE_KEY"] = state.pass_private_key
    return given
