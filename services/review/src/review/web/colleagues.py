"""同事: what the agency's persons are called, and which sections a case can be assigned to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.staff.directory import accounts_of, roles_of


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The agency's staff on a day: `names` by person (who left is among them, since they once acted)."""

    names: Mapping[str, str]
    assignable: Sequence[str]


async def colleagues_on(
    connection: AsyncConnection, agency: str, day: date, drafting: Collection[str]
) -> Colleagues:
    """Everybody of the agency; a section can be assigned when somebody who may sign in drafts for it (谁主管谁审查).

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
    return Colleagues({each["person"]: each["name"] for each in accounts}, sorted(headed))
