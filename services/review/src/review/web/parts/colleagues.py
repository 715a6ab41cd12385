"""同事: what the agency's persons are called, and which sections a case can be assigned to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.staff.directory import accounts_of, roles_of, sections_of
from shared.staff.sections import Sections


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The agency's staff on a day.

    `names` are by person; who left is among them, since they once acted. `assignable` are the sections that a case can
    be assigned to, id and name, by name.
    """

    names: Mapping[str, str]
    sections: Sections
    assignable: Sequence[tuple[str, str]]


async def colleagues_on(
    connection: AsyncConnection, agency: str, day: date, drafting: Collection[str]
) -> Colleagues:
    """Everybody of the agency; an open section can be assigned when somebody who may sign in drafts for it (谁主管谁审查).

    `drafting`: the roles that draft, by the agency's list.
    """
    accounts = await accounts_of(connection, agency)
    active = {each["person"] for each in accounts if each["revoked_at"] is None}
    grants = await roles_of(connection, agency, on=day)
    headed = {
        section
        for each in grants
        if each["role"] in drafting and each["person"] in active
        for section in each["sections"]
    }
    sections = await sections_of(connection, agency)
    offered = [each for each in sections.open_on(day).items() if each[0] in headed]
    names = {each["person"]: each["name"] for each in accounts}
    return Colleagues(names, sections, sorted(offered, key=itemgetter(1)))
