"""同事: who the accounts in the log are, so that pages say names, and which sections there are to assign to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, Boolean, Column, MetaData, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events import load
from shared.events.intake import StaffAccountClosed, StaffAccountOpened
from shared.message import Recorded
from shared.projections.changes import Columns, Sheet

METADATA = MetaData(schema="colleagues")
ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("agency", Text, primary_key=True),
    Column("login", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("section", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Staff:
    """The agency's staff: names by account (closed ones too, since they once acted), sections that can be assigned."""

    names: Mapping[str, str]
    sections: Sequence[str]


class Colleagues:
    """The read model: one row an account."""

    name = "colleagues"
    version = 1
    sources = frozenset({"intake"})
    metadata = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Keep who was opened; a closed account stays, marked."""
        accounts = Sheet(ACCOUNTS)
        for row in rows:
            match load(row):
                case StaffAccountOpened() as opened:
                    accounts.put((row.agency, opened.login), _opened(opened))
                case StaffAccountClosed(login=login):
                    accounts.change((row.agency, login), {"closed": True})
                case _:
                    continue
        await accounts.write(connection)


def _opened(opened: StaffAccountOpened) -> Columns:
    return {
        "name": opened.name,
        "roles": list(opened.roles),
        "section": opened.section or "",
        "closed": False,
    }


async def staff_of(connection: AsyncConnection, drafting: Collection[str]) -> Staff:
    """Everybody of the agency; a section can be assigned when somebody drafts for it (谁主管谁审查).

    `drafting`: the roles that draft, by the agency's list.
    """
    found = (await connection.execute(select(ACCOUNTS))).mappings().all()
    able = (each for each in found if not each["closed"] and not set(drafting).isdisjoint(each["roles"]))
    headed = {each["section"] for each in able}
    return Staff({each["login"]: each["name"] for each in found}, sorted(headed - {""}))
