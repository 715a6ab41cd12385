"""The commands on a person's roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.message import Origin
from shared.policy.roles import Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedRole:
    """A role to be granted from `begins_on` to `ends_on`, both included; other fields as in `StaffRoleGranted`."""

    role: str
    sections: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    begins_on: date
    ends_on: date | None = None
    acting_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRoles:
    """任岗: grant roles to a person; `offered` are the roles of the agency's policy.

    `new`: the person does not exist yet (the command opens the first account).
    """

    origin: Origin
    person: str
    requested_roles: tuple[RequestedRole, ...]
    offered: Roles
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRole:
    """离岗: grant number `grant` ends; `ended_on` is its last day."""

    origin: Origin
    person: str
    grant: int
    ended_on: date


def sections_in(command: GrantRoles) -> Iterator[str]:
    """The sections that a command names."""
    for requested in command.requested_roles:
        yield from requested.sections


PersonCommand = GrantRoles | EndRole
