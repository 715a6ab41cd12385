"""工作人员名录 (staff directory): persons, their logins, the roles that they hold from when to when, and sections.

Every service folds it from intake's lane: intake signs people in by it, review lists whom to assign to, all show a
person by name and refuse the pass of a closed account.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.events.intake import staff as intake_staff
from shared.events.intake.staff import (
    SectionClosed,
    SectionEvent,
    SectionMerged,
    SectionOpened,
    SectionRenamed,
    StaffAccountClosed,
    StaffAccountOpened,
    StaffRoleEnded,
    StaffRoleGranted,
)
from shared.events.registry import events_of, load
from shared.message import Recorded
from shared.projections.changes import Columns, RowChanges
from shared.projections.generations import Projection
from shared.staff.sections import Sections, Span

METADATA: Final = sa.MetaData(schema="staff")

ACCOUNTS: Final = sa.Table(
    "account",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("login", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
)

ROLES: Final = sa.Table(
    "role",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("grant_number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("sections", JSONB, nullable=False),
    sa.Column("agencies", JSONB, nullable=False),
    sa.Column("begins_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("acting_for", sa.Text),
)

SECTIONS: Final = sa.Table(
    "section",
    METADATA,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("section", sa.Text, primary_key=True),
    sa.Column("since_on", sa.Date, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("gone", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("merged_into", sa.Text),
)
"""One row for each change of a section; without a name the section keeps its former one."""

TYPES: Final = frozenset(each.type_name() for each in events_of(intake_staff))


@dataclass(frozen=True, slots=True)
class StaffDirectory(Projection):
    """The projection: one row for each account, each grant of a role and each change of a section."""

    name: str = "staff"
    version: int = 2
    sources: frozenset[str] = frozenset({"intake"})
    metadata: sa.MetaData = METADATA

    async def fold(self, connection: AsyncConnection, rows: Sequence[Recorded]) -> None:
        """Open and close accounts, grant and end roles, record changes of sections."""
        accounts, roles, sections = RowChanges(ACCOUNTS), RowChanges(ROLES), RowChanges(SECTIONS)
        for row in rows:
            match load(row) if row.type in TYPES else None:
                case StaffAccountOpened() as event:
                    accounts.put((row.agency, event.login), _opened(event))
                case StaffAccountClosed(login=login):
                    accounts.change((row.agency, login), {"revoked_at": row.recorded_at})
                case StaffRoleGranted() as event:
                    roles.put((row.agency, event.person, event.grant), _granted(event))
                case StaffRoleEnded(person=person, grant=grant, ended_on=ended_on):
                    roles.change((row.agency, person, grant), {"ends_on": ended_on})
                case SectionOpened() | SectionRenamed() | SectionMerged() | SectionClosed() as event:
                    day, columns = _changed(event)
                    sections.put((row.agency, event.section, day), columns)
                case _:
                    continue
        for each in (accounts, roles, sections):
            await each.write(connection)


def _opened(event: StaffAccountOpened) -> Columns:
    return {"person": event.person, "name": event.name, "revoked_at": None}


def _granted(event: StaffRoleGranted) -> Columns:
    return {
        "role": event.role,
        "sections": list(event.sections),
        "agencies": list(event.agencies),
        "begins_on": event.begins_on,
        "ends_on": event.ends_on,
        "acting_for": event.acting_for,
    }


def _changed(event: SectionEvent) -> tuple[date, Columns]:
    match event:
        case SectionOpened(opened_on=day, name=name) | SectionRenamed(renamed_on=day, name=name):
            return day, {"name": name}
        case SectionMerged(merged_on=day, into=into):
            return day, {"gone": True, "merged_into": into}
        case SectionClosed(closed_on=day):
            return day, {"gone": True}
        case _:
            assert_never(event)


async def account_of(connection: AsyncConnection, agency: str, login: str) -> sa.RowMapping | None:
    """An account of an agency, open or closed."""
    query = sa.select(ACCOUNTS).where(ACCOUNTS.c.agency == agency, ACCOUNTS.c.login == login)
    return (await connection.execute(query)).mappings().one_or_none()


async def is_open(connection: AsyncConnection, login: str) -> bool:
    """Whether some agency has an open account with this login. For the carrier role, which reads all agencies."""
    query = sa.select(ACCOUNTS.c.login).where(ACCOUNTS.c.login == login, ACCOUNTS.c.revoked_at.is_(None))
    return (await connection.execute(query.limit(1))).first() is not None


async def accounts_of(connection: AsyncConnection, agency: str) -> Sequence[sa.RowMapping]:
    """All accounts of an agency, by login."""
    query = sa.select(ACCOUNTS).where(ACCOUNTS.c.agency == agency).order_by(ACCOUNTS.c.login)
    return (await connection.execute(query)).mappings().all()


async def roles_of(
    connection: AsyncConnection, agency: str, *, person: str | None = None, on: date | None = None
) -> Sequence[sa.RowMapping]:
    """The grants of an agency: of one person or of all, those in force on a day or all; in the order of granting."""
    query = sa.select(ROLES).where(ROLES.c.agency == agency).order_by(ROLES.c.person, ROLES.c.grant_number)
    if person is not None:
        query = query.where(ROLES.c.person == person)
    if on is not None:
        query = query.where(ROLES.c.begins_on <= on, sa.or_(ROLES.c.ends_on.is_(None), ROLES.c.ends_on >= on))
    return (await connection.execute(query)).mappings().all()


async def names_of(connection: AsyncConnection, agency: str) -> Mapping[str, str]:
    """The names of the agency's persons by id; persons who left are included, because old events name them."""
    query = sa.select(ACCOUNTS.c.person, ACCOUNTS.c.name).where(ACCOUNTS.c.agency == agency)
    return {row.person: row.name for row in await connection.execute(query)}


async def sections_of(connection: AsyncConnection, agency: str) -> Sections:
    """The agency's sections with all their names."""
    query = sa.select(SECTIONS).where(SECTIONS.c.agency == agency).order_by(SECTIONS.c.since_on)
    spans: dict[str, list[Span]] = {}
    for row in await connection.execute(query):
        spans.setdefault(row.section, []).append(Span(row.since_on, row.name, row.merged_into, gone=row.gone))
    return Sections(spans)
