"""Members of staff of Qionghai, and the roles that they are given."""

from datetime import date
from uuid import uuid5

from msgspec.structs import replace

from intake.account.commands import OpenStaffAccount, new_person
from intake.person.commands import GrantRoles, RoleWish
from intake.section.commands import OpenSection
from shared.message import Origin
from shared.policy import Policy
from shared.time.clock import legal_day

ROLES = Policy("qionghai", date(2025, 3, 3)).roles


def wish(role: str = "clerk", **fields) -> RoleWish:
    """A role from the first day of 2025 on, unless told otherwise."""
    return RoleWish(**({"role": role, "begins_on": date(2025, 1, 1)} | fields))


def new_section(origin: Origin, section: str, name: str = "综合统计股") -> OpenSection:
    """What opens a section on that day, with a command id of its own."""
    own = replace(origin, command_id=uuid5(origin.command_id, section))
    return OpenSection(origin=own, section=section, name=name, opened_on=legal_day(origin.at))


def new_staff(
    origin: Origin, login: str, *roles: str, sections: tuple[str, ...] = (), person: str = ""
) -> tuple[OpenStaffAccount, GrantRoles]:
    """What opens an account for a new person, or for `person`, with roles from that day on."""
    who = person or new_person(login)
    day = legal_day(origin.at)
    wishes = tuple(wish(role, sections=sections, begins_on=day) for role in roles)
    granting = GrantRoles(origin=origin, person=who, wishes=wishes, offered=ROLES, new=not person)
    return OpenStaffAccount(origin=origin, person=who, login=login, name="王丽"), granting
