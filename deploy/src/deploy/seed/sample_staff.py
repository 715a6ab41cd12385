"""The sample staff of the local stack: made-up people, known to all who use it."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Account:
    """A sample member of staff."""

    login: str
    name: str
    agency: str
    roles: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    section: str | None = None


def sample_staff() -> list[Account]:
    """Everybody in sample_staff.toml."""
    told = tomllib.loads(files("deploy.seed").joinpath("sample_staff.toml").read_text(encoding="utf-8"))
    return [
        Account(**{**each, "roles": tuple(each["roles"]), "agencies": tuple(each.get("agencies", ()))})
        for each in told["staff"]
    ]
