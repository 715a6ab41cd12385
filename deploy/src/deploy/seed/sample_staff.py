"""The sample staff of the local stack: made-up people, known to all who use it."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Account:
    """A sample member of staff."""

    login: str
    name: str
    agency: str
    roles: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    section: str | None = None
    """By name: ids are for the log."""


@dataclass(frozen=True)
class Section:
    """A section of a sample bureau."""

    id: str
    name: str
    agency: str


def sample_staff() -> list[Account]:
    """Everybody in sample_staff.toml."""
    return [
        Account(**{**each, "roles": tuple(each["roles"]), "agencies": tuple(each.get("agencies", ()))})
        for each in _told()["staff"]
    ]


def sample_sections() -> list[Section]:
    """The sections in sample_staff.toml."""
    return [Section(**each) for each in _told()["section"]]


def section_id(agency: str, name: str) -> str:
    """The id of a sample bureau's section."""
    return next(each.id for each in sample_sections() if (each.agency, each.name) == (agency, name))


def _told() -> dict[str, Any]:
    return tomllib.loads(files("deploy.seed").joinpath("sample_staff.toml").read_text(encoding="utf-8"))
