"""Staff of 琼海, and the roles that they request."""

from datetime import date
from uuid import uuid5

from msgspec.structs import replace

from intake.account.commands import OpenStaffAccount, new_person
from intake.person.commands import GrantRoles, RequestedRole
from intake.section.commands import OpenSection
from shared.message import Origin
from shared.policy import Policy
from shared.time.clock import legal_day

ROLES = Policy("qionghai", date(2025, 3, 3)).roles


def requested_role(role: str = "clerk", **fields) -> RequestedRole:
    """A request for a role, by default for a clerk from 2025-01-01 on."""
    return RequestedRole(**({"role": role, "begins_on": date(2025, 1, 1)} | fields))


def new_section(origin: Origin, section: str, name: str = "综合统计股") -> OpenSection:
    """The command that opens a section on that day, with its own command id."""
    own = replace(origin, command_id=uuid5(origin.command_id, section))
    return OpenSection(origin=own, section=section, name=name, opened_on=legal_day(origin.at))


def new_staff(
    origin: Origin, login: str, *roles: str, sections: tuple[str, ...] = (), person: str = ""
) -> tuple[OpenStaffAccount, GrantRoles]:
    """The commands that open an account for a new person, or for `person`, with roles from that day on."""
    who = person or new_person(login)
    day = legal_day(origin.at)
    requested_roles = tuple(requested_role(role, sections=sections, begins_on=day) for role in roles)
    granting = GrantRoles(
        origin=origin, person=who, requested_roles=requested_roles, offered=ROLES, new=not person
    )
    return OpenStaffAccount(origin=origin, person=who, login=login, name="王丽"), granting
