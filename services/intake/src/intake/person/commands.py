"""What may be asked of a person's roles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shared.message import Origin
from shared.policy.roles import Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleWish:
    """A role to be held from `begins_on` to `ends_on`, both included; the rest as in `StaffRoleGranted`."""

    role: str
    sections: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    begins_on: date
    ends_on: date | None = None
    acting_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRoles:
    """任岗: the person holds these roles; `offered` are those of the agency's rules.

    `new` says whether the person comes with the command (an account is opened for somebody without one) or is there.
    """

    origin: Origin
    person: str
    wishes: tuple[RoleWish, ...]
    offered: Roles
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRole:
    """离岗: the grant of that number holds through `ended_on` and no longer."""

    origin: Origin
    person: str
    grant: int
    ended_on: date


def sections_in(command: GrantRoles) -> Iterator[str]:
    """The sections that a command names."""
    for wish in command.wishes:
        yield from wish.sections


PersonCommand = GrantRoles | EndRole
