"""同事: the names of the agency's persons, and the sections to which a case can be assigned."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.staff.directory import accounts_of, roles_of, sections_of
from shared.staff.sections import Sections


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The agency's accounts as they are now, with the roles and open sections of a day.

    `names`: person → name, also of persons who left, since events refer to them. `assignable`: id and name of the
    sections to which a case can be assigned, sorted by name.
    """

    names: Mapping[str, str]
    sections: Sections
    assignable: Sequence[tuple[str, str]]


async def colleagues_on(
    connection: AsyncConnection, agency: str, day: date, drafting: Collection[str]
) -> Colleagues:
    """Read the staff. A section is assignable if it is open and an active account drafts for it (谁主管谁审查).

    `drafting`: the roles that draft, by the policy.
    """
    accounts = await accounts_of(connection, agency)
    active = {each["person"] for each in accounts if each["revoked_at"] is None}
    grants = await roles_of(connection, agency, on=day)
    drafted_for = {
        section
        for each in grants
        if each["role"] in drafting and each["person"] in active
        for section in each["sections"]
    }
    sections = await sections_of(connection, agency)
    assignable = [each for each in sections.open_on(day).items() if each[0] in drafted_for]
    names = {each["person"]: each["name"] for each in accounts}
    return Colleagues(names, sections, sorted(assignable, key=itemgetter(1)))
